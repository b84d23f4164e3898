"""What "the second one" is: an item of the list that was quoted, or a passage that was shown.

Where both have a second one, the item is likelier, and the passage is offered as another reading,
unless the question says "passage".
"""

import re
from collections import Counter
from collections.abc import Sequence

from service.answer import Answer, Passage
from service.conversation import Asked
from service.leaning import MOST

_ORDINAL = re.compile(
    r"""
    \b(?:the\s+)? (?P<place>first|second|third|fourth|fifth|last)
    \s+(?:one|item|point|bullet|(?P<shown>passage|paragraph))\b
    (?!\s+(?:of|in)\s+(?:the|a)\b)                      # the first paragraph of the annex
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
_MOST_WORDS = 12  # of a thing, in a question that names it


def names_place(question: str) -> bool:
    """Whether a question speaks of the first, second … or last of what was shown."""
    return _ORDINAL.search(question) is not None


def meant_by_place(question: str, shown: Answer) -> Asked | None:
    """The question, leaning on the thing that it names by its place in the answer before.

    None where the answer shows no such thing.
    """
    ordinal = _ORDINAL.search(question)
    if ordinal is None:
        return None
    place = _PLACES[ordinal["place"].lower()]
    items = [] if ordinal["shown"] else _quoted_items(shown.passages[:1])
    lists = (items, [_quote_of(each) for each in shown.passages])
    things = [things[place] for things in lists if -1 <= place < len(things) and things]
    if not things:
        return None
    others = (
        f"{question[: ordinal.start()]}{_opening(t)}{question[ordinal.end() :]}" for t in things
    )
    return Asked(
        words=question,
        earlier=(things[0],),
        leaning=MOST,
        readings=tuple(others)[1:],
    )


def _quoted_items(passages: Sequence[Passage]) -> list[str]:
    """The items that a passage quotes, those of the level that it quotes most of; two at least."""
    for passage in passages:
        quoted = [
            item
            for item in passage.items
            if any(h.start < item.end and item.start < h.end for h in passage.highlights)
        ]
        levels = Counter(item.level for item in quoted)
        level, count = max(levels.items(), key=lambda each: each[1], default=(0, 0))
        if count > 1:
            return [passage.text[i.start : i.end].strip(" •") for i in quoted if i.level == level]
    return []


def _quote_of(passage: Passage) -> str:
    return " ".join(h.quote for h in passage.highlights) or passage.text


def _opening(text: str) -> str:
    """The first words of a thing, without a bullet before or a full stop behind them."""
    return " ".join(re.findall(r"\S*\w\S*", text)[:_MOST_WORDS]).rstrip(".,;:")

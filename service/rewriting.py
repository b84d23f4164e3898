"""A follow-up made to stand alone, where words can be put in the place of others.

No language model: "and CSTO?" and "and in 2019?" are the earlier question of CSTO, or of 2019. Any
other question keeps its words; what it leans on is weighed beside them (``service.leaning``).
"""

import re
from collections.abc import Sequence

from index.tokens import tokenize
from service.leaning import announces_subject, name_places

_ELLIPSIS = re.compile(
    r"""
    (?i:and\s+what\s+about|and|but|or|what\s+about|how\s+about)\s+
    (?P<before>(?:in|for|by|from|of|at|to|with|on)\s+(?:the\s+)?)?
    (?P<fresh>(?:the\s+)?[A-Z0-9][\w.’'-]*(?:\s+(?:of|and|the|[A-Z0-9][\w.’'-]*))*)\s*[?.!]*
    """,  # and CSTO?   What about the OSCE?   and in 2019?
    re.VERBOSE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MOST_READINGS = 3


def rewrite(question: str, history: Sequence[str]) -> str:
    """Complete a question from the earlier questions of its conversation, oldest first.

    A question that leaves nothing to put in, or announces another subject, is returned unchanged.
    """
    return rewritings(question, history)[0]


def rewritings(question: str, history: Sequence[str]) -> tuple[str, ...]:
    """The completed question, then what else it can mean; at most three in all.

    What is put in takes the place of the first name or year like it; in another reading, of the
    next one.
    """
    return _meanings(question, completed_turns(history))


def completed_turns(history: Sequence[str]) -> list[str]:
    """Each question of a conversation, oldest first, completed from those before it."""
    completed: list[str] = []
    for turn in history:
        completed.append(_meanings(turn, completed)[0])
    return completed


def _meanings(question: str, completed: Sequence[str]) -> tuple[str, ...]:
    """What a question can mean after others, which are completed themselves."""
    if not completed or announces_subject(question):
        return (question,)
    ellipsis = _ELLIPSIS.fullmatch(question.strip())
    if ellipsis is None or _words(ellipsis["fresh"]) <= _words(completed[-1]):
        return (question,)
    return _put_in(completed, ellipsis)[:_MOST_READINGS]


def _put_in(completed: Sequence[str], ellipsis: re.Match[str]) -> tuple[str, ...]:
    """The earlier question about something else, in each way that it can be read.

    A bare name goes into the latest question that has a name. Where nothing gives way, the
    latest question is asked with it on top: "… in Africa?".
    """
    before, fresh = ellipsis["before"] or "", ellipsis["fresh"]
    is_year = _YEAR.fullmatch(fresh) is not None
    for earlier in reversed(completed) if not before and not is_year else completed[-1:]:
        replaced = _YEAR.finditer(earlier) if is_year else _replaced(earlier, before, fresh)
        told = [_with(earlier, old, fresh) for old in replaced]
        if told:
            return tuple(dict.fromkeys(told))
    before = before or ("in " if is_year else "for ")
    return (f"{completed[-1].rstrip(' ?.')} {before}{fresh}?",)


def _replaced(earlier: str, before: str, fresh: str) -> list[re.Match[str]]:
    """The names that can give way to a fresh one: those after its preposition, if it has one.

    Else an acronym gives way to an acronym, and another name to another, where there is one;
    first those that open no longer name, as "UN" does in "UN Volunteers".
    """
    names = name_places(earlier)
    if before:
        return [n for n in names if earlier[: n.start()].lower().endswith(before.lower())]
    is_acronym = fresh.split()[-1].isupper()
    alike = [name for name in names if name[0].isupper() == is_acronym] or names
    return sorted(alike, key=lambda name: re.match(r" [A-Z]", earlier[name.end() :]) is not None)


def _with(earlier: str, old: re.Match[str], fresh: str) -> str:
    """The earlier question with a name put in; the article before the old one serves for both."""
    if earlier[: old.start()].lower().endswith("the "):
        fresh = re.sub(r"^the\s+", "", fresh, flags=re.IGNORECASE)
    return f"{earlier[: old.start()]}{fresh}{earlier[old.end() :]}"


def _words(text: str) -> set[str]:
    return set(tokenize(text))

"""Quotations found: where exactly a report says the words in quotation marks.

Reports and people type quotes, dashes, case and line breaks differently, so both sides are
folded; the fold keeps one character for one, so that a place in it is a place in the text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.records import Paragraph
from index.lexical import LexicalIndex
from index.tokens import tokenize
from service.answer import Highlight

_QUOTED = re.compile(r"[“\"«„](?P<words>[^“”\"«»„]{3,})[”\"»“]")
_FRAME = re.compile(
    r"""
    (?:where|which|what|who|in|is|are|was|does|do|did|it|the|a|this|that|these|those|of|and|me
      |report|reports|paragraph|paragraphs|para|paras|document|text|passage|sentence|source
      |words?|phrase|quotation|quote|quoted|says?|said|contains?|mention(?:ed|s)?|find|found
      |appears?|used?|uses|described|relationship|stands?|come|comes|from|as|by|with|to|written
      |please|pls|show|locate|exact|exactly|\W)+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLAIN_LETTERS = re.compile(r"[a-jl-z0-9]+")
_BETWEEN_WORDS = r"\s+(?:(?:•|\([a-z0-9]{1,4}\))\s+)?"  # an item's mark may stand between
_FOLDS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
     "–": "-", "—": "-", "‐": "-", "‑": "-", "\n": " ", "\u00a0": " "}
)  # fmt: skip


def quoted_words(question: str) -> str | None:
    """The words in quotation marks, when the question is only about where they stand.

    "operation “Channel” in 2021" is a question with a name in it, and gives None.
    """
    match = _QUOTED.search(question)
    if match is None or not match["words"].strip():
        return None
    frame = f"{question[: match.start()]} {question[match.end() :]}".strip()
    return match["words"].strip() if not frame or _FRAME.fullmatch(frame) else None


def rows_with_all(words: str, lexical: LexicalIndex, *, count: int) -> Iterator[int]:
    """The rows, of ``count``, that can hold a quotation: those with all its inner tokens.

    The outer words may be cut off within a word, and a quotation of stop words can be anywhere.
    """
    found = set(range(count))
    for token in dict.fromkeys(tokenize(" ".join(words.split()[1:-1]))):
        found &= set(lexical.rows_with(token).tolist())
    return iter(sorted(found))


def places_of(words: str, paragraph: Paragraph) -> tuple[Highlight, ...]:
    """Every place in a paragraph where the words stand, in order of print."""
    text = paragraph.text
    return tuple(
        Highlight(start=m.start(), end=m.end(), quote=text[m.start() : m.end()])
        for m in _pattern_of(words).finditer(fold(text))
    )


@lru_cache
def _pattern_of(words: str) -> re.Pattern[str]:
    return re.compile(_BETWEEN_WORDS.join(re.escape(word) for word in fold(words).split()))


def letters_within(words: str) -> str:
    """The longest run of ASCII letters and digits that a text with these words must have.

    "k" is left out: the sign of the kelvin, which is no ASCII, is also folded to it.
    """
    return max(_PLAIN_LETTERS.findall(fold(words)), key=len, default="")


def fold(text: str) -> str:
    """Lower case with plain quotes and dashes, character for character."""
    plain = text.translate(_FOLDS)
    small = plain.lower()
    if len(small) == len(plain):
        return small
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)

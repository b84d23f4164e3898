"""Quotations found: where exactly a report says the words in quotation marks.

Reports and people type quotes, dashes, case and line breaks differently, so both sides are
folded; the fold keeps one character for one, so that a place in it is a place in the text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.links import spell_links
from corpus.quoted import find_quotations
from corpus.records import Paragraph
from corpus.symbols import find_symbols, without_symbols
from index.lexical import LexicalIndex
from index.passages import PassageTable
from index.tokens import tokenize
from service.answer import Highlight

_LEAST_CHARS = 3  # of words that are looked for
_FRAME = re.compile(
    r"""
    (?:where|which|what|who|in|is|are|was|does|do|did|it|the|a|this|that|these|those|of|and|me
      |report|reports|paragraph|paragraphs|para|paras|document|text|passage|sentence|source
      |words?|phrase|quotation|quote|quoted|says?|said|contains?|mention(?:ed|s)?|find|found
      |appears?|used?|uses|described|relationship|stands?|come|comes|from|as|by|with|to|written
      |please|pls|show|locate|exact|exactly|\W)*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEFT_OUT = re.compile(r"\s*\[\s*(?:…|\.\.\.)\s*\]\s*")  # as service.quotes writes it
_PLAIN_LETTERS = re.compile(r"[a-jl-z0-9]+")
_BETWEEN_WORDS = r"\s+(?:(?:•|\([a-z0-9]{1,4}\))\s+)?"  # an item's mark may stand between
_FOLDS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
     "–": "-", "—": "-", "‐": "-", "‑": "-", "\n": " ", "\u00a0": " "}
)  # fmt: skip


def quoted_words(question: str) -> str | None:
    """The words in quotation marks, when the question is only about where they stand.

    It may name one report by its symbol or a link. "operation “Channel” in 2021" is a question
    with a name in it, and gives None.
    """
    quoted = (each for each in find_quotations(question) if len(each.words) >= _LEAST_CHARS)
    first = next(quoted, None)
    if first is None:
        return None
    frame = spell_links(f"{question[: first.start]} {question[first.end :]}")
    is_only_framed = len(find_symbols(frame)) <= 1 and _FRAME.fullmatch(without_symbols(frame))
    return first.words if is_only_framed else None


def parts_of(words: str) -> tuple[str, ...]:
    """The parts of a quotation that leaves words out: “… […] …”."""
    return tuple(part for part in _LEFT_OUT.split(words) if part.strip())


def rows_with_all(words: str, passages: PassageTable, lexical: LexicalIndex) -> Iterator[int]:
    """The rows, ascending, that can hold a quotation: those with all its inner tokens.

    The outer words of each part may be cut off within a word, and stop words are no tokens; of
    what is left, rows have all runs of letters of the words, outer ones too.
    """
    inner = " ".join(word for part in parts_of(words) for word in part.split()[1:-1])
    tokens = dict.fromkeys(tokenize(inner))
    found = set(range(len(passages)))
    for token in tokens:
        found &= set(lexical.rows_with(token).tolist())
    return passages.rows_with(letters_within(words), sorted(found))


def places_of(words: str, paragraph: Paragraph) -> tuple[Highlight, ...]:
    """Every place in a paragraph where the words stand, in order of print.

    Of words that leave some out, the first place of each part after the part before; none where
    one of the parts stands nowhere.
    """
    first, *others = parts_of(words) or ("",)
    if not others:
        return tuple(_places(first, paragraph))
    found: list[Highlight] = []
    for part in (first, *others):
        after = found[-1].end if found else 0
        place = next((each for each in _places(part, paragraph) if each.start >= after), None)
        if place is None:
            return ()
        found.append(place)
    return tuple(found)


def _places(words: str, paragraph: Paragraph) -> Iterator[Highlight]:
    text = paragraph.text
    for match in _pattern_of(words).finditer(fold(text)) if words else ():
        start, end = match.span()
        yield Highlight(start=start, end=end, quote=text[start:end])


@lru_cache
def _pattern_of(words: str) -> re.Pattern[str]:
    return re.compile(_BETWEEN_WORDS.join(re.escape(word) for word in fold(words).split()))


def letters_within(words: str) -> list[str]:
    """The runs of ASCII letters and digits that a text with these words must have, longest first.

    "k" is left out: the sign of the kelvin, which is no ASCII, is also folded to it.
    """
    return sorted(set(_PLAIN_LETTERS.findall(fold(words))), key=lambda run: (-len(run), run))


def fold(text: str) -> str:
    """Lower case with plain quotes and dashes, character for character."""
    plain = text.translate(_FOLDS)
    small = plain.lower()
    if len(small) == len(plain):
        return small
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)

"""Misquotations: where the reports say nearly what was typed.

People paste a sentence without quotation marks, quote from memory, or copy from a scan. Its rare
words say which paragraphs to look into; its words in order say where in them it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.quoted import without_quotations
from corpus.records import Paragraph
from corpus.references import read_references
from index.generation import Generation
from index.ranking import Mask, Rows
from index.tokens import tokenize
from service.alignment import Alignment, align, count_absent, words_of
from service.answer import Change, Highlight
from service.quotation import parts_of, places_of

_MAX_RARE = 16  # words by which paragraphs are found
_MAX_CANDIDATES = 12  # paragraphs that are aligned
_NEARLY = 0.5  # of the phrases of the best of them, that others must have to be aligned
_MIN_SHARED = 0.4  # of the rare words, by rarity, that a paragraph must have
_MIN_WORDS = 8  # of a sentence pasted without quotation marks
_MIN_WORDS_WITHIN = 12  # of a part of one, which shows neither its beginning nor its end
_SHAPE = re.compile(r"[^\W\d_a-zа-я]|[“\"‘'«(•]|.*[.;:!…][”\"’')\]]*$", re.DOTALL)  # of a sentence
# Questions over 80 UN reports reach .50 where they differ in few words only; a sentence of eight
# words of which three are changed keeps .63. The two after it: what lets none of 951 questions of
# the development sets and clapnq pass, and 97 % of sentences with three words changed.
_MIN_LIKENESS = 0.6
_FEW_CHANGES = 3  # words that may always differ
_MAX_CHANGED = 0.25  # of the words, that may differ in a longer sentence
_NUMBER = re.compile(r"\(?\d{1,3}[.)]\s+(?=[^\W\da-z_]|[“\"‘(])")  # 26. The Centre …
_NEXT = re.compile(r"(?<=[.;:!?”])\s+(?=\d{1,3}\.\s+[^\W\d_a-z])")  # … in 2019. 27. The …
_BRACKETS = re.compile(r"\([^)]*\)")  # kinds and dates beside a title
_ASKING = re.compile(
    r"""
    .*\?\W*$                                                    # a question says that it is one
  | \W*(?:what|who|whom|whose|which|how|why|is|are|was|were|does|do|did|has|have|can|could|should
      |list|tell|show|give|explain|describe|summari[sz]e|find|open|see|compare|define|search
      |please|pls)\b
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A paragraph that says nearly what was typed, its row, and where."""

    row: int
    paragraph: Paragraph
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class QuotedPlaces:
    """Where a paragraph has what is quoted of it, and what differs, in order of print."""

    highlights: tuple[Highlight, ...]
    changes: tuple[Change, ...]


def pasted_words(question: str) -> str | None:
    """The question when it can be a pasted sentence, else None.

    A sentence has at least eight words, begins with a capital or ends with a stop, does not ask
    or order as questions do, and is no citation; a part of one has at least twelve words.
    """
    count = len(question.split())
    if count < _MIN_WORDS or _ASKING.match(question) or _is_citation(question):
        return None
    is_whole = _SHAPE.match(question) is not None
    return question if is_whole or count >= _MIN_WORDS_WITHIN else None


def _is_citation(question: str) -> bool:
    """Whether nothing is said but what a citation says: a report's name, titles, paragraphs."""
    references = read_references(question)
    return bool(references) and not tokenize(
        _BRACKETS.sub(" ", without_quotations(references[0].rest))
    )


def without_number(words: str) -> str:
    """A paragraph as pasted, without the printed number before it."""
    match = _NUMBER.match(words)
    return words if match is None else words[match.end() :]


def pasted_parts(words: str) -> tuple[str, ...]:
    """What was pasted, parted where words are left out or another paragraph's number is printed."""
    return tuple(without_number(each) for part in parts_of(words) for each in _NEXT.split(part))


def near_places(
    words: str, generation: Generation, *, allowed: Mask | None, is_quoted: bool
) -> list[NearPlace]:
    """The nearest of the places that say nearly these words, all equally like, in corpus order.

    Empty when none is near enough; words without quotation marks must be nearer.
    """
    found = [
        NearPlace(row, paragraph, alignment)
        for row in _candidates(tokenize(words), generation, allowed=allowed)
        if (paragraph := generation.passages.paragraph(row))
        and (alignment := near_place(words, paragraph, is_quoted=is_quoted))
    ]
    best = max((near.alignment.likeness for near in found), default=0.0)
    nearest = [near for near in found if near.alignment.likeness == best]
    return sorted(nearest, key=lambda near: near.row)


def near_place(words: str, paragraph: Paragraph, *, is_quoted: bool) -> Alignment | None:
    """Where a paragraph says nearly these words; None when it is not near enough."""
    typed = words_of(words)
    few = max(_FEW_CHANGES, len(typed) * _MAX_CHANGED)
    absent = count_absent(typed, paragraph.text)
    same = len(typed) - absent
    if 2 * same < _MIN_LIKENESS * (len(typed) + same) or (absent > few and not is_quoted):
        return None  # however the rest stands there; no alignment is needed
    alignment = align(words, paragraph.text)
    if alignment is None or alignment.likeness < _MIN_LIKENESS:
        return None
    return alignment if is_quoted or alignment.distance <= few else None


def quoted_places(words: str, paragraph: Paragraph) -> QuotedPlaces | None:
    """Where a paragraph says what is quoted of it: each part to the letter, else nearly.

    A part that it lacks is a change; None when it lacks all.
    """
    highlights: list[Highlight] = []
    changes: list[Change] = []
    for part in parts_of(words):
        after = highlights[-1].end if highlights else 0
        exact = places_of(part, paragraph)
        if exact:
            highlights.append(next((each for each in exact if each.start >= after), exact[0]))
        elif near := near_place(part, paragraph, is_quoted=True):
            highlights.append(highlight_of(near, paragraph))
            changes += near.changes
        else:
            changes.append(Change(start=after, end=after, quote="", typed=part))
    if not highlights:
        return None
    return QuotedPlaces(
        tuple(sorted(set(highlights), key=lambda each: (each.start, each.end))),
        tuple(sorted(changes, key=lambda each: each.start)),
    )


def highlight_of(alignment: Alignment, paragraph: Paragraph) -> Highlight:
    """The place of an alignment as a slice of a paragraph."""
    start, end = alignment.start, alignment.end
    return Highlight(start=start, end=end, quote=paragraph.text[start:end])


def _candidates(
    tokens: Sequence[str], generation: Generation, *, allowed: Mask | None
) -> Iterator[int]:
    """The rows that have the most of the rare words, by rarity, and then of the phrases."""
    lexical = generation.lexical
    weights = {token: lexical.idf(token) for token in dict.fromkeys(tokens)}
    rare = sorted(weights, key=lambda token: -weights[token])[:_MAX_RARE]
    shared = np.zeros(len(generation.passages), dtype=np.float32)
    for token in rare:
        shared[lexical.rows_with(token)] += weights[token]
    if allowed is not None:
        shared *= allowed
    least = _MIN_SHARED * sum(weights[token] for token in rare)
    rows: Rows = np.flatnonzero(shared * (shared >= least))
    phrases = generation.word_order.phrase_shares(tokens, rows, idf=lexical.idf)
    order = np.lexsort((rows, -shared[rows], -phrases))[:_MAX_CANDIDATES]
    best = phrases.max(initial=np.float32(0))
    near = order[phrases[order] >= _NEARLY * best]
    return iter(rows[near].tolist())

"""BM25 over whole paragraphs, with the scores of every posting computed at build time.

k1 and b default to Anserini's 0.9 and 0.4; the formula is Lucene's, whose inverse document
frequency is never negative. Two things widen it, both switches: a word of the query also counts
by its spelling variants, and by the context of a paragraph, which are the headings above it and
its report's cover.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from index.ranking import Mask, Ranking, Rows, Scores, rows_of_ranges
from index.variants import SpellingVariants
from index.words import CountedWords

Postings = Mapping[str, npt.NDArray[Any]]
"""Compressed sparse columns, a column a word: ``indices`` are rows, ``data`` their scores."""

_KNOWN_TOKENS = 2**12  # whose variants are not sought again, of some 2 kB each
Words = Sequence[str] | Mapping[str, float]
"""Tokens, each as often as it counts; or what each of them counts."""

_FALL = 3  # power of the likeness: half alike counts an eighth (measured, eval/RESULTS.md)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What counts as a match beside a paragraph's own words; by default nothing does.

    ``variants``: words that look alike. ``context_weight``: the share of the most that a word
    can score which it scores by standing in the context alone.
    """

    variants: bool = False
    context_weight: float = 0.0


EXACT = Matching()


class _Found(NamedTuple):
    """Rows that match a token in one way, and what it is worth in each; a row can stand twice."""

    rows: Rows
    worth: Scores | np.float32


class _Alike(NamedTuple):
    """The words that look like a token: where their postings begin, and how many each has.

    ``shares`` is how much of their scores the token gets.
    """

    firsts: Rows
    counts: Rows
    shares: Scores


_NONE_ALIKE = _Alike(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))


class LexicalIndex(Protocol):
    """Ranks paragraphs by the words that they share with a query."""

    def search(
        self,
        tokens: Words,
        depth: int,
        *,
        matching: Matching = EXACT,
        allowed: Mask | None = None,
    ) -> tuple[Ranking, Scores]:
        """Rank the paragraphs that match a token; also the score of every row."""
        ...

    def greatest(self, tokens: Words) -> float:
        """The most that a paragraph can score for these tokens."""
        ...

    def idf(self, token: str) -> float:
        """How rare a token is in the corpus; the greatest value for one that it lacks."""
        ...

    def rows_with(self, token: str) -> Rows:
        """The rows of the paragraphs that have a token, ascending."""
        ...


class Bm25Index:
    """Postings with their scores; ``context`` has postings of the same vocabulary, unscored."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        postings: Postings,
        *,
        paragraphs: int,
        context: Postings,
        variants: SpellingVariants,
    ) -> None:
        self._vocabulary = vocabulary
        self._postings = postings
        self._paragraphs = paragraphs
        self._context = context
        likenesses = _Likenesses(vocabulary, postings, variants, paragraphs=paragraphs)
        self._alike = lru_cache(maxsize=_KNOWN_TOKENS)(likenesses.of)

    def search(
        self,
        tokens: Words,
        depth: int,
        *,
        matching: Matching = EXACT,
        allowed: Mask | None = None,
    ) -> tuple[Ranking, Scores]:
        """Rank the rows that match a token and are ``allowed``; a repeated token counts twice.

        ``score = Σ idf(t) max(max_v likeness(t, v)³ tf(v), context weight if t is in context)``
        over tokens ``t`` and their variants ``v``, where ``tf`` is BM25's saturated frequency.
        Without variants and context this is BM25.
        """
        scores = np.zeros(self._paragraphs, dtype=np.float32)
        best = np.zeros(self._paragraphs, dtype=np.float32)  # of one token, zero between tokens
        for token, count in _counted(tokens).items():
            found = tuple(self._found(token, matching))
            for rows, worth in found:
                np.maximum.at(best, rows, worth)
            for rows, _ in found:  # only these: most words stand in few paragraphs
                scores[rows] += count * best[rows]
                best[rows] = 0
        return Ranking.of_all(scores if allowed is None else scores * allowed, depth=depth), scores

    def greatest(self, tokens: Words) -> float:
        """``Σ count · idf(t)``: saturated frequencies stay below 1, contexts reach it at most."""
        return sum(count * self.idf(token) for token, count in _counted(tokens).items())

    def idf(self, token: str) -> float:
        """``ln(1 + (N - n + 0.5) / (n + 0.5))`` for ``n`` of ``N`` paragraphs (Lucene's BM25)."""
        column = self._vocabulary.get(token)
        if column is None:
            return _rarity(0, self._paragraphs)
        return _rarity_at(self._postings, column, self._paragraphs)

    def rows_with(self, token: str) -> Rows:
        """The rows of the paragraphs that have a token, ascending."""
        column = self._vocabulary.get(token)
        if column is None:
            return np.empty(0, dtype=np.int64)
        return _rows_of(self._postings, column)

    def _found(self, token: str, matching: Matching) -> Iterator[_Found]:
        """Where one token is matched: by itself, by its variants, and by the context."""
        column = self._vocabulary.get(token)
        if column is not None:
            rows = _rows_of(self._postings, column)
            yield _Found(rows, _column(self._postings, "data", column))
        if matching.variants and len((alike := self._alike(token)).firsts):
            places = rows_of_ranges(alike.firsts, alike.counts)
            worth = self._postings["data"][places] * np.repeat(alike.shares, alike.counts)
            yield _Found(self._postings["indices"][places].astype(np.int64), worth)
        if column is not None and matching.context_weight:
            weight = np.float32(matching.context_weight * self.idf(token))
            yield _Found(_rows_of(self._context, column), weight)


class _Likenesses:
    """Which other words of a vocabulary stand for a token, and by how much."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        postings: Postings,
        variants: SpellingVariants,
        *,
        paragraphs: int,
    ) -> None:
        self._vocabulary = vocabulary
        self._postings = postings
        self._variants = variants
        self._paragraphs = paragraphs

    def of(self, token: str) -> _Alike:
        """The words that stand for a token beside itself, and the share of their scores it gets.

        A posting holds its own word's rarity, which gives way to the token's. A token that the
        corpus lacks is taken for misspelt: it is as rare as its best variant, which counts whole,
        in paragraphs and not in their context.
        """
        column = self._vocabulary.get(token)
        others = [each for each in self._variants.of(token) if each.column != column]
        if not others:
            return _NONE_ALIKE
        best = max(others, key=lambda each: each.likeness)
        rarity = self._rarity_at(best.column if column is None else column)
        whole = best.likeness if column is None else 1.0
        shares = [
            (each.likeness / whole) ** _FALL * rarity / self._rarity_at(each.column)
            for each in others
        ]
        columns = np.array([each.column for each in others], dtype=np.int64)
        firsts, ends = (self._postings["indptr"][columns + after] for after in (0, 1))
        return _Alike(firsts, ends - firsts, np.array(shares, dtype=np.float32))

    def _rarity_at(self, column: int) -> float:
        return _rarity_at(self._postings, column, self._paragraphs)


def _counted(tokens: Words) -> Mapping[str, float]:
    return tokens if isinstance(tokens, Mapping) else Counter(tokens)


def score_postings(counted: CountedWords, *, k1: float, b: float) -> Scores:
    """The score of every posting of the paragraphs, rounded once from double precision.

    ``idf(t) tf / (tf + k1 (1 - b + b length / mean length))`` with Lucene's ``idf``; the same
    bits as those of bm25s, whose loop over paragraphs takes minutes for a large corpus.
    """
    postings, total = counted.paragraphs, len(counted.offsets) - 1
    counts = counted.counts.astype(np.float64)
    lengths = np.bincount(postings.rows, weights=counts, minlength=total)
    held = np.diff(postings.indptr)
    idf = np.array([_rarity(count, total) for count in held.tolist()], dtype=np.float32)
    mean = lengths.mean() if total else 1.0
    norms = k1 * ((1 - b) + b * lengths / (mean or 1.0))
    shares = counts / (norms[postings.rows] + counts)
    scores: Scores = (np.repeat(idf, held) * shares).astype(np.float32)
    return scores


def vocabulary_json(words: Sequence[str]) -> str:
    """A vocabulary as JSON: its words in the order of their columns."""
    return json.dumps(words, ensure_ascii=False)


def vocabulary_of(text: str) -> dict[str, int]:
    """Read back what ``vocabulary_json`` wrote."""
    return {word: column for column, word in enumerate(json.loads(text))}


def _rarity(count: int, paragraphs: int) -> float:
    return math.log(1 + (paragraphs - count + 0.5) / (count + 0.5))


def _rarity_at(postings: Postings, column: int, paragraphs: int) -> float:
    return _rarity(len(_column(postings, "indices", column)), paragraphs)


def _rows_of(postings: Postings, column: int) -> Rows:
    """The rows of a column, ascending; NumPy would widen narrower ones at every use."""
    return _column(postings, "indices", column).astype(np.int64)


def _column(postings: Postings, name: str, column: int) -> npt.NDArray[Any]:
    start, end = postings["indptr"][column : column + 2]
    part: npt.NDArray[Any] = postings[name][start:end]
    return part

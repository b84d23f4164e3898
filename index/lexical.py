"""BM25 over whole paragraphs, by bm25s, with the scores of every posting computed at build time.

k1 and b default to Anserini's 0.9 and 0.4; the formula is Lucene's, whose inverse document
frequency is never negative.
"""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Protocol

import bm25s
import numpy as np
import numpy.typing as npt

from index.ranking import Mask, Ranking, Rows, Scores


class LexicalIndex(Protocol):
    """Ranks paragraphs by the words that they share with a query."""

    def search(
        self, tokens: Sequence[str], depth: int, *, allowed: Mask | None = None
    ) -> tuple[Ranking, Scores]:
        """Rank the paragraphs that share a token; also the score of every row."""
        ...

    def idf(self, token: str) -> float:
        """How rare a token is in the corpus; the greatest value for one that it lacks."""
        ...

    def rows_with(self, token: str) -> Rows:
        """The rows of the paragraphs that have a token, ascending."""
        ...


class Bm25Index:
    """Postings with their scores, in bm25s' compressed sparse columns."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        postings: Mapping[str, npt.NDArray[np.generic]],
        *,
        paragraphs: int,
    ) -> None:
        self._vocabulary = vocabulary
        self._postings = postings
        self._paragraphs = paragraphs
        self._bm25 = bm25s.BM25(method="lucene", dtype="float32", int_dtype="int32")
        self._bm25.scores = {**postings, "num_docs": paragraphs}
        self._bm25.nonoccurrence_array = None  # only BM25+ and BM25L score absent words

    def search(
        self, tokens: Sequence[str], depth: int, *, allowed: Mask | None = None
    ) -> tuple[Ranking, Scores]:
        """Rank the rows that share a token and are ``allowed``; a repeated token counts twice."""
        known = [self._vocabulary[token] for token in tokens if token in self._vocabulary]
        scores = np.zeros(self._paragraphs, dtype=np.float32)
        if known:
            scores = self._bm25.get_scores_from_ids(known)
        rows = np.flatnonzero(scores if allowed is None else scores * allowed)
        return Ranking.of(rows, scores[rows], depth=depth), scores

    def idf(self, token: str) -> float:
        """``ln(1 + (N - n + 0.5) / (n + 0.5))`` for ``n`` of ``N`` paragraphs (Lucene's BM25)."""
        count = len(self.rows_with(token))
        return math.log(1 + (self._paragraphs - count + 0.5) / (count + 0.5))

    def rows_with(self, token: str) -> Rows:
        """The rows of the paragraphs that have a token, ascending."""
        column = self._vocabulary.get(token)
        if column is None:
            return np.empty(0, dtype=np.int64)
        start, end = self._postings["indptr"][column : column + 2]
        return np.sort(self._postings["indices"][start:end]).astype(np.int64)


def build_postings(
    tokens: Sequence[Sequence[str]], *, k1: float, b: float
) -> tuple[dict[str, int], dict[str, npt.NDArray[np.generic]]]:
    """Count and score the tokens of each paragraph; the vocabulary is in alphabetical order."""
    words = sorted({token for paragraph in tokens for token in paragraph})
    vocabulary = {word: column for column, word in enumerate(words)}
    if not words:
        empty = {"data": np.empty(0, np.float32), "indices": np.empty(0, np.int32)}
        return vocabulary, {**empty, "indptr": np.zeros(1, np.int64)}
    columns = [[vocabulary[token] for token in paragraph] for paragraph in tokens]
    bm25 = bm25s.BM25(k1=k1, b=b, method="lucene", dtype="float32", int_dtype="int32")
    bm25.index((columns, vocabulary), create_empty_token=False, show_progress=False)
    names = ("data", "indices", "indptr")
    return vocabulary, {name: np.asarray(bm25.scores[name]) for name in names}


def vocabulary_json(vocabulary: Mapping[str, int]) -> str:
    """The vocabulary as JSON: its words in the order of their columns."""
    return json.dumps(list(vocabulary), ensure_ascii=False)


def vocabulary_of(text: str) -> dict[str, int]:
    """Read back what ``vocabulary_json`` wrote."""
    return {word: column for column, word in enumerate(json.loads(text))}

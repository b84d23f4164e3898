"""From a query to a ranking of paragraphs: dense and lexical, fused."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.fusion import convex_fusion, reciprocal_rank_fusion
from index.generation import Generation
from index.ranking import Mask, Ranking, Rows, Scores, Vectors
from index.settings import Fusion, Retrieval, RetrievalSettings
from index.tokens import tokenize


@dataclass(frozen=True, slots=True)
class Query:
    """A query as the rankers read it."""

    text: str
    tokens: tuple[str, ...]
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A ranking, and the score that each ranker gave its rows, in the same order."""

    ranking: Ranking
    cosines: Scores
    bm25: Scores


class Retriever:
    """Ranks the paragraphs of one generation."""

    def __init__(self, generation: Generation, settings: RetrievalSettings) -> None:
        self._generation = generation
        self._settings = settings

    def read(self, text: str) -> Query:
        """Encode a query for both rankers."""
        return Query(text, tuple(tokenize(text)), self._generation.encoder.encode(text))

    def search(self, query: Query, *, depth: int, allowed: Mask | None = None) -> Retrieved:
        """Rank the ``depth`` best paragraphs; ``allowed`` masks rows, all by default.

        Candidates are the best rows of each ranker; both scores are then exact for all of them.
        """
        candidates = max(depth, self._settings.candidates)
        retrieval = self._settings.retrieval
        lexical, bm25 = self._generation.lexical.search(query.tokens, candidates, allowed=allowed)
        rankings = [] if retrieval is Retrieval.DENSE else [lexical]
        if retrieval is not Retrieval.LEXICAL:
            dense = self._generation.dense.search(query.vector, candidates, allowed=allowed)
            rankings.append(dense)
        rows = np.unique(np.concatenate([ranking.rows for ranking in rankings]))
        if not len(rows):
            empty = np.empty(0, np.float32)
            return Retrieved(Ranking(rows, empty), empty, empty)
        cosines = self._generation.dense.scores_of(query.vector, rows)
        fused = self._fuse(cosines, bm25[rows], rows=rows, rankings=rankings)
        ranking = Ranking.of(rows, fused, depth=depth)
        places = np.searchsorted(rows, ranking.rows)
        return Retrieved(ranking, cosines[places], bm25[rows][places])

    def _fuse(
        self, cosines: Scores, bm25: Scores, *, rows: Rows, rankings: Sequence[Ranking]
    ) -> Scores:
        """The score of each candidate; ``rankings`` are those that proposed them."""
        match self._settings.retrieval:
            case Retrieval.DENSE:
                return cosines
            case Retrieval.LEXICAL:
                return bm25
        if self._settings.fusion is Fusion.RRF:
            return reciprocal_rank_fusion(rankings, rows)
        return convex_fusion(cosines, bm25, dense_weight=self._settings.dense_weight)

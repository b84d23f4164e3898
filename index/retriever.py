"""From a query to a ranking of paragraphs: dense and lexical, fused."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.fusion import convex_fusion, reciprocal_rank_fusion, report_support, weighted_sum
from index.generation import Generation
from index.lexical import Matching
from index.ranking import NOTHING_RANKED, Mask, Ranking, Rows, Scores, Vectors
from index.settings import Fusion, Retrieval, RetrievalSettings
from index.tokens import tokenize


@dataclass(frozen=True, slots=True)
class Query:
    """A query as the rankers read it.

    ``tokens`` are the words of its text in order; ``weights`` what each token counts, once for
    every time that it stands there; ``vector`` has unit norm.
    """

    text: str
    tokens: tuple[str, ...]
    vector: Vectors
    weights: Mapping[str, float]

    def beside(self, parts: Sequence[tuple["Query", float]], *, own: float) -> "Query":
        """This query, its words and vector weighed by ``own``, with other queries beside it.

        Vectors and weights of tokens are summed, each times its weight; the text stays, and
        with it the phrases that are sought.
        """
        weights = {token: own * weight for token, weight in self.weights.items()}
        vector = own * self.vector
        for other, share in parts:
            vector = vector + share * other.vector
            for token, weight in other.weights.items():
                weights[token] = weights.get(token, 0.0) + share * weight
        unit = (vector / np.linalg.norm(vector)).astype(np.float32)
        return replace(self, vector=unit, weights=weights)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A ranking, and the score that each ranker gave its rows, in the same order."""

    ranking: Ranking
    cosines: Scores
    lexical: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidates:
    """Rows that a ranker proposed, ascending, with the exact scores of both rankers."""

    rows: Rows  # (n,)
    cosines: Scores  # (n,)
    lexical: Scores  # (n,)
    rankings: Sequence[Ranking]


class Retriever:
    """Ranks the paragraphs of one generation."""

    def __init__(self, generation: Generation, settings: RetrievalSettings) -> None:
        self._generation = generation
        self._settings = settings
        self._matching = Matching(
            variants=settings.spelling_variants, context_weight=settings.context_weight
        )

    def read(self, text: str) -> Query:
        """Encode a query for both rankers."""
        tokens = tuple(tokenize(text))
        return Query(text, tokens, self._generation.encoder.encode(text), Counter(tokens))

    def nearest(self, query: Query, *, count: int) -> Query | None:
        """A query without words for what the paragraphs nearest to another are about.

        Its vector is the mean of theirs, as in relevance feedback (Rocchio, 1971); ``count`` of
        them, but no more than one and a hundredth of all. None where there are no paragraphs.
        """
        count = min(count, 1 + len(self._generation.passages) // 100)
        rows = self._generation.dense.search(query.vector, count).rows.tolist()
        if not rows:
            return None
        mean = np.mean([self._generation.dense.embedding_of(row) for row in rows], axis=0)
        return Query("", (), mean / np.linalg.norm(mean), {})

    def search(self, query: Query, *, depth: int, allowed: Mask | None = None) -> Retrieved:
        """Rank the ``depth`` best paragraphs; ``allowed`` masks rows, all by default.

        Candidates are the best rows of each ranker; both scores are then exact for all of them.
        """
        found = self._candidates(query, depth=depth, allowed=allowed)
        ranking = Ranking.of(found.rows, self._fuse(query, found), depth=depth)
        places = np.searchsorted(found.rows, ranking.rows)
        return Retrieved(ranking, found.cosines[places], found.lexical[places])

    def _candidates(self, query: Query, *, depth: int, allowed: Mask | None) -> _Candidates:
        """What the rankers in use propose."""
        wanted = max(depth, self._settings.candidates)
        retrieval = self._settings.retrieval
        lexical, scores = self._generation.lexical.search(
            query.weights, wanted, matching=self._matching, allowed=allowed
        )
        rankings = [] if retrieval is Retrieval.DENSE else [lexical]
        known = NOTHING_RANKED
        if retrieval is not Retrieval.LEXICAL:
            known = self._generation.dense.search(query.vector, wanted, allowed=allowed)
            rankings.append(known)
        rows = np.unique(np.concatenate([ranking.rows for ranking in rankings]))
        cosines = self._cosines(query, rows, known=known)
        return _Candidates(rows=rows, cosines=cosines, lexical=scores[rows], rankings=rankings)

    def _cosines(self, query: Query, rows: Rows, *, known: Ranking) -> Scores:
        """The exact cosine of each of ``rows``, ascending; vectors are read of those not known."""
        cosines = np.empty(len(rows), dtype=np.float32)
        is_missing = np.ones(len(rows), dtype=np.bool_)
        places = np.searchsorted(rows, known.rows)
        cosines[places], is_missing[places] = known.scores, False
        if is_missing.any():
            missing = self._generation.dense.scores_of(query.vector, rows[is_missing])
            cosines[is_missing] = missing
        return cosines

    def _fuse(self, query: Query, found: _Candidates) -> Scores:
        """The score of each candidate."""
        match self._settings.retrieval, self._settings.fusion:
            case Retrieval.DENSE, _:
                return found.cosines
            case Retrieval.LEXICAL, _:
                return found.lexical
            case _, Fusion.RRF:
                return reciprocal_rank_fusion(found.rankings, found.rows)
            case _, Fusion.CONVEX:
                weight = self._settings.dense_weight
                return convex_fusion(found.cosines, found.lexical, dense_weight=weight)
        return self._weigh(query, found)

    def _weigh(self, query: Query, found: _Candidates) -> Scores:
        """Both rankers, the best sentence, phrases, and what the rest of the report says."""
        settings, lexical = self._settings, self._generation.lexical
        if not len(found.rows):
            return found.cosines
        sentences = self._generation.sentences.best_cosines(query.vector, found.rows)
        scores = weighted_sum(
            found.cosines + settings.sentence_weight * (sentences - found.cosines),
            found.lexical,
            greatest=lexical.greatest(query.weights),
            dense_weight=settings.dense_weight,
        )
        phrases = self._generation.word_order.phrase_shares(
            query.tokens, found.rows, idf=lexical.idf
        )
        scores = scores + settings.phrase_weight * phrases
        reports = self._generation.passages.report_places(found.rows)
        return scores + settings.support_weight * report_support(scores, reports)

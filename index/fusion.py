"""Several scores made one: by a weighted sum, or by ranks."""

import math
from collections.abc import Sequence

import numpy as np

from index.ranking import Ranking, Rows, Scores

RRF_K = 60  # of Cormack, Clarke and Büttcher, SIGIR 2009
_SUPPORTERS = 50  # candidates that can support others
_SHARPNESS = 12.0  # a score .06 below the best supports half as much


def convex_fusion(dense: Scores, lexical: Scores, *, dense_weight: float) -> Scores:
    """Combine cosines and BM25 scores of the same rows, each set against its theoretical range.

    ``w (cos + 1) / (max cos + 1) + (1 - w) bm25 / max bm25``: the least cosine is -1 and the
    least BM25 score 0, whatever was retrieved ("theoretical minimum" normalisation of Bruch,
    Gai and Ingber, TOIS 2023). A side whose greatest score is its minimum adds nothing.
    """
    return dense_weight * _scaled(dense, minimum=-1.0) + (1 - dense_weight) * _scaled(
        lexical, minimum=0.0
    )


def weighted_sum(dense: Scores, lexical: Scores, *, greatest: float, dense_weight: float) -> Scores:
    """Combine cosines and lexical scores of the same rows; ``greatest`` bounds the lexical ones.

    As ``convex_fusion``, but lexical scores are set against the geometric mean of the best that
    was found and the best there could be: where even the best paragraph has few of the query's
    words, words count for less.
    """
    best = float(lexical.max(initial=0.0))
    scale = math.sqrt(best * greatest)
    shares = lexical / scale if scale else lexical * 0
    return dense_weight * _scaled(dense, minimum=-1.0) + (1 - dense_weight) * shares


def report_support(scores: Scores, reports: Rows) -> Scores:
    """How much of the evidence lies in the same report, the paragraph itself left out; 0 to 1.

    The best 50 candidates share out one unit of evidence, each ``e^(12 (score - best))``; a
    paragraph is supported by what the others of its report have. ``reports`` tells each row's.
    """
    shares = np.zeros(len(scores))
    first = np.argsort(-scores, kind="stable")[:_SUPPORTERS]
    shares[first] = np.exp(_SHARPNESS * (scores[first] - scores.max(initial=-np.inf)))
    by_report = np.bincount(reports, weights=shares)
    total = shares.sum()
    return ((by_report[reports] - shares) / total if total else shares).astype(np.float32)


def reciprocal_rank_fusion(rankings: Sequence[Ranking], rows: Rows, *, k: int = RRF_K) -> Scores:
    """The summed reciprocal rank of each of ``rows``: ``Σ 1 / (k + rank)``, in their order.

    ``rows`` ascend and hold those of every ranking. Ranks start at 1; a row that a ranking
    lacks gains nothing from it (Cormack, Clarke and Büttcher, SIGIR 2009).

    Raises:
        ValueError: ``k`` is negative.
    """
    if k < 0:
        raise ValueError(f"k is {k}; it must not be negative")
    sums = np.zeros(len(rows))
    for ranking in rankings:
        ranks = np.arange(1, len(ranking) + 1)
        sums[np.searchsorted(rows, ranking.rows)] += 1 / (k + ranks)
    return sums.astype(np.float32)


def _scaled(scores: Scores, *, minimum: float) -> Scores:
    spread = float(scores.max(initial=minimum)) - minimum
    if spread <= 0:
        return scores * 0
    return (scores - minimum) / spread

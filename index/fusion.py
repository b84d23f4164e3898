"""Two score scales made one."""

from index.ranking import Scores


def convex_fusion(dense: Scores, lexical: Scores, *, dense_weight: float) -> Scores:
    """Combine cosines and BM25 scores of the same rows, each set against its theoretical range.

    ``w (cos + 1) / (max cos + 1) + (1 - w) bm25 / max bm25``: the least cosine is -1 and the
    least BM25 score 0, whatever was retrieved ("theoretical minimum" normalisation of Bruch,
    Gai and Ingber, TOIS 2023). A side whose greatest score is its minimum adds nothing.
    """
    return dense_weight * _scaled(dense, minimum=-1.0) + (1 - dense_weight) * _scaled(
        lexical, minimum=0.0
    )


def _scaled(scores: Scores, *, minimum: float) -> Scores:
    spread = float(scores.max(initial=minimum)) - minimum
    if spread <= 0:
        return scores * 0
    return (scores - minimum) / spread

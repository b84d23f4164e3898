"""What a confidence is worth: the areas under the ROC and the risk-coverage curve.

Both depend only on how confidence orders the questions; questions of equal confidence are taken
together, so that their order in the file changes nothing.
"""

from collections.abc import Sequence

import numpy as np

from eval.significance import Estimate, Numbers, Rows, bootstrap


def roc_area(confidences: Sequence[float], is_answerable: Sequence[bool]) -> Estimate:
    """The chance that an answerable question has more confidence than an unanswerable one.

    Equal confidence counts one half: the area under the receiver operating characteristic as a
    Mann-Whitney statistic (Hanley and McNeil, Radiology 143, 1982). No value unless both kinds
    of question are there.
    """
    levels = levels_of(confidences)
    kinds = np.asarray(is_answerable, dtype=np.float64)

    def statistic(rows: Rows) -> Numbers:
        answerable = sums_by_level(kinds, rows, levels=levels)  # (..., levels), falling confidence
        unanswerable = sums_by_level(1 - kinds, rows, levels=levels)
        below = unanswerable.sum(axis=-1, keepdims=True) - unanswerable.cumsum(axis=-1)
        won = (answerable * (below + unanswerable / 2)).sum(axis=-1)
        pairs = answerable.sum(axis=-1) * unanswerable.sum(axis=-1)
        return np.where(pairs > 0, won / np.maximum(pairs, 1), np.nan)

    return bootstrap(statistic, len(kinds))


def risk_coverage_area(confidences: Sequence[float], is_wrong: Sequence[bool]) -> Estimate:
    """The mean risk when questions are answered in order of falling confidence.

    After the i-th of n questions the risk is the share of wrong ones so far; the area is the
    mean of the n risks (Geifman, Uziel and El-Yaniv, ICLR 2019). Less is better. Questions of
    equal confidence share their mean loss.
    """
    levels = levels_of(confidences)
    losses = np.asarray(is_wrong, dtype=np.float64)

    def statistic(rows: Rows) -> Numbers:
        sizes = sums_by_level(np.ones_like(losses), rows, levels=levels)
        shares = sums_by_level(losses, rows, levels=levels) / np.maximum(sizes, 1)  # (..., levels)
        shared = np.take_along_axis(shares, np.sort(levels[rows], axis=-1), axis=-1)  # (..., n)
        risks = shared.cumsum(axis=-1) / np.arange(1, len(losses) + 1)
        return np.asarray(risks.mean(axis=-1))

    return bootstrap(statistic, len(losses))


def levels_of(confidences: Sequence[float]) -> Rows:
    """The place of each confidence among the different ones, 0 for the greatest."""
    values = -np.asarray(confidences, dtype=np.float64)
    return np.asarray(np.unique(values, return_inverse=True)[1], dtype=np.intp)


def sums_by_level(values: Numbers, rows: Rows, *, levels: Rows) -> Numbers:
    """The sum of the drawn values at each level, shape ``(..., levels)``."""
    draws = rows.reshape(-1, rows.shape[-1])
    count = int(levels.max()) + 1
    cells = levels[draws] + count * np.arange(len(draws))[:, None]  # (draws, n)
    sums = np.bincount(cells.ravel(), weights=values[draws].ravel(), minlength=len(draws) * count)
    return np.asarray(sums, dtype=np.float64).reshape(*rows.shape[:-1], count)

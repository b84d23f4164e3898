"""What a confidence is worth, as curves: risk-coverage, ROC and reliability, and points of them.

Questions of equal confidence are taken together, so that their order in the file changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from eval.confidence_areas import levels_of, sums_by_level
from eval.significance import Estimate, Numbers, Rows, bootstrap

BINS = 10  # of the reliability diagram, each of as many questions
ANSWERED = 0.9  # share of the answerable that is answered where refusals are counted

Points: TypeAlias = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Questions of neighbouring confidence: their mean confidence, and the share that is right."""

    confidence: float
    share: float
    count: int


def refused_at_answered(
    confidences: Sequence[float], is_answerable: Sequence[bool], *, answered: float = ANSWERED
) -> Estimate:
    """The share of the unanswerable refused where ``answered`` of the answerable are answered.

    The threshold is the greatest confidence at or above which that share of the answerable
    lies; below it is refused. No value unless both kinds of question are there.
    """
    levels = levels_of(confidences)
    kinds = np.asarray(is_answerable, dtype=np.float64)

    def statistic(rows: Rows) -> Numbers:
        answerable = sums_by_level(kinds, rows, levels=levels).cumsum(axis=-1)
        unanswerable = sums_by_level(1 - kinds, rows, levels=levels).cumsum(axis=-1)
        wanted = answered * answerable[..., -1:] - 1e-9  # a product of shares is not exact
        threshold = np.argmax(answerable >= wanted, axis=-1)[..., None]
        passed = np.take_along_axis(unanswerable, threshold, axis=-1)[..., 0]
        both = np.minimum(answerable[..., -1], unanswerable[..., -1])
        refused = 1 - passed / np.maximum(unanswerable[..., -1], 1)
        return np.where(both > 0, refused, np.nan)

    return bootstrap(statistic, len(kinds))


def calibration_error(confidences: Sequence[float], is_right: Sequence[bool]) -> Estimate:
    """The expected calibration error over ten bins of equally many questions; less is better.

    ``Σ (bin's questions / all) · |mean confidence - share right|`` (Guo, Pleiss, Sun and
    Weinberger, ICML 2017, who take bins of equal width). Questions of equal confidence share
    their mean outcome, as a bin's edge may fall between them. Every draw has bins of its own;
    few questions a bin make the error greater by chance alone.
    """
    values = np.asarray(confidences, dtype=np.float64)
    levels, outcomes = levels_of(confidences), np.asarray(is_right, dtype=np.float64)
    starts = _bin_starts(len(values))

    def statistic(rows: Rows) -> Numbers:
        shared, ordered = _shared(outcomes, rows, levels=levels)
        gaps = np.add.reduceat(values[rows_of_level(levels)][ordered] - shared, starts, axis=-1)
        return np.asarray(np.abs(gaps).sum(axis=-1) / len(values))

    return bootstrap(statistic, len(values))


def reliability_bins(confidences: Sequence[float], is_right: Sequence[bool]) -> tuple[Bin, ...]:
    """The bins of ``calibration_error``, of rising confidence."""
    values = np.asarray(confidences, dtype=np.float64)
    if not len(values):
        return ()
    levels, outcomes = levels_of(confidences), np.asarray(is_right, dtype=np.float64)
    shared, ordered = _shared(outcomes, np.arange(len(values)), levels=levels)
    told = values[rows_of_level(levels)][ordered]
    edges = [*_bin_starts(len(values)), len(values)]
    bins = (slice(start, end) for start, end in pairwise(edges))
    return tuple(
        Bin(
            confidence=float(told[each].mean()),
            share=float(shared[each].mean()),
            count=each.stop - each.start,
        )
        for each in reversed(list(bins))
    )


def risk_coverage_points(confidences: Sequence[float], is_wrong: Sequence[bool]) -> Points:
    """The share answered and the share of wrong ones among them, at each threshold."""
    sizes, wrong = _cumulated(confidences, is_wrong)
    coverages = (sizes / len(confidences)).tolist() if len(sizes) else []
    return tuple(zip(coverages, (wrong / sizes).tolist(), strict=True))


def roc_points(confidences: Sequence[float], is_answerable: Sequence[bool]) -> Points:
    """The shares of the unanswerable and of the answerable that are answered, at each threshold.

    The first point is (0, 0); there are none unless both kinds of question are there.
    """
    sizes, answerable = _cumulated(confidences, is_answerable)
    unanswerable = sizes - answerable
    if not len(sizes) or not answerable[-1] or not unanswerable[-1]:
        return ()
    rates = zip(unanswerable / unanswerable[-1], answerable / answerable[-1], strict=True)
    return ((0.0, 0.0), *((float(false), float(true)) for false, true in rates))


def rows_of_level(levels: Rows) -> Rows:
    """A question of each level, the greatest confidence first."""
    return np.asarray(np.unique(levels, return_index=True)[1], dtype=np.intp)


def _shared(outcomes: Numbers, rows: Rows, *, levels: Rows) -> tuple[Numbers, Rows]:
    """Mean outcomes of the drawn questions' levels, in falling confidence, and those levels."""
    sizes = sums_by_level(np.ones_like(outcomes), rows, levels=levels)
    shares = sums_by_level(outcomes, rows, levels=levels) / np.maximum(sizes, 1)
    ordered = np.sort(levels[rows], axis=-1)  # (..., n)
    return np.take_along_axis(shares, ordered, axis=-1), ordered


def _bin_starts(count: int) -> Rows:
    bins = min(BINS, count)
    return np.asarray(np.arange(bins) * count // max(bins, 1), dtype=np.intp)


def _cumulated(confidences: Sequence[float], marks: Sequence[bool]) -> tuple[Numbers, Numbers]:
    """Questions, and those marked, at or above each different confidence, greatest first."""
    if not len(confidences):
        return np.empty(0), np.empty(0)
    levels, everyone = levels_of(confidences), np.arange(len(confidences))
    sizes = sums_by_level(np.ones(len(confidences)), everyone, levels=levels)
    marked = sums_by_level(np.asarray(marks, dtype=np.float64), everyone, levels=levels)
    return sizes.cumsum(), marked.cumsum()

"""How far a measured value can be trusted: intervals, paired tests, many tests at once.

Everything random starts from one fixed seed, so the same judgements give the same figures.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
PERMUTATIONS = 10_000
SEED = 1948  # any fixed number; changing it moves intervals in their third decimal
LEVEL = 0.95
BATCH_NUMBERS = 2_000_000  # random numbers drawn at once, to bound memory: 16 MB

Numbers: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = NDArray[np.intp]
Statistic: TypeAlias = Callable[[Rows], Numbers]
"""Rows of the sample, shape ``(..., n)``, to one value each, shape ``(...)``; NaN: no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A measured value with its 95 % interval; ``count`` is how many questions stand behind it.

    ``value`` is None where there is nothing to measure; ``low`` and ``high`` are None where the
    value is not an average over a sample.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    count: int = 0


def bootstrap(statistic: Statistic, count: int) -> Estimate:
    """The value of a statistic on ``count`` questions with its percentile bootstrap interval.

    Questions are drawn with replacement, 10,000 times; the interval holds the middle 95 % of
    the values (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
    Draws on which the statistic has no value are left out; no questions, no value. Where all
    questions agree the interval is a point: over few questions it claims too much.
    """
    if count == 0:
        return Estimate(value=None)
    value = float(statistic(np.arange(count)))
    if np.isnan(value):
        return Estimate(value=None, count=count)
    generator = np.random.default_rng(SEED)
    draws = np.concatenate(
        [
            statistic(generator.integers(count, size=(size, count)))
            for size in _batch_sizes(RESAMPLES, count)
        ]
    )
    low, high = np.nanquantile(draws, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Estimate(value=value, low=float(low), high=float(high), count=count)


def mean_of(values: Sequence[float]) -> Estimate:
    """The mean with its interval; no values, no mean."""
    numbers = np.asarray(values, dtype=np.float64)
    return bootstrap(lambda rows: np.asarray(numbers[rows].mean(axis=-1)), len(numbers))


def ratio_of(parts: Sequence[float], wholes: Sequence[float]) -> Estimate:
    """``Σ parts / Σ wholes`` with its interval; the pairs are drawn together.

    Pairs whose whole is 0 say nothing about the ratio and are left out.
    """
    table = np.asarray([pair for pair in zip(parts, wholes, strict=True) if pair[1] > 0])
    return bootstrap(
        lambda rows: np.asarray(table[rows, 0].sum(axis=-1) / table[rows, 1].sum(axis=-1)),
        len(table),
    )


def paired_randomisation(first: Sequence[float], second: Sequence[float]) -> float:
    """Two-sided p of "the two systems differ by chance only", from paired values.

    The sign of each difference is turned at random, 10,000 times; ``p = (1 + b) / (1 + 10,000)``
    where ``b`` counts mean differences at least as far from 0 as the one observed. The test is
    Fisher's, as in Smucker, Allan and Carterette, CIKM 2007; the ones are Phipson and Smyth's
    (2010), so that p is never 0. No pairs, or no difference in any: p = 1.
    """
    differences = np.asarray(second, dtype=np.float64) - np.asarray(first, dtype=np.float64)
    count = len(differences)
    if not differences.any():
        return 1.0
    generator = np.random.default_rng(SEED)
    observed = abs(differences.sum())
    floor = observed - 1e-9 * np.abs(differences).sum()  # equal sums differ in their last bits
    reached = 0
    for size in _batch_sizes(PERMUTATIONS, count):
        signs = generator.choice((-1.0, 1.0), size=(size, count))
        reached += int(np.count_nonzero(np.abs(signs @ differences) >= floor))
    return (1 + reached) / (1 + PERMUTATIONS)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p values for being many, in their order (Holm, Scand. J. Statist. 6, 1979).

    The i-th smallest of m is multiplied by ``m - i + 1``, never falls below a smaller one's
    adjusted value, and never exceeds 1.
    """
    adjusted = [0.0] * len(p_values)
    floor = 0.0
    ascending = sorted(range(len(p_values)), key=p_values.__getitem__)
    for rank, position in enumerate(ascending):
        floor = max(floor, min(1.0, p_values[position] * (len(p_values) - rank)))
        adjusted[position] = floor
    return tuple(adjusted)


def _batch_sizes(total: int, count: int) -> Iterator[int]:
    size = max(1, BATCH_NUMBERS // count)
    for start in range(0, total, size):
        yield min(size, total - start)

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from eval.significance import bootstrap, holm, mean_of, paired_randomisation, ratio_of

VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(values=VALUES)
def test_the_interval_of_a_mean_lies_between_least_and_greatest(values: list[float]) -> None:
    estimate = mean_of(values)

    assert estimate.value == pytest.approx(np.mean(values))
    assert estimate.low is not None
    assert estimate.high is not None
    assert min(values) - 1e-9 <= estimate.low <= estimate.high <= max(values) + 1e-9


def test_nothing_measured_has_no_value() -> None:
    estimate = mean_of([])

    assert (estimate.value, estimate.low, estimate.high, estimate.count) == (None, None, None, 0)


def test_the_same_values_give_the_same_interval() -> None:
    values = [0.0, 1.0, 1.0, 0.0, 1.0]

    assert mean_of(values) == mean_of(values)


def test_the_interval_of_a_mean_is_that_of_scipy() -> None:
    values = np.random.default_rng(1).random(200)
    theirs = scipy.stats.bootstrap(
        (values,), np.mean, n_resamples=10_000, method="percentile", rng=2
    ).confidence_interval

    ours = mean_of(values.tolist())

    assert ours.low == pytest.approx(theirs.low, abs=0.002)
    assert ours.high == pytest.approx(theirs.high, abs=0.002)


def test_many_questions_are_drawn_in_batches_of_the_same_sample_size() -> None:
    values = [0.0, 1.0] * 1500

    estimate = mean_of(values)

    assert estimate.low == pytest.approx(0.5 - 1.96 * 0.5 / 3000**0.5, abs=0.002)


def test_a_ratio_is_of_sums_and_leaves_out_empty_wholes() -> None:
    estimate = ratio_of([1, 0, 2], [2, 0, 4])

    assert (estimate.value, estimate.count) == (0.5, 2)


def test_a_ratio_of_nothing_has_no_value() -> None:
    assert ratio_of([0], [0]).value is None
    assert ratio_of([], []).value is None


def test_a_statistic_without_a_value_gives_no_interval() -> None:
    estimate = bootstrap(lambda rows: np.full(rows.shape[:-1], np.nan), 3)

    assert (estimate.value, estimate.low, estimate.count) == (None, None, 3)


def test_one_difference_among_none_is_worth_nothing() -> None:
    assert paired_randomisation([0, 0, 0], [0, 0, 1]) == 1.0


def test_equal_systems_have_p_1() -> None:
    assert paired_randomisation([0.1, 0.7], [0.1, 0.7]) == 1.0
    assert paired_randomisation([], []) == 1.0


def test_p_is_never_0() -> None:
    assert paired_randomisation([0.0] * 40, [1.0] * 40) == 1 / 10_001


def test_five_equal_differences_have_p_2_in_32() -> None:
    p = paired_randomisation([0.0] * 5, [0.1] * 5)

    assert p == pytest.approx(2 / 32, abs=0.01)


def test_p_is_that_of_scipy() -> None:
    generator = np.random.default_rng(3)
    first, second = generator.random(12), generator.random(12) + 0.1
    theirs = scipy.stats.permutation_test(
        (second, first),
        lambda a, b, axis: np.mean(a - b, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=10_000,
    )  # exact: 2 ** 12 permutations

    p = paired_randomisation(first.tolist(), second.tolist())

    assert p == pytest.approx(theirs.pvalue, abs=0.015)


@given(pairs=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=10))
def test_p_is_the_same_from_both_sides(pairs: list[tuple[float, float]]) -> None:
    first, second = [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    p = paired_randomisation(first, second)

    assert p == paired_randomisation(second, first)
    assert 0 < p <= 1


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))


@given(p_values=st.lists(st.floats(0, 1), max_size=8))
def test_holm_keeps_the_order_and_lowers_nothing(p_values: list[float]) -> None:
    adjusted = holm(p_values)

    assert len(adjusted) == len(p_values)
    assert all(p <= a <= 1 for p, a in zip(p_values, adjusted, strict=True))
    assert [a for _, a in sorted(zip(p_values, adjusted, strict=True))] == sorted(adjusted)

import pytest

from eval.comparison import compare_runs, comparison_json

QRELS = {query: {"a": 1} for query in "uvwxyz"}
GOOD = {query: {"a": 2.0, "b": 1.0} for query in "uvwxyz"}
BAD = {query: {"b": 2.0, "a": 1.0} for query in "uvwxyz"}


def test_the_difference_is_second_minus_first() -> None:
    comparison = compare_runs(QRELS, (BAD, GOOD), names=["RR@10"])["RR@10"]

    assert (comparison.first, comparison.second) == (0.5, 1.0)
    assert comparison.difference.value == 0.5
    assert (comparison.difference.low, comparison.difference.high) == (0.5, 0.5)
    assert comparison.p == pytest.approx(2 / 64, abs=0.01)


def test_p_is_adjusted_for_the_number_of_measures() -> None:
    comparisons = compare_runs(QRELS, (BAD, GOOD), names=["RR@10", "Success@1", "R@100"])

    assert comparisons["R@100"].p == comparisons["R@100"].p_holm == 1.0
    assert comparisons["RR@10"].p_holm == pytest.approx(3 * comparisons["RR@10"].p)


def test_a_run_compared_with_itself_differs_in_nothing() -> None:
    comparison = compare_runs(QRELS, (GOOD, GOOD), names=["nDCG@10"])["nDCG@10"]

    assert (comparison.difference.value, comparison.p) == (0.0, 1.0)


def test_a_comparison_in_json_has_the_form_of_a_measure() -> None:
    comparison = compare_runs(QRELS, (BAD, GOOD), names=["RR@10"])["RR@10"]

    value = comparison_json(comparison)

    assert value.keys() >= {"value", "low", "high"}
    assert (value["value"], value["first"], value["second"], value["count"]) == (0.5, 0.5, 1.0, 6)

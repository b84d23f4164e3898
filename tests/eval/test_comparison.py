from dataclasses import replace

import pytest

from eval.comparison import (
    compare_runs,
    compare_trials,
    compare_values,
    comparison_json,
    is_paired,
)
from eval.significance import holm
from eval.trials import Trial

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


def trial(set_name: str, system: str, *values: float, measure: str = "RR@10") -> Trial:
    told = {"value": sum(values) / len(values), "low": 0.0, "high": 1.0, "count": len(values)}
    return Trial(
        set_name=set_name,
        system=system,
        evaluation={"measures": {measure: told}, "manifest": {}},
        lines=tuple(
            {"id": str(place), "measures": {measure: value}} for place, value in enumerate(values)
        ),
    )


TRIALS = (
    trial("seas", "mine", *[1.0] * 8),
    trial("seas", "bm25", *[0.0] * 8),
    trial("seas", "dense", *[0.5] * 8),
    trial("skies", "mine", 1.0, 0.0),
    trial("skies", "bm25", 1.0, 0.5),
    trial("skies", "dense", 1.0, 0.0),
)


def test_every_system_is_compared_with_every_baseline_of_its_set() -> None:
    compared = compare_trials(TRIALS, names=["RR@10"])

    told = [(c.set_name, c.reference, c.is_best, c.comparison.difference.value) for c in compared]
    assert told == [
        ("seas", "bm25", False, 1.0),
        ("seas", "dense", True, 0.5),
        ("skies", "bm25", True, -0.25),
        ("skies", "dense", False, 0.0),
    ]
    assert {each.system for each in compared} == {"mine"}


def test_p_is_adjusted_for_all_sets_and_baselines() -> None:
    compared = compare_trials(TRIALS, names=["RR@10"])

    p_values = [each.comparison.p for each in compared]
    assert tuple(each.comparison.p_holm for each in compared) == holm(p_values)
    assert compared[0].comparison.p_holm == pytest.approx(4 * p_values[0])


@pytest.mark.parametrize("names", [("mine", "other"), ("bm25", "rrf")])
def test_without_a_baseline_apart_the_first_system_is_the_reference(names: tuple[str, str]) -> None:
    trials = [trial("seas", name, 0.0, value) for name, value in zip(names, (0.5, 1), strict=True)]

    [only] = compare_trials(trials, names=["RR@10"])

    assert (only.reference, only.system, only.is_best) == (*names, True)


def test_the_best_reference_has_the_least_where_less_is_better() -> None:
    trials = [
        trial("seas", name, value, measure="wrong-report@1")
        for name, value in (("mine", 0.5), ("bm25", 0.9), ("dense", 0.2))
    ]

    compared = compare_trials(trials, names=["wrong-report@1"])

    assert [each.reference for each in compared if each.is_best] == ["dense"]


def test_only_queries_that_both_have_a_value_of_are_paired() -> None:
    comparison = compare_values(
        {"P@5": {"u": 0.0, "v": 0.5}}, {"P@5": {"v": 1.0, "w": 0.0}}, names=["P@5"]
    )["P@5"]

    assert (comparison.first, comparison.second, comparison.difference.count) == (0.5, 1.0, 1)


def test_one_system_is_compared_with_nothing() -> None:
    assert compare_trials([trial("seas", "mine", 1.0)], names=["RR@10"]) == ()


def test_a_measure_over_other_questions_is_not_compared() -> None:
    shorter = replace(trial("seas", "mine", 1.0, 1.0), lines=trial("seas", "x", 1.0).lines)
    whole = trial("seas", "bm25", 1.0, 1.0)

    assert not is_paired(whole, shorter, "RR@10")
    assert is_paired(whole, whole, "RR@10")
    assert compare_trials((shorter, whole), names=["RR@10"]) == ()

import sys

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.datasets import Qrels, Run
from eval.measures import STANDARD, estimates_of, measure
from service import RapporteurError, SettingsError

QUERIES = st.sampled_from("xyz")
TEXTS = st.sampled_from("abcdef")


def test_measures_by_hand() -> None:
    qrels = {"x": {"a": 1, "b": 1}, "y": {"c": 1}}
    run = {"x": {"a": 3.0, "d": 2.0, "b": 1.0}, "y": {"d": 2.0, "c": 1.0}}

    values = measure(qrels, run, names=["RR@10", "AP@100", "P@5", "R@100", "Success@1", "nDCG@10"])

    assert values["RR@10"] == {"x": 1.0, "y": 0.5}
    assert values["AP@100"] == pytest.approx({"x": (1 + 2 / 3) / 2, "y": 0.5})
    assert values["P@5"] == pytest.approx({"x": 0.4, "y": 0.2})
    assert values["R@100"] == {"x": 1.0, "y": 1.0}
    assert values["Success@1"] == {"x": 1.0, "y": 0.0}
    assert values["nDCG@10"] == pytest.approx({"x": 1.5 / (1 + 0.63093), "y": 0.63093}, abs=1e-5)


def test_equal_scores_are_measured_in_the_order_shown_by_every_measure() -> None:
    qrels = {"x": {"b": 1}}

    shown_first = measure(qrels, {"x": {"b": 1.0, "a": 1.0, "c": 1.0}})
    shown_last = measure(qrels, {"x": {"c": 1.0, "a": 1.0, "b": 1.0}})

    assert (shown_first["RR@10"]["x"], shown_first["AP@100"]["x"]) == (1.0, 1.0)
    assert shown_last["RR@10"]["x"] == pytest.approx(1 / 3)
    assert shown_last["AP@100"]["x"] == pytest.approx(1 / 3)


def test_a_query_without_a_ranking_has_0_and_one_without_qrels_is_not_measured() -> None:
    values = measure({"x": {"a": 1}}, {"y": {"a": 1.0}})

    assert values == {name: {"x": 0.0} for name in STANDARD}


def test_no_qrels_measure_nothing() -> None:
    estimates = estimates_of(measure({}, {"y": {"a": 1.0}}))

    assert {estimate.value for estimate in estimates.values()} == {None}


@settings(deadline=None, max_examples=50)
@given(
    qrels=st.dictionaries(
        QUERIES, st.dictionaries(TEXTS, st.integers(0, 3), min_size=1), min_size=1
    ),
    orders=st.dictionaries(QUERIES, st.permutations("abcdef")),
)
def test_measures_are_those_of_ir_measures(qrels: Qrels, orders: dict[str, list[str]]) -> None:
    run: Run = {
        query: {text: 1.0 - 0.1 * rank for rank, text in enumerate(order)}
        for query, order in orders.items()
    }
    parsed = {ir_measures.parse_measure(name): name for name in STANDARD}
    theirs = ir_measures.calc_aggregate(list(parsed), qrels, run)

    ours = estimates_of(measure(qrels, run))

    assert {name: ours[name].value for name in STANDARD} == pytest.approx(
        {name: theirs[measured] for measured, name in parsed.items()}
    )


@pytest.mark.parametrize("name", ["better@10", "nDCG@", "P@0", "", "1", "nDCG(x=2)@10", "AP"])
def test_an_unknown_measure_is_told_with_known_ones(name: str) -> None:
    with pytest.raises(SettingsError, match="is no measure known here; names are such as nDCG@10"):
        measure({"x": {"a": 1}}, {}, names=[name])


def test_a_least_relevance_is_understood() -> None:
    values = measure({"x": {"a": 1, "b": 2}}, {"x": {"a": 2.0, "b": 1.0}}, names=["RR(rel=2)@10"])

    assert values == {"RR(rel=2)@10": {"x": 0.5}}


def test_a_missing_extra_is_told_with_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)

    with pytest.raises(RapporteurError, match=r'run "pip install rapporteur\[eval\]"'):
        measure({"x": {"a": 1}}, {})

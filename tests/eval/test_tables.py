import json

import pytest

from eval.comparison import Comparison, SystemComparison, compare_runs
from eval.evaluation import Evaluation, Manifest
from eval.significance import Estimate
from eval.tables import (
    LEGEND,
    encoding_bar,
    figure,
    print_comparisons,
    print_evaluation,
    print_groups,
    print_trials,
    tracked,
    warn,
)
from eval.trials import Trial

MANIFEST = Manifest(dataset="seas", files={}, questions=1)


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "–"), (0.98765, "0.988"), (0.0, "0.000"), (-0.0001, "0.000"), (123.456, "123.5")],
)
def test_a_value_is_told_with_the_digits_that_it_is_worth(value: float | None, words: str) -> None:
    assert figure(value) == words


def test_a_table_shows_value_interval_and_count(capsys: pytest.CaptureFixture[str]) -> None:
    measures = {
        "success@1": Estimate(value=0.5, low=0.25, high=0.75, count=8),
        "AUROC": Estimate(value=None),
    }

    print_evaluation(Evaluation(measures=measures, manifest=MANIFEST), as_json=False)

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["success@1", "0.500", "0.250", "to", "0.750", "8"] in lines
    assert ["AUROC", "–", "–", "0"] in lines


def test_groups_have_a_line_each_and_a_dash_for_what_they_lack(
    capsys: pytest.CaptureFixture[str],
) -> None:
    groups = {"direct": {"P@5": Estimate(value=0.2)}, "unanswerable": {}}
    evaluation = Evaluation(measures={}, manifest=MANIFEST, grouping="types", groups=groups)

    print_evaluation(evaluation, as_json=False, columns=["P@5"])

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[-2:] == [["direct", "0.200"], ["unanswerable", "–"]]


def test_every_group_is_told_with_its_intervals(capsys: pytest.CaptureFixture[str]) -> None:
    groups = {"seas": {"AUROC": Estimate(value=0.9, low=0.8, high=1.0, count=4)}}
    evaluation = Evaluation(
        measures={"AUROC": Estimate(value=0.5)}, manifest=MANIFEST, grouping="files", groups=groups
    )

    print_groups(evaluation, as_json=False)

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines.index(["seas:"]) < lines.index(["AUROC", "0.900", "0.800", "to", "1.000", "4"])


def test_json_is_all_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_evaluation(Evaluation(measures={}, manifest=MANIFEST), as_json=True)

    assert json.loads(capsys.readouterr().out).keys() == {"measures", "manifest"}


def test_comparisons_are_printed_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    run = {"x": {"b": 2.0, "a": 1.0}}
    comparisons = compare_runs({"x": {"a": 1}}, (run, {"x": {"a": 1.0}}), names=["RR@10"])

    print_comparisons(comparisons, MANIFEST, as_json=False)
    table = capsys.readouterr().out
    print_comparisons(comparisons, MANIFEST, as_json=True)
    value = json.loads(capsys.readouterr().out)

    cells = ["RR@10", "0.500", "1.000", "0.500", "0.500", "to", "0.500", "1.0000", "1.0000"]
    assert table.splitlines()[-1].split() == cells
    assert value["measures"]["RR@10"]["value"] == 0.5


def test_progress_leaves_stdout_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with encoding_bar() as progress:
        progress(1, 2)
        gone_through = list(tracked([1, 2], "Counting"))
    warn("a note")

    assert gone_through == [1, 2]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("p", "is_told"), [(0.01, True), (0.5, False)])
def test_marks_have_a_legend_where_there_are_any(
    capsys: pytest.CaptureFixture[str], *, p: float, is_told: bool
) -> None:
    trials = [
        Trial(
            set_name="seas",
            system=system,
            evaluation={
                "measures": {"P@5": {"value": value, "low": None, "high": None, "count": 1}}
            },
            lines=(),
        )
        for system, value in (("old", 0.5), ("new", 0.75))
    ]
    found = Comparison(first=0.5, second=0.75, difference=Estimate(value=0.25), p=p, p_holm=p)
    compared = SystemComparison(
        measure="P@5",
        set_name="seas",
        system="new",
        reference="old",
        is_best=True,
        comparison=found,
    )

    print_trials(trials, [compared], columns=["P@5"], as_json=False)

    lines = capsys.readouterr().out.splitlines()
    assert (LEGEND in lines, "0.750*" in lines[1]) == (is_told, is_told)

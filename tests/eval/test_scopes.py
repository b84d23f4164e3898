from dataclasses import replace
from pathlib import Path

import pytest

from corpus.records import Cover, Report
from eval.judging import judge
from eval.questions import JudgedQuestion, Target
from eval.scopes import ScopeCheck, check_scopes, mistakes_of, read_organs, scope_measures
from service import Assistant, SourceUnavailable


def checked(assistant: Assistant, text: str, *, shown: tuple[str, ...] = ()) -> ScopeCheck:
    question = JudgedQuestion(
        question_id="q", question=text, targets=(Target(report=None, numbers=()),)
    )
    answer = replace(assistant.ask(text), inferred=shown)
    (check,) = check_scopes([judge(question, answer, reports={})], ["CND", "tax committee"])
    return check


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("seizures in 2020", {"year"}),
        ("E/CN.7/2021/1 on seizures", {"symbol"}),
        ("what the Tax Committee told CND", {"organ"}),
        ("what a cnd is", set()),
        ("operation “CND 2020” of 1,2020 men", set()),
    ],
)
def test_what_a_question_names_is_decided_by_patterns(
    assistant: Assistant, text: str, named: set[str]
) -> None:
    assert checked(assistant, text).named == named


def test_filters_are_counted_where_a_field_is_named_and_where_none_is(
    assistant: Assistant,
) -> None:
    checks = (
        checked(assistant, "seizures in 2020", shown=("year",)),
        checked(assistant, "seizures in 2020"),
        checked(assistant, "seizures", shown=("organ",)),
    )

    measures = scope_measures(checks)

    assert (measures["any"]["shown"].value, measures["any"]["shown"].count) == (0.5, 2)
    assert (measures["any"]["shown-amiss"].value, measures["any"]["shown-amiss"].count) == (1.0, 1)
    assert measures["year"]["shown-amiss"].value == 0.0
    assert measures["organ"]["shown"].value is None


def test_a_mistake_tells_what_was_named_and_what_shown(assistant: Assistant) -> None:
    checks = (
        checked(assistant, "seizures in 2020", shown=("organ",)),
        checked(assistant, "seizures in 2020", shown=("year", "section")),
    )

    assert list(mistakes_of(checks)) == ["q: names year; shown organ: seizures in 2020"]


def test_organs_come_from_a_file_or_from_covers(tmp_path: Path) -> None:
    (tmp_path / "organs.txt").write_text("CND\n\nCSW\n")
    reports = (Report(report_id="r", cover=Cover(organ="Security Council"), paragraphs=()),)

    assert read_organs(tmp_path / "organs.txt", reports) == ("CND", "CSW")
    assert read_organs(None, reports) == ("Security Council",)
    with pytest.raises(SourceUnavailable):
        read_organs(tmp_path / "none.txt", reports)

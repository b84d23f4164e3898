import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.answer_measures import MEASURES
from eval.asking import arguments_of, trial_of, try_questions
from eval.evaluation import Manifest
from eval.judging import JudgedAnswer
from eval.systems import System, read_systems
from service import Assistant

SYSTEMS = read_systems(["default", "short:max_lookup_paragraphs=1"])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    lines = [
        {
            "id": "1",
            "q": "purple notices",
            "report": "report.md",
            "paras": ["26"],
            "type": "direct",
        },
        {"id": "2", "q": "who?", "report": "absent.pdf", "paras": ["1"]},
        {"id": "3", "q": "moon landing", "paras": [], "type": "none"},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_every_system_is_asked_every_set(file: Path, assistant: Assistant) -> None:
    opened: list[str] = []

    def open_system(system: System) -> Assistant:
        opened.append(system.name)
        return assistant

    trials = list(
        try_questions({"a": file, "b": file}, SYSTEMS, open_system=open_system, commands={})
    )

    assert [(t.set_name, t.system) for t in trials] == [
        (set_name, system) for set_name in "ab" for system in ("default", "short")
    ]
    assert opened == ["default", "short"]


def test_an_absent_report_is_told_once_a_set(
    file: Path, assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    list(try_questions({"a": file}, SYSTEMS, open_system=lambda s: assistant, commands={}))

    told = capsys.readouterr().err
    assert told.count("not in the library, so that questions about them fail: absent.pdf") == 1


def test_questions_that_no_answer_can_meet_are_told_once_a_set(
    tmp_path: Path, assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        {"id": "met", "q": "who?", "report": "report.md", "paras": ["99", "26"]},
        {"id": "unmet", "q": "who?", "report": "report.md", "paras": ["99"]},
        {"id": "open", "q": "who?", "paras": ["98"]},
        {"id": "restated", "q": "who?", "report": "report.md", "paras": ["99"],
         "also": [{"report": "report.md", "paras": ["25"]}]},
        {"id": "silent", "q": "who?", "report": "report.md", "paras": []},
    ]  # fmt: skip
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))

    list(try_questions({"a": path}, SYSTEMS, open_system=lambda s: assistant, commands={}))

    told = "note: no judged paragraph is in its report, so that these fail: unmet, open\n"
    assert capsys.readouterr().err == told


def test_a_trial_tells_measures_by_type_and_every_question(
    file: Path, assistant: Assistant
) -> None:
    commands = arguments_of(["set"], [file])

    [trial] = try_questions(
        {"set": file}, SYSTEMS[1:], open_system=lambda s: assistant, commands=commands
    )

    assert list(trial.evaluation) == ["measures", "types", "manifest"]
    assert list(trial.measures) == list(MEASURES)
    assert list(trial.types) == ["direct", "question", "none"]
    assert trial.evaluation["measures"]["success@1"].keys() == {"value", "low", "high", "count"}
    assert [line["id"] for line in trial.lines] == ["1", "2", "3"]
    assert trial.values("abstention-recall").keys() == {"3"}
    manifest = trial.manifest
    assert (manifest["dataset"], manifest["questions"]) == ("set", 3)
    assert (manifest["settings"]["max_lookup_paragraphs"], manifest["settings"]["shown"]) == (1, 5)
    assert manifest["generation"] == assistant.receipt.generation
    assert manifest["command"] == (
        f"rapporteur eval questions {file} --system short:max_lookup_paragraphs=1"
    )


def test_a_mean_is_the_mean_of_what_the_lines_tell(
    judged_of: Callable[..., JudgedAnswer],
) -> None:
    judged = [judged_of(["1"], ["1"]), judged_of(["1"], ["2"], answered=False)]
    numbered = [
        JudgedAnswer(
            question=type(one.question)(
                question_id=str(place), question="Why?", targets=one.question.targets
            ),
            answer=one.answer,
            met=one.met,
            is_of_report=one.is_of_report,
        )
        for place, one in enumerate(judged)
    ]
    manifest = Manifest(dataset="set", files={}, questions=2)

    trial = trial_of(numbered, manifest, set_name="set")

    for name in ("success@1", "RR@10", "answered-success@1", "refused-answerable"):
        values = trial.values(name).values()
        assert trial.measures[name].value == sum(values) / len(values)

import json
from pathlib import Path

import pytest

from service import (
    Assistant,
    LibraryUnavailable,
    ShownParagraph,
    Verdict,
    feedback_from,
    feedback_of,
    feedback_path,
    keep_feedback,
)


def test_feedback_tells_what_was_asked_and_shown(assistant: Assistant) -> None:
    answer = assistant.ask("para. 12")

    said = feedback_of(answer, Verdict.USEFUL, history=("What?",))

    assert (said.question, said.history, said.answered) == ("para. 12", ("What?",), True)
    assert said.shown == (
        ShownParagraph(
            report_id="reports-by-intergovernmental-organizations-2021", address="12", number="12"
        ),
    )
    assert said.generation == answer.receipt.generation


def test_feedback_read_back_is_the_same(assistant: Assistant, tmp_path: Path) -> None:
    said = [
        feedback_of(assistant.ask(question), verdict, history=())
        for question, verdict in (("para. 1", Verdict.USEFUL), ("¿para. 99?", Verdict.NOT_ANSWERED))
    ]

    for each in said:
        keep_feedback(tmp_path, each)

    lines = feedback_path(tmp_path).read_text(encoding="utf-8").splitlines()
    assert [feedback_from(json.loads(line)) for line in lines] == said


def test_feedback_is_for_the_owner_alone(assistant: Assistant, tmp_path: Path) -> None:
    keep_feedback(tmp_path, feedback_of(assistant.ask("para. 1"), Verdict.USEFUL, history=()))

    assert feedback_path(tmp_path).stat().st_mode & 0o077 == 0


def test_a_home_that_cannot_be_written_is_told(assistant: Assistant, tmp_path: Path) -> None:
    said = feedback_of(assistant.ask("para. 1"), Verdict.USEFUL, history=())

    with pytest.raises(LibraryUnavailable, match="feedback cannot be kept"):
        keep_feedback(tmp_path / "none", said)


@pytest.mark.parametrize("value", [{}, {"verdict": "fine"}, {"verdict": "useful", "history": 1}])
def test_another_form_is_no_feedback(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no feedback|not a valid Verdict"):
        feedback_from(value)

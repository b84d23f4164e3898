from pathlib import Path

import pytest

from eval.datasets import read_trec_qrels
from eval.feedback import export_feedback, read_feedback
from eval.lines import read_objects
from eval.questions import Target, read_questions
from service import (
    Feedback,
    JudgementsUnreadable,
    ShownParagraph,
    SourceUnavailable,
    Verdict,
    keep_feedback,
)


def said(question: str, verdict: Verdict, *shown: str, history: tuple[str, ...] = ()) -> Feedback:
    """A verdict on paragraphs, each written as its report id and number."""
    paragraphs = (each.split("/") for each in shown)
    return Feedback(
        verdict=verdict,
        question=question,
        history=history,
        query=question,
        answered=True,
        shown=tuple(
            ShownParagraph(report_id=report_id, address=number, number=number)
            for report_id, number in paragraphs
        ),
        generation="g",
    )


def test_a_verdict_judges_the_paragraph_that_answered(tmp_path: Path) -> None:
    told = export_feedback(
        [
            said("a?", Verdict.USEFUL, "r/1", "r/2"),
            said("b?", Verdict.WRONG_PARAGRAPH, "r/3", "r/4"),
            said("c?", Verdict.NOT_ANSWERED, "r/5", "r/6"),
        ],
        tmp_path,
    )

    assert read_trec_qrels(tmp_path / "qrels.trec") == {
        "f1": {"r/1": 1},
        "f2": {"r/3": 0},
        "f3": {"r/5": 0, "r/6": 0},
    }
    assert (told.said, told.queries, told.qrels, told.questions) == (3, 3, 4, 1)


def test_only_useful_answers_become_questions(tmp_path: Path) -> None:
    export_feedback(
        [
            said("a?", Verdict.NOT_ANSWERED, "r/1"),
            said("and b?", Verdict.USEFUL, "r/2", history=("a?",)),
            said("and b?", Verdict.USEFUL, "s/4", history=("a?",)),
        ],
        tmp_path,
    )

    (question,) = read_questions(tmp_path / "questions.jsonl")
    assert (question.question_id, question.history, question.question) == ("f2", ("a?",), "and b?")
    assert question.targets == (
        Target(report="r", numbers=("2",)),
        Target(report="s", numbers=("4",)),
    )


def test_of_two_verdicts_the_later_counts(tmp_path: Path) -> None:
    told = export_feedback(
        [said("a?", Verdict.USEFUL, "r/1"), said("a?", Verdict.WRONG_PARAGRAPH, "r/1")], tmp_path
    )

    assert read_trec_qrels(tmp_path / "qrels.trec") == {"f1": {"r/1": 0}}
    assert told.questions == 0


def test_queries_keep_their_conversation(tmp_path: Path) -> None:
    export_feedback([said("b?", Verdict.USEFUL, "r/1", history=("a?",))], tmp_path)

    ((_, query),) = read_objects(tmp_path / "queries.jsonl")
    assert query == {"_id": "f1", "text": "b?", "metadata": {"history": ["a?"]}}


def test_what_was_kept_is_read(tmp_path: Path) -> None:
    feedback = said("a?", Verdict.USEFUL, "r/1")
    keep_feedback(tmp_path, feedback)

    assert read_feedback(tmp_path / "feedback.jsonl") == (feedback,)


def test_a_line_of_another_form_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "f").write_text('{"verdict": "useful"}\n')

    with pytest.raises(JudgementsUnreadable, match="line 1: no feedback"):
        read_feedback(tmp_path / "f")


def test_a_home_without_feedback_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="cannot be read"):
        read_feedback(tmp_path / "feedback.jsonl")

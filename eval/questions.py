"""Question sets: questions, or conversations, with the paragraphs judged to answer them.

A set is JSON Lines. ``paras`` empty means that no report answers the question and that the
right answer is to abstain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.lines import Place, read_objects, string_at
from service import JudgementsUnreadable

EXACT_TYPES = ("lookup", "lookup-missing", "quotation")  # nothing is ranked or estimated


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Paragraphs judged right: the report that holds them and their printed numbers.

    ``report`` is a file name or a report id; None leaves the report open.
    """

    report: str | None
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuestion:
    """A question with its judgement; ``history`` are the earlier questions of its conversation.

    ``targets`` begins with the paragraphs of the named report; others restate the same fact
    elsewhere. ``answers`` are substrings that carry the answer.
    """

    question_id: str
    question: str
    history: tuple[str, ...] = ()
    targets: tuple[Target, ...]
    answers: tuple[str, ...] = ()
    type: str = "question"

    @property
    def is_answerable(self) -> bool:
        """Whether some paragraph is judged to answer it."""
        return bool(self.targets[0].numbers)


def read_questions(path: Path) -> tuple[JudgedQuestion, ...]:
    """Read a question set, in its order.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: a line is not in the form of a question set, an id comes twice,
            or the file holds no question.
    """
    questions: dict[str, JudgedQuestion] = {}
    for place, value in read_objects(path):
        question = _question_of(place, value)
        if question.question_id in questions:
            raise place.complaint(f'"id" "{question.question_id}" comes twice')
        questions[question.question_id] = question
    if not questions:
        raise JudgementsUnreadable(f"{path} holds no question")
    return tuple(questions.values())


def _question_of(place: Place, value: Mapping[str, Any]) -> JudgedQuestion:
    *history, question = turns_of(place, value)
    if not question.strip():
        raise place.complaint("the question has no words")
    restatements = value.get("also", [])
    if not isinstance(restatements, list) or not all(isinstance(v, dict) for v in restatements):
        raise place.complaint('"also" must be a list of objects with "report" and "paras"')
    return JudgedQuestion(
        question_id=string_at(place, value, key="id"),
        question=question,
        history=tuple(history),
        targets=tuple(_target_of(place, target) for target in (value, *restatements)),
        answers=_strings(place, value.get("answer", []), key="answer"),
        type=string_at(place, {"type": "question", **value}, key="type"),
    )


def turns_of(place: Place, value: Mapping[str, Any]) -> Sequence[str]:
    """The questions of a line in their order: its conversation, or its only one.

    Raises:
        JudgementsUnreadable: it has neither, or both.
    """
    if ("q" in value) == ("turns" in value):
        raise place.complaint('either "q" or "turns" is expected')
    if "q" in value:
        return (string_at(place, value, key="q"),)
    turns = _strings(place, value["turns"], key="turns")
    if not turns:
        raise place.complaint('"turns" must hold a question')
    return turns


def _target_of(place: Place, value: Mapping[str, Any]) -> Target:
    report = value.get("report")
    if report is not None and not isinstance(report, str):
        raise place.complaint('"report" must be a file name or a report id')
    if "paras" not in value:
        raise place.complaint('"paras" is expected; an empty list means unanswerable')
    paras = _strings(place, value["paras"], key="paras")
    return Target(report=report, numbers=tuple(dict.fromkeys(map(_number_of, paras))))


def _number_of(para: str) -> str:
    """The number of a paragraph or of one of its items: "6" of "6 (d)"."""
    return para.strip().split(" (", maxsplit=1)[0]


def _strings(place: Place, value: object, *, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise place.complaint(f'"{key}" must be a list of strings')
    return tuple(value)

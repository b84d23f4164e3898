"""What readers say of answers, kept only where the operator asked for it.

One JSON object a line, appended to one file of the home: the question with its conversation, the
paragraphs that were shown, and the verdict. Who said it is not kept.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.errors import LibraryUnavailable
from corpus.fsops import Disk
from service.answer import Answer

_NAME = "feedback.jsonl"


class Verdict(StrEnum):
    """What a reader says of an answer."""

    USEFUL = "useful"
    WRONG_PARAGRAPH = "wrong-paragraph"
    NOT_ANSWERED = "not-answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownParagraph:
    """A paragraph that an answer showed; ``number`` is the printed one."""

    report_id: str
    address: str
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A verdict on an answer, with the paragraphs that it showed, best first."""

    verdict: Verdict
    question: str
    history: tuple[str, ...]
    query: str
    answered: bool
    shown: tuple[ShownParagraph, ...]
    generation: str


def feedback_path(home: Path) -> Path:
    """The file of a home that holds what readers said."""
    return home / _NAME


def feedback_of(answer: Answer, verdict: Verdict, *, history: tuple[str, ...]) -> Feedback:
    """A verdict on an answer to the last question of a conversation."""
    return Feedback(
        verdict=verdict,
        question=answer.question,
        history=history,
        query=answer.query,
        answered=answer.answered,
        shown=tuple(
            ShownParagraph(
                report_id=passage.report_id, address=passage.address, number=passage.number
            )
            for passage in answer.passages
        ),
        generation=answer.receipt.generation,
    )


def keep_feedback(home: Path, feedback: Feedback, *, disk: Disk | None = None) -> None:
    """Append to the file of a home, in one write, so that lines never mix.

    Only the owner may read it: questions are nobody else's matter.

    Raises:
        LibraryUnavailable: the file cannot be written.
    """
    line = json.dumps(asdict(feedback), ensure_ascii=False) + "\n"
    try:
        (disk or Disk()).append(feedback_path(home), line.encode())
    except OSError as error:
        raise LibraryUnavailable(f"feedback cannot be kept in {home}: {error.strerror}") from error


def feedback_from(value: Mapping[str, Any]) -> Feedback:
    """Read feedback back from its JSON object.

    Raises:
        ValueError: it has no such form.
    """
    try:
        return Feedback(
            verdict=Verdict(value["verdict"]),
            question=str(value["question"]),
            history=tuple(map(str, value["history"])),
            query=str(value["query"]),
            answered=bool(value["answered"]),
            shown=tuple(ShownParagraph(**shown) for shown in value["shown"]),
            generation=str(value["generation"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no feedback: {error}") from error

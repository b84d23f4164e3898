"""Answers made by hand, for the rules that judge and measure them."""

from collections.abc import Callable, Sequence

import pytest

from eval.judging import JudgedAnswer, judge
from eval.questions import JudgedQuestion, Target
from service import Answer, AnswerKind, Highlight, Passage, Receipt, Scope

RECEIPT = Receipt(generation="g", corpus_sha256="c", encoder="e", settings_sha256="s", version="0")

PassageOf = Callable[..., Passage]
AnswerOf = Callable[..., Answer]
JudgedOf = Callable[..., JudgedAnswer]


def _passage(number: str | None, text: str = "", *, quote: str = "", report: str = "r") -> Passage:
    text = text or f"Paragraph {number}."
    start = text.find(quote)
    highlight = Highlight(start=start, end=start + len(quote), quote=quote)
    return Passage(
        rank=1,
        score=1.0,
        report_id=report,
        symbol=None,
        title=None,
        component="body",
        number=number,
        address=number or "u1",
        sections=(),
        page=None,
        text=text,
        items=(),
        highlights=(highlight,) if quote else (),
        citation="",
        url="",
    )


def _answer(
    *passages: Passage, answered: bool = True, confidence: float = 0.9, question: str = "Why?"
) -> Answer:
    return Answer(
        question=question,
        query=question,
        kind=AnswerKind.ANSWER if answered else AnswerKind.ABSTENTION,
        answered=answered,
        confidence=confidence,
        scope=Scope(),
        passages=passages,
        receipt=RECEIPT,
    )


def _judged(
    numbers: Sequence[str],
    found: Sequence[str],
    *,
    answered: bool = True,
    confidence: float = 0.9,
    kind: str = "direct",
) -> JudgedAnswer:
    question = JudgedQuestion(
        question_id="1",
        question="Why?",
        targets=(Target(report=None, numbers=tuple(numbers)),),
        type=kind,
    )
    answer = _answer(*map(_passage, found), answered=answered, confidence=confidence)
    return judge(question, answer, reports={})


@pytest.fixture
def passage_of() -> PassageOf:
    """Makes a passage from its number, with its text, a quote in it, and its report's id."""
    return _passage


@pytest.fixture
def answer_of() -> AnswerOf:
    """Makes an answer from passages."""
    return _answer


@pytest.fixture
def judged_of() -> JudgedOf:
    """Makes a judged answer from the numbers that are right and the numbers that are found."""
    return _judged

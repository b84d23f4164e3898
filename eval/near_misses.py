"""Near misses: answerable questions asked of a library without the paragraphs that answer them.

What is retrieved then has the right subject, often the right report, and not the answer. A
question makes one only if its answer, to the letter, stands in no other paragraph; another that
says the same in other words still answers, so a few near misses are none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.judging import ids_of
from eval.questions import JudgedQuestion
from service import Assistant


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A paragraph of the library: where it is, its number, and its text with single blanks."""

    place: tuple[str, str]  # report id, address
    number: str | None
    text: str


def placed_paragraphs(assistant: Assistant) -> tuple[Placed, ...]:
    """Every paragraph of the library, in corpus order."""
    return tuple(
        Placed(
            place=(header.report_id, paragraph.address),
            number=paragraph.number,
            text=_plain(paragraph.text),
        )
        for header in assistant.reports()
        for paragraph in assistant.report(header.report_id).paragraphs
    )


def answering_places(
    question: JudgedQuestion, placed: Sequence[Placed], names: Mapping[str, frozenset[str]]
) -> frozenset[tuple[str, str]]:
    """The paragraphs without which nothing answers; none where the answer stands elsewhere too.

    ``names`` are the report ids of each name, as ``reports_by_name`` tells them.
    """
    if not question.is_answerable or not question.answers:
        return frozenset()
    judged = {
        each.place
        for target in question.targets
        for each in placed
        if each.number in target.numbers
        and (target.report is None or each.place[0] in ids_of(target.report, names))
    }
    answers = [_plain(answer) for answer in question.answers]
    telling = {each.place for each in placed if all(answer in each.text for answer in answers)}
    return frozenset(judged) if telling <= judged else frozenset()


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()

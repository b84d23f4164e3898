"""Whether every citation opens what it cites: each paragraph of the library, there and back.

The library judges itself here: a paragraph's own note is asked like any question, and right is
an answer that opens this paragraph first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from eval.significance import Estimate
from service import AnswerKind, Assistant, citation_forms


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationCheck:
    """A citation that was asked, the paragraph it cites, and what was opened instead."""

    report_id: str
    citation: str
    address: str
    opened: str | None

    @property
    def is_right(self) -> bool:
        """Whether the citation opened its own paragraph."""
        return self.opened == self.address


def check_citations(assistant: Assistant, report_ids: Iterable[str]) -> Iterator[CitationCheck]:
    """Ask for every paragraph of reports by its own citation, in order."""
    for report_id in report_ids:
        report = assistant.report(report_id)
        for paragraph in report.paragraphs:
            note = citation_forms(report, paragraph).note
            answer = assistant.ask(note, limit=1)
            first = answer.passages[0] if answer.passages else None
            is_opened = answer.kind is AnswerKind.LOOKUP and first is not None
            yield CitationCheck(
                report_id=report_id,
                citation=note,
                address=paragraph.address,
                opened=first.address if first is not None and is_opened else None,
            )


def citation_rates(checks: Iterable[CitationCheck]) -> Mapping[str, Estimate]:
    """The share of citations that open their paragraph; a census, so it has no interval."""
    rights = [check.is_right for check in checks]
    share = sum(rights) / len(rights) if rights else 0.0
    return {"citations-opened": Estimate(value=share, count=len(rights))}

"""What a road brings back before it is told: paragraphs, their quotes, and how sure we are."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Paragraph, Report
from service.answer import AnswerKind, Passage
from service.citation import highlight_url, note_of
from service.evidence import NO_EVIDENCE, Evidence
from service.relations import RelatedReports


@dataclass(frozen=True, slots=True)
class Chosen:
    """A paragraph that a road chose, of a report given without its paragraphs."""

    report: Report
    paragraph: Paragraph
    score: float
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one road found; ``query`` is what was searched, ``message`` what a reader is told."""

    kind: AnswerKind
    query: str
    chosen: Sequence[Chosen]
    confidence: float = 1.0
    message: str = ""


def nothing_found(
    query: str, nearest: Sequence[Chosen], *, message: str, confidence: float = 0.0
) -> Finding:
    """An abstention, with the nearest paragraphs."""
    return Finding(
        kind=AnswerKind.ABSTENTION,
        query=query,
        chosen=nearest,
        confidence=confidence,
        message=message,
    )


def passage_of(rank: int, chosen: Chosen, *, related: RelatedReports) -> Passage:
    """The passage that shows and cites a chosen paragraph."""
    report, paragraph = chosen.report, chosen.paragraph
    highlights = chosen.evidence.highlights
    spans = [(highlight.start, highlight.end) for highlight in highlights]
    return Passage(
        rank=rank,
        score=round(float(chosen.score), 6),
        report_id=report.report_id,
        symbol=report.cover.symbol,
        title=report.cover.title,
        component=paragraph.component,
        number=paragraph.number,
        address=paragraph.address,
        sections=paragraph.sections,
        page=paragraph.page,
        text=paragraph.text,
        items=paragraph.items,
        highlights=highlights,
        citation=note_of(report, paragraph, start=chosen.evidence.best_start),
        url=highlight_url(report.report_id, paragraph.address, spans),
        relations=related.of(report),
    )

"""What a road brings back before it is told: paragraphs, their quotes, and how sure we are."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Paragraph, Report
from corpus.sentences import Sentence
from service.answer import AnswerKind, Change, Column, Facet, Passage, QuotedRow, Restatement
from service.citation import highlight_url, note_of
from service.evidence import NO_EVIDENCE, Evidence
from service.reach import Reach
from service.relations import RelatedReports


@dataclass(frozen=True, slots=True)
class Chosen:
    """A paragraph that a road chose, of a report given without its paragraphs.

    ``also`` are others that say the same, and have none themselves; ``changes`` are where it
    differs from a quotation.
    """

    report: Report
    paragraph: Paragraph
    score: float
    evidence: Evidence = NO_EVIDENCE
    also: tuple["Chosen", ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one road found; ``query`` is what was searched, ``message`` what a reader is told.

    ``reach`` is where, if not just where it was asked for.
    """

    kind: AnswerKind
    query: str
    chosen: Sequence[Chosen]
    confidence: float = 1.0
    message: str = ""
    reach: Reach | None = None
    facets: tuple[Facet, ...] = ()
    columns: tuple["ColumnFinding", ...] = ()

    @property
    def is_answer(self) -> bool:
        """Whether it is no abstention."""
        return self.kind is not AnswerKind.ABSTENTION


@dataclass(frozen=True, slots=True)
class ColumnFinding:
    """What was found for one side of a comparison."""

    label: str
    finding: Finding


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
        highlights=chosen.evidence.highlights,
        citation=_citation_of(chosen),
        url=_url_of(chosen),
        relations=related.of(report),
        also=tuple(restatement_of(each) for each in chosen.also),
        changes=chosen.changes,
        rows=tuple(_row_of(chosen, place, line) for place, line in chosen.evidence.lines),
    )


def column_of(column: ColumnFinding, *, related: RelatedReports) -> Column:
    """The column that shows and cites what was found for one side of a comparison."""
    finding = column.finding
    return Column(
        label=column.label,
        query=finding.query,
        answered=finding.is_answer,
        confidence=finding.confidence,
        passages=tuple(
            passage_of(rank, each, related=related)
            for rank, each in enumerate(finding.chosen if finding.is_answer else (), 1)
        ),
    )


def _row_of(chosen: Chosen, place: int, line: Sentence) -> QuotedRow:
    table = chosen.report.tables[place]
    return QuotedRow(
        title=table.title,
        head=table.head,
        cells=table.rows[table.text.count("\n", 0, line.start)],
        page=table.page,
        citation=note_of(chosen.report, chosen.paragraph, table=table),
    )


def restatement_of(chosen: Chosen) -> Restatement:
    """Another paragraph that says the same, as it is cited beside a passage."""
    return Restatement(
        report_id=chosen.report.report_id,
        symbol=chosen.report.cover.symbol,
        number=chosen.paragraph.number,
        address=chosen.paragraph.address,
        citation=_citation_of(chosen),
        url=_url_of(chosen),
    )


def _citation_of(chosen: Chosen) -> str:
    """The citation of what is quoted; of a table where nothing else is."""
    evidence = chosen.evidence
    tables = [chosen.report.tables[place] for place, _ in evidence.lines]
    table = tables[0] if tables and not evidence.highlights else None
    return note_of(chosen.report, chosen.paragraph, spans=_quoted(chosen), table=table)


def _url_of(chosen: Chosen) -> str:
    return highlight_url(chosen.report.report_id, chosen.paragraph.address, _quoted(chosen))


def _quoted(chosen: Chosen) -> list[tuple[int, int]]:
    return [(highlight.start, highlight.end) for highlight in chosen.evidence.highlights]

"""The road of a citation: the paragraphs that it names are opened, or it is said what exists."""

from collections.abc import Sequence

from corpus.library import is_called
from corpus.records import Paragraph, Report
from corpus.references import Reference, read_reference
from corpus.symbols import find_symbols, is_symbol
from index.tokens import tokenize
from service.answer import AnswerKind
from service.evidence import Evidence
from service.finding import Chosen, Finding, nothing_found
from service.lookup import (
    agrees,
    candidate_reports,
    find_paragraphs,
    missing_item,
    named_report,
    nearest_paragraphs,
    span_of,
    topic_of,
    which_report,
    words_beside,
)
from service.scope import Scope, reports_in
from service.searcher import Searcher
from service.settings import ServiceSettings

_MAX_CANDIDATES = 100  # reports that are opened to see which has the paragraph


class CitationRoad:
    """Opens what citations and symbols name."""

    def __init__(self, searcher: Searcher, *, settings: ServiceSettings) -> None:
        self._searcher = searcher
        self._settings = settings

    def open(self, question: str, *, scope: Scope, limit: int) -> Finding | None:
        """Open the paragraphs that a citation names; None when the question is no citation."""
        headers = reports_in(scope, self._searcher.passages.headers)
        named, rest = named_report(question, headers)
        reference = read_reference(rest)
        if reference is None:
            return self._open_symbol(question, headers, limit=limit)
        candidates = (named,) if named else candidate_reports(reference, headers)
        holding = self._holding(reference, candidates)
        meant = holding or self._only(reference, candidates, headers)
        if len(meant) != 1:
            message = which_report(reference, holding or candidates, headers, holds=bool(holding))
            return nothing_found(question, (), message=message)
        return self._opened(question, reference, meant[0])

    def _holding(self, reference: Reference, candidates: Sequence[Report]) -> list[Report]:
        """Those candidates that have what the citation names."""
        reports = [
            self._searcher.passages.report(each.report_id) for each in candidates[:_MAX_CANDIDATES]
        ]
        return [report for report in reports if find_paragraphs(reference, report)[0]]

    def _only(
        self, reference: Reference, candidates: Sequence[Report], headers: Sequence[Report]
    ) -> list[Report]:
        """The one report that a citation can mean, though it has no such paragraph."""
        if len(candidates) == 1:
            return [self._searcher.passages.report(candidates[0].report_id)]
        return self._lone(reference, headers)

    def _lone(self, reference: Reference, headers: Sequence[Report]) -> list[Report]:
        """The only report, when the words beside a citation are about its paragraph."""
        if len(headers) != 1 or reference.symbol or not agrees(reference.rest, headers[0]):
            return []
        report = self._searcher.passages.report(headers[0].report_id)
        paragraphs, _ = find_paragraphs(reference, report)
        own = {token for paragraph in paragraphs for token in tokenize(paragraph.text)}
        return [report] if words_beside(reference) & own else []

    def _opened(self, question: str, reference: Reference, report: Report) -> Finding:
        """Open what a citation names in the report that it means, or say what does not exist."""
        paragraphs, missing = find_paragraphs(reference, report)
        if not paragraphs:
            near = [Chosen(report, p, 0.0) for p in nearest_paragraphs(reference, report)]
            return nothing_found(question, near, message=missing)
        most = self._settings.max_lookup_paragraphs
        if len(paragraphs) > most:
            missing = f"Only the first {most} of {len(paragraphs)} paragraphs are shown. {missing}"
        chosen = []
        for paragraph in paragraphs[:most]:
            evidence = self._named(reference, paragraph, report)
            if evidence is None:
                near = [Chosen(report, paragraph, 0.0)]
                return nothing_found(question, near, message=missing_item(paragraph))
            chosen.append(Chosen(report, paragraph, 1.0, evidence))
        message = missing.strip()
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen, message=message)

    def _open_symbol(
        self, question: str, headers: Sequence[Report], *, limit: int
    ) -> Finding | None:
        """Open the beginning of the report whose symbol is all that was typed."""
        symbol = question.strip(" .?")
        if not is_symbol(symbol) or not find_symbols(symbol):
            return None
        found = [report for report in headers if is_called(report, symbol)]
        if not found:
            message = f"No report with the symbol {symbol} is in the library."
            return nothing_found(question, (), message=message)
        rows = self._searcher.passages.rows_of(found[0].report_id)[:limit]
        chosen = [Chosen(found[0], self._searcher.passages.paragraph(row), 1.0) for row in rows]
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen)

    def _named(self, reference: Reference, paragraph: Paragraph, report: Report) -> Evidence | None:
        """What a citation highlights: what it names, or what answers the rest of the question.

        None when it names an item that the paragraph does not have.
        """
        topic = topic_of(reference, report, paragraph)
        if not topic or reference.path:
            span = span_of(reference, paragraph)
            return Evidence((span,), span.start if reference.path else None) if span else None
        row = self._searcher.passages.rows_of(report.report_id)[report.paragraphs.index(paragraph)]
        return self._searcher.evidence(self._searcher.read(topic), row, paragraph)

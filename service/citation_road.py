"""The road of a citation: the paragraphs that it names are opened, or it is said what exists."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from corpus.catalogue import gettext, msgid, ngettext, number_text
from corpus.library import is_called
from corpus.links import spell_links
from corpus.records import Paragraph, Report
from corpus.references import Reference, read_references
from corpus.symbols import find_symbols, read_symbol
from index.tokens import tokenize
from service.answer import AnswerKind
from service.evidence import NO_EVIDENCE, Evidence
from service.finding import Chosen, Finding, nothing_found
from service.fragment import begun_symbol, offered_reports
from service.lookup import (
    agrees,
    candidate_reports,
    is_framed,
    is_only_named,
    named_report,
    names_of,
    quotation_beside,
    topic_of,
    which_report,
    words_beside,
)
from service.misquotation import near_place
from service.missing import missing_item
from service.permalink import read_permalink, spans_in
from service.pinpoint import find_paragraphs, lines_of, nearest_paragraphs, spans_of
from service.quotation_road import evidence_at
from service.scope import Scope, reports_in
from service.searcher import Searcher
from service.settings import ServiceSettings

_MAX_CANDIDATES = 100  # reports that are opened to see which has the paragraph
_QUOTED_OTHERWISE = msgid("The paragraph differs from the words in quotation marks.")
_MAX_HOLDING = 3  # reports that are named when several have it


class CitationRoad:
    """Opens what citations, links and symbols name."""

    def __init__(self, searcher: Searcher, *, settings: ServiceSettings) -> None:
        self._searcher = searcher
        self._settings = settings
        self._names = names_of(searcher.passages.headers)

    def open(self, question: str, *, scope: Scope, limit: int) -> Finding | None:
        """Open the paragraphs that citations name; None when the question is no citation."""
        headers, names = self._searcher.passages.headers, self._names
        if not scope.is_open:
            headers = reports_in(scope, headers)
            names = names_of(headers)
        if linked := self._open_permalink(question, headers, limit=limit):
            return linked
        spelt = spell_links(question)
        named, rest = named_report(spelt, names)
        references = read_references(rest)
        if any(each.is_whole and not is_only_named(each, named, headers) for each in references):
            references = ()
        findings = [self._open_reference(question, each, named, headers) for each in references]
        found = [finding for finding in findings if finding is not None]
        return self._joined(found) if found else self._open_symbol(spelt, headers, limit=limit)

    def _open_reference(
        self,
        question: str,
        reference: Reference,
        named: Report | None,
        headers: Sequence[Report],
    ) -> Finding | None:
        """Open what one citation names; None when it names a heading that is not there."""
        candidates = candidate_reports(reference, headers)
        if named is not None and reference.symbol is None:
            candidates = (named,)
        holding = self._holding(reference, candidates)
        meant = holding or self._only(reference, candidates, headers)
        if not holding and reference.is_title:
            return None
        if len(meant) != 1:
            message = which_report(reference, holding or candidates, headers, holds=bool(holding))
            return nothing_found(question, (), message=message)
        return self._opened(question, reference, meant[0])

    def _holding(self, reference: Reference, candidates: Sequence[Report]) -> list[Report]:
        """The first of those candidates that have what the citation names."""
        reports = (
            self._searcher.passages.report(each.report_id) for each in candidates[:_MAX_CANDIDATES]
        )
        holding = (report for report in reports if find_paragraphs(reference, report)[0])
        return list(islice(holding, _MAX_HOLDING))

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
        paragraphs, told = find_paragraphs(reference, report)
        if not paragraphs:
            near = [Chosen(report, p, 0.0) for p in nearest_paragraphs(reference, report)]
            return nothing_found(question, near, message=told)
        chosen = []
        for paragraph in paragraphs[: self._settings.max_lookup_paragraphs]:
            evidence = self._named(reference, paragraph, report)
            if evidence is None:
                near = [Chosen(report, paragraph, 0.0)]
                return nothing_found(question, near, message=missing_item(paragraph))
            chosen.append(_with_quotation(Chosen(report, paragraph, 1.0, evidence), reference))
        if any(each.changes for each in chosen):
            told = f"{gettext(_QUOTED_OTHERWISE)} {told}"
        message = f"{self._cut(len(paragraphs))} {told}".strip()
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen, message=message)

    def _cut(self, count: int) -> str:
        most = self._settings.max_lookup_paragraphs
        if count <= most:
            return ""
        return ngettext(
            "Only the first %(most)s of %(num)s paragraph is shown.",
            "Only the first %(most)s of %(num)s paragraphs are shown.",
            count,
            most=number_text(most),
        )

    def _joined(self, findings: Sequence[Finding]) -> Finding:
        """What several citations opened, in their order; what does not exist is told of each."""
        if len(findings) == 1:
            return findings[0]
        opened = [each for each in findings if each.kind is AnswerKind.LOOKUP]
        first, *_ = findings
        chosen = [one for each in (opened or findings) for one in each.chosen]
        most = self._settings.max_lookup_paragraphs
        told = dict.fromkeys([*(each.message for each in findings), self._cut(len(chosen))])
        message = " ".join(each for each in told if each)
        if not opened:
            return nothing_found(first.query, chosen[:most], message=message)
        return Finding(
            kind=AnswerKind.LOOKUP, query=first.query, chosen=chosen[:most], message=message
        )

    def _open_permalink(
        self, question: str, headers: Sequence[Report], *, limit: int
    ) -> Finding | None:
        """Open the paragraph of one of our own links, with its marks; None when it is no link."""
        link = read_permalink(question)
        if link is None:
            return None
        found = [report for report in headers if report.report_id == link.report_id]
        if not found:
            message = gettext(
                "No report with the id %(report_id)s is in the library.", report_id=link.report_id
            )
            return nothing_found(question, (), message=message)
        if link.address is None:
            return self._beginning(question, found[0], limit=limit)
        report = self._searcher.passages.report(link.report_id)
        linked = [each for each in report.paragraphs if each.address == link.address]
        if not linked:
            message = gettext(
                "%(report)s has no paragraph with the address %(address)s.",
                report=report.name,
                address=link.address,
            )
            return nothing_found(question, (), message=message)
        highlights = spans_in(linked[0], link.marks)
        evidence = Evidence(highlights, highlights[0].start) if highlights else NO_EVIDENCE
        chosen = [Chosen(report, linked[0], 1.0, evidence)]
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen)

    def _open_symbol(
        self, question: str, headers: Sequence[Report], *, limit: int
    ) -> Finding | None:
        """Open the beginning of the report whose symbol is all that was typed.

        Where no report has it, or only its beginning was typed, offer those that begin so.
        """
        symbol = _symbol_alone(question)
        found = [report for report in headers if symbol and is_called(report, symbol)]
        if found:
            return self._beginning(question, found[0], limit=limit)
        begun = symbol or begun_symbol(question)
        if begun is None:
            return None
        message = offered_reports(begun, self._searcher.suggestions, headers, is_whole=bool(symbol))
        return nothing_found(question, (), message=message) if message else None

    def _beginning(self, question: str, report: Report, *, limit: int) -> Finding:
        rows = self._searcher.passages.rows_of(report.report_id)[:limit]
        chosen = [Chosen(report, self._searcher.passages.paragraph(row), 1.0) for row in rows]
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen)

    def _named(self, reference: Reference, paragraph: Paragraph, report: Report) -> Evidence | None:
        """What a citation highlights: what it names, or what answers the rest of the question.

        The rows of a table; nothing, when it names all that has paragraphs; None, when it names
        an item that the paragraph does not have.
        """
        if reference.table and (lines := lines_of(reference, paragraph, report)):
            return Evidence(lines=lines[: self._settings.max_lookup_paragraphs])
        if reference.is_whole:
            return NO_EVIDENCE
        topic = topic_of(reference, report, paragraph)
        if not topic or reference.parts:
            spans = spans_of(reference, paragraph)
            return Evidence(spans, spans[0].start if reference.parts else None) if spans else None
        row = self._searcher.passages.rows_of(report.report_id)[report.paragraphs.index(paragraph)]
        return self._searcher.evidence(self._searcher.retriever.read(topic), row, paragraph)


def _with_quotation(chosen: Chosen, reference: Reference) -> Chosen:
    """A paragraph that is cited with a quotation: the quotation is marked, and what differs."""
    words = quotation_beside(reference, chosen.report)
    near = None if words is None else near_place(words, chosen.paragraph, is_quoted=True)
    if near is None:
        return chosen
    evidence = evidence_at(near, chosen.paragraph)
    return replace(chosen, evidence=evidence, changes=near.changes)


def _symbol_alone(question: str) -> str | None:
    """The symbol that is all that was typed, save for words such as "show me the report"."""
    typed = question.strip(" .?")
    if (whole := read_symbol(typed)) and find_symbols(typed):
        return whole
    mentions = find_symbols(typed)
    if len(mentions) != 1:
        return None
    (mention,) = mentions
    is_alone = is_framed(f"{typed[: mention.start]} {typed[mention.end :]}")
    return mention.symbol if is_alone else None

"""The road of a citation: the paragraphs that it names are opened, or it is said what exists."""

from collections.abc import Sequence
from itertools import islice

from corpus.catalogue import gettext, ngettext, number_text
from corpus.library import is_called
from corpus.links import spell_links
from corpus.records import Report
from corpus.references import Reference, read_references
from corpus.symbols import find_symbols, read_symbol
from service.answer import AnswerKind
from service.citation import report_name
from service.cited_paragraphs import CitedParagraphs, cut_text
from service.evidence import NO_EVIDENCE, Evidence
from service.finding import Chosen, Finding, nothing_found
from service.fragment import begun_symbol, offered_reports
from service.holding import reports_with
from service.language_versions import (
    are_versions,
    told_versions,
    versions_meant,
    without_languages,
)
from service.lookup import is_about, is_framed, outside_scope, which_report
from service.marks import highlights_at
from service.permalink import read_permalink
from service.pinpoint import find_paragraphs
from service.scope import Scope, reports_in
from service.searcher import Searcher
from service.settings import ServiceSettings

_MAX_CITATIONS = 10  # that are read in one question
_MAX_HOLDING = 6  # reports that are looked for; as many as there are official languages


class CitationRoad:
    """Opens what citations, links and symbols name."""

    def __init__(self, searcher: Searcher, *, settings: ServiceSettings) -> None:
        self._searcher = searcher
        self._names = searcher.names
        self._cited = CitedParagraphs(searcher, settings=settings)
        self._most = settings.max_lookup_paragraphs

    def completed(self, question: str, turns: Sequence[str]) -> str | None:
        """A citation of paragraphs, with the report cited last where it names none itself.

        ``turns`` are the questions before it, oldest first. None when it is no such citation.
        """
        if not any(each.ranges for each in read_references(spell_links(question))):
            return None
        if not self._lacks_report(question):
            return question
        for turn in reversed(turns):
            if name := self._report_cited(turn):
                return f"{name}, {question}"
            if not self._lacks_report(turn):
                break
        return question

    def open(self, question: str, *, scope: Scope, limit: int) -> Finding | None:
        """Open the paragraphs that citations name; None when the question is no citation."""
        headers: Sequence[Report] = self._searcher.passages.headers
        if not scope.is_open:
            headers = reports_in(scope, self._searcher.passages.headers)
        if linked := self._open_permalink(question, headers, limit=limit):
            return linked
        spelt = spell_links(question)
        named, rest = self._named(spelt, headers)
        references = read_references(rest)
        is_named = self._names.is_only_named
        if any(each.is_whole and not is_named(each, named, headers) for each in references):
            references = ()
        read = references[:_MAX_CITATIONS]
        findings = [self._open_reference(question, each, named, headers) for each in read]
        found = [finding for finding in findings if finding is not None]
        if not found:
            return self._open_symbol(question, headers, limit=limit)
        return self._joined(found, told=_unread_text(len(references)))

    def _lacks_report(self, question: str) -> bool:
        """Whether a question cites paragraphs and says in no way of which report."""
        spelt = spell_links(question)
        named, rest = self._named(spelt, ())
        references = read_references(rest)
        is_citation = named is None and any(each.ranges for each in references)
        return is_citation and not any(map(self._names.is_described, references))

    def _report_cited(self, question: str) -> str | None:
        """The name of the only report that a question names, its symbol as it was typed."""
        link = read_permalink(question)
        spelt = spell_links(question)
        if mentions := find_symbols(spelt):
            return mentions[-1].symbol
        headers = self._searcher.passages.headers
        named, rest = self._named(spelt, headers)
        found = [] if named is None else [named]
        if link is not None:
            found = [report for report in headers if report.report_id == link.report_id]
        for reference in read_references(rest)[:1] if not found else ():
            if self._names.is_described(reference):
                found = list(self._names.candidates(reference, headers))
        return report_name(found[0]) if len(found) == 1 else None

    def _named(self, spelt: str, headers: Sequence[Report]) -> tuple[Report | None, str]:
        """The report that a question names, within the scope or outside it, and the rest of it."""
        named, rest = self._names.named(spelt, headers)
        if named is None:
            return self._names.named(spelt, self._searcher.passages.headers)
        return named, rest

    def _open_reference(
        self,
        question: str,
        reference: Reference,
        named: Report | None,
        headers: Sequence[Report],
    ) -> Finding | None:
        """Open what one citation names; None when it names a heading that is not there."""
        known = self._searcher.passages
        candidates = self._candidates(reference, named, headers)
        versions = versions_meant(candidates, question)
        held = list(islice(reports_with(reference, versions, known), _MAX_HOLDING))
        if not held and reference.is_title:
            return None
        meant = versions_meant(held, question) or self._only(reference, versions, headers)
        told = told_versions(meant, candidates) or told_versions(meant, held)
        if len(meant) != 1 and not told:
            if not candidates:
                told = outside_scope(self._candidates(reference, named, known.headers))
            told = told or which_report(reference, held or candidates, headers, holds=bool(held))
            return nothing_found(question, (), message=told)
        return self._joined([self._cited.open(question, reference, r) for r in meant], told=told)

    def _candidates(
        self, reference: Reference, named: Report | None, headers: Sequence[Report]
    ) -> tuple[Report, ...]:
        """The reports that a citation can mean; the one that the question names has no symbol."""
        if named is None or reference.symbol is not None:
            return self._names.candidates(reference, headers)
        return (named,) if named in headers else ()

    def _only(
        self, reference: Reference, candidates: Sequence[Report], headers: Sequence[Report]
    ) -> tuple[Report, ...]:
        """The one report that a citation can mean, though it has no such paragraph."""
        if len(candidates) == 1 or are_versions(candidates):
            return (self._searcher.passages.report(candidates[0].report_id),)
        return self._lone(reference, headers)

    def _lone(self, reference: Reference, headers: Sequence[Report]) -> tuple[Report, ...]:
        """The only report, when the words beside a citation are about its paragraph."""
        if len(headers) != 1 or reference.symbol or not self._names.agrees(reference, headers[0]):
            return ()
        report = self._searcher.passages.report(headers[0].report_id)
        return (report,) if is_about(reference, find_paragraphs(reference, report)[0]) else ()

    def _joined(self, findings: Sequence[Finding], *, told: str = "") -> Finding:
        """What several citations opened, in their order, each place once; ``told`` besides.

        What does not exist is told of each.
        """
        first, *_ = findings
        opened = [each for each in findings if each.kind is AnswerKind.LOOKUP]
        places = {
            (one.report.report_id, one.paragraph.address, one.evidence): one
            for each in (opened or findings)
            for one in each.chosen
        }
        chosen, cut = list(places.values())[: self._most], cut_text(len(places), most=self._most)
        messages = dict.fromkeys([*(each.message for each in findings), cut, told])
        message = " ".join(each for each in messages if each)
        if not opened:
            return nothing_found(first.query, chosen, message=message)
        return Finding(kind=AnswerKind.LOOKUP, query=first.query, chosen=chosen, message=message)

    def _open_permalink(
        self, question: str, headers: Sequence[Report], *, limit: int
    ) -> Finding | None:
        """Open the paragraph of one of our own links, with its marks; None when it is no link."""
        link = read_permalink(question)
        if link is None:
            return None
        known = [r for r in self._searcher.passages.headers if r.report_id == link.report_id]
        found = [report for report in headers if report.report_id == link.report_id]
        if not found:
            missing = gettext(
                "No report with the id %(report_id)s is in the library.", report_id=link.report_id
            )
            return nothing_found(question, (), message=outside_scope(known) or missing)
        if link.address is None:
            return self._beginnings(question, found, limit=limit)
        report = self._searcher.passages.report(link.report_id)
        linked = [each for each in report.paragraphs if each.address == link.address]
        if not linked:
            message = gettext(
                "%(report)s has no paragraph with the address %(address)s.",
                report=report.name,
                address=link.address,
            )
            return nothing_found(question, (), message=message)
        highlights = highlights_at(link.marks, linked[0].text)
        evidence = Evidence(highlights, highlights[0].start) if highlights else NO_EVIDENCE
        chosen = [Chosen(report, linked[0], 1.0, evidence)]
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen)

    def _open_symbol(
        self, question: str, headers: Sequence[Report], *, limit: int
    ) -> Finding | None:
        """Open the beginning of the report whose symbol is all that was typed.

        Where no report has it, or only its beginning was typed, offer those that begin so.
        """
        spelt = spell_links(question)
        symbol = _symbol_alone(spelt)
        known = self._searcher.passages.headers
        called = [report for report in known if symbol and is_called(report, symbol)]
        if found := [report for report in called if report in headers]:
            return self._beginnings(question, found, limit=limit)
        if called:
            return nothing_found(question, (), message=outside_scope(called))
        begun = symbol or begun_symbol(spelt)
        if begun is None:
            return None
        message = offered_reports(begun, self._searcher.suggestions, headers, is_whole=bool(symbol))
        return nothing_found(question, (), message=message) if message else None

    def _beginnings(self, question: str, found: Sequence[Report], *, limit: int) -> Finding:
        """The first paragraphs of a report, or of its language versions; of others, the first's."""
        passages = self._searcher.passages
        meant = versions_meant(found, question) if are_versions(found) else found[:1]
        chosen = [
            Chosen(report, passages.paragraph(row), 1.0)
            for report in meant
            for row in passages.rows_of(report.report_id)[:limit]
        ]
        message = told_versions(meant, found)
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen, message=message)


def _unread_text(count: int) -> str:
    """What is told where only the first of so many citations are read; "" where all are."""
    if count <= _MAX_CITATIONS:
        return ""
    return ngettext(
        "Only the first %(most)s of %(num)s citation is read.",
        "Only the first %(most)s of %(num)s citations are read.",
        count,
        most=number_text(_MAX_CITATIONS),
    )


def _symbol_alone(question: str) -> str | None:
    """The symbol that is all that was typed, save for "show me the report in French"."""
    typed = question.strip(" .?")
    if (whole := read_symbol(typed)) and find_symbols(typed):
        return whole
    mentions = find_symbols(typed)
    if len(mentions) != 1:
        return None
    (mention,) = mentions
    frame = without_languages(f"{typed[: mention.start]} {typed[mention.end :]}")
    return mention.symbol if is_framed(frame) else None

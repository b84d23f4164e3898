"""Cited paragraphs: what is shown and marked of the report that a citation means."""

from dataclasses import replace

from corpus.catalogue import gettext, msgid, ngettext, number_text
from corpus.records import Paragraph, Report
from corpus.references import Reference
from service.answer import AnswerKind
from service.evidence import NO_EVIDENCE, Evidence
from service.finding import Chosen, Finding, nothing_found
from service.items import items_named, missing_items
from service.lookup import topic_of
from service.misquotation import QuotedPlaces, quoted_places
from service.pinpoint import find_paragraphs, lines_of, nearest_paragraphs
from service.searcher import Searcher
from service.settings import ServiceSettings

_QUOTED_OTHERWISE = msgid("The paragraph differs from the words in quotation marks.")
_QUOTED_ELSEWHERE = msgid("The words in quotation marks do not stand there.")


class CitedParagraphs:
    """Opens the paragraphs that citations name in reports."""

    def __init__(self, searcher: Searcher, *, settings: ServiceSettings) -> None:
        self._searcher = searcher
        self._most = settings.max_lookup_paragraphs

    def open(self, question: str, reference: Reference, report: Report) -> Finding:
        """Open what a citation names in a report, and say what of it does not exist."""
        paragraphs, told = find_paragraphs(reference, report)
        if not paragraphs:
            near = [Chosen(report, p, 0.0) for p in nearest_paragraphs(reference, report)]
            return nothing_found(question, near, message=told)
        shown = paragraphs[: self._most]
        missing = [missing_items(reference.parts, paragraph) for paragraph in shown]
        marked = [
            Chosen(report, paragraph, 1.0, evidence)
            for paragraph in shown
            if (evidence := self._evidence(reference, paragraph, report)) is not None
        ]
        chosen, quoted = self._quoted(reference, marked)
        told = " ".join(
            dict.fromkeys(
                each
                for each in (cut_text(len(paragraphs), most=self._most), quoted, told, *missing)
                if each
            )
        )
        if not chosen:
            near = [Chosen(report, paragraph, 0.0) for paragraph in shown]
            return nothing_found(question, near, message=told)
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen, message=told)

    def _evidence(
        self, reference: Reference, paragraph: Paragraph, report: Report
    ) -> Evidence | None:
        """What a citation marks: what it names, or what answers the rest of the question.

        The rows of a table; nothing, when it names all that has paragraphs; None, when it names
        only items that the paragraph does not have.
        """
        if reference.table and (lines := lines_of(reference, paragraph, report)):
            return Evidence(lines=lines[: self._most])
        if reference.is_whole:
            return NO_EVIDENCE
        topic = topic_of(reference, report, paragraph)
        if not topic or reference.parts:
            spans = items_named(reference.parts, paragraph)
            return Evidence(spans, spans[0].start if reference.parts else None) if spans else None
        row = self._searcher.passages.rows_of(report.report_id)[report.paragraphs.index(paragraph)]
        return self._searcher.evidence(self._searcher.retriever.read(topic), row, paragraph)

    def _quoted(self, reference: Reference, chosen: list[Chosen]) -> tuple[list[Chosen], str]:
        """The paragraphs with what is quoted of them marked, and what is told where it differs."""
        words = self._searcher.names.quotation_beside(reference)
        if words is None or not chosen:
            return chosen, ""
        places = [quoted_places(words, each.paragraph) for each in chosen]
        if not any(places):
            return chosen, gettext(_QUOTED_ELSEWHERE)
        marked = [
            each if own is None else _with_quotation(each, own)
            for each, own in zip(chosen, places, strict=True)
        ]
        is_changed = any(own.changes for own in places if own is not None)
        return marked, gettext(_QUOTED_OTHERWISE) if is_changed else ""


def _with_quotation(chosen: Chosen, places: QuotedPlaces) -> Chosen:
    """A paragraph with a quotation of it marked, and what differs."""
    evidence = Evidence(places.highlights, places.highlights[0].start)
    return replace(chosen, evidence=evidence, changes=places.changes)


def cut_text(count: int, *, most: int) -> str:
    """What is told where only the first of so many paragraphs are shown; "" where all are."""
    if count <= most:
        return ""
    return ngettext(
        "Only the first %(most)s of %(num)s paragraph is shown.",
        "Only the first %(most)s of %(num)s paragraphs are shown.",
        count,
        most=number_text(most),
    )

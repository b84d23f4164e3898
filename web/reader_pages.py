"""The pages of the reader: a report, and a report opened at a paragraph."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from service import Assistant, Report, ServiceSettings, gettext, paragraph_url, report_url
from web.covers import cover_details, cover_facts, doubt_texts, title_of
from web.facsimiles import facsimiles_of
from web.languages import direction_of
from web.opened import Target
from web.originals import has_pages, original_url
from web.pictures import Pictures
from web.places import anchor_of, paragraph_name
from web.reader_contexts import ReportContext
from web.reading import Reading
from web.relations import change_views, other_views
from web.rendering import Renderer, base_url_of
from web.renewal import CurrentAssistant
from web.settings import WebSettings
from web.spans import spans_of


class ReaderPages:
    """The routes under which people read reports."""

    def __init__(
        self,
        current: CurrentAssistant,
        renderer: Renderer,
        *,
        settings: WebSettings,
        pictures: Pictures | None,
    ) -> None:
        self._current = current
        self._pictures = pictures
        self._renderer = renderer
        self._settings = settings
        self._max_question_chars = ServiceSettings().max_question_chars

    def add_routes(self, app: FastAPI) -> None:
        """Add the routes, most particular first."""
        page: dict[str, Any] = {"methods": ["GET", "HEAD"], "include_in_schema": False}
        app.add_api_route("/r/{report_id}", self.show_report, **page)
        app.add_api_route("/r/{report_id}/{address}", self.show_paragraph, **page)

    def show_report(
        self, request: Request, report_id: str, part: Annotated[int, Query(ge=1)] = 1
    ) -> Response:
        """A report, or one part of a long one; a part past the last is the last."""
        assistant = self._current.latest()
        reading = self._reading(assistant.report(report_id))
        shown = min(part, len(reading.parts)) - 1
        return self._open(request, assistant, reading, part=shown, target=None)

    def show_paragraph(
        self, request: Request, report_id: str, address: str, mark: str = ""
    ) -> Response:
        """A report opened at a paragraph, with slices of it marked: ``?mark=12-40,55-80``."""
        assistant = self._current.latest()
        reading = self._reading(assistant.report(report_id))
        paragraph = reading.report.paragraph(address)
        pictures = self._pictures
        target = Target(
            paragraph=paragraph,
            spans=spans_of(mark, paragraph.text),
            base_url=base_url_of(request, self._settings),
            facsimiles=facsimiles_of(reading.report, paragraph, pictures=pictures)
            if pictures
            else (),
            parallels=assistant.parallels(reading.report, paragraph),
            languages={each.report_id: each.cover.language or "" for each in assistant.reports()},
        )
        part = reading.part_of(paragraph)
        return self._open(request, assistant, reading, part=part, target=target)

    def _reading(self, report: Report) -> Reading:
        return Reading(report, has_pages=self._pictures is not None and has_pages(report))

    def _open(
        self,
        request: Request,
        assistant: Assistant,
        reading: Reading,
        *,
        part: int,
        target: Target | None,
    ) -> Response:
        """The reader of a part of a report, opened at ``target`` where there is one."""
        report = reading.report
        related = assistant.related(report)
        context = replace(
            _report_context(reading, part, target=target),
            changes=change_views(related),
            relations=other_views(related),
            original_url="" if self._pictures is None else original_url(report),
            max_chars=self._max_question_chars,
        )
        return self._renderer.page(request, context)


def _report_context(reading: Reading, part: int, *, target: Target | None) -> ReportContext:
    """The reader, without what is known of the report beside its own words."""
    report, place = reading.report, reading.place(part)
    opened, path = "", report_url(report.report_id)
    if target is not None:
        opened = paragraph_name(target.paragraph)
        path = paragraph_url(report.report_id, target.paragraph.address)
    name = opened or (place if part else "")
    return ReportContext(
        page_title=f"{name}, {report.name}" if name else report.name,
        section="reports",
        twin_url=f"{path}.json",
        report_id=report.report_id,
        title=title_of(report),
        symbol=report.cover.symbol or "",
        language=report.cover.language or "",
        direction=direction_of(report.cover.language),
        url=report_url(report.report_id),
        original_url="",
        original_name=report.source_name,
        opened=opened,
        target_anchor="" if target is None else anchor_of(target.paragraph),
        details=cover_details(report),
        changes=(),
        relations=(),
        facts=cover_facts(report),
        doubts=doubt_texts(report.doubts),
        max_chars=0,
        place=place,
        outline=reading.outline(part, target=target),
        stretches=reading.stretches(part, target=target),
        tables=reading.tables(part),
        notes=reading.notes(part),
        earlier=reading.link(part - 1, label=gettext("Previous part")),
        later=reading.link(part + 1, label=gettext("Next part")),
    )

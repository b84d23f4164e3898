"""The pages of the reader: a report, and a report opened at a paragraph."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from service import Assistant, Paragraph, Report, paragraph_url, report_url
from web.facsimiles import facsimiles_of
from web.originals import has_pages, original_url
from web.pictures import Pictures
from web.reader_contexts import Part, ReportContext
from web.reading import (
    Target,
    anchor_of,
    cover_details,
    cover_facts,
    doubt_texts,
    note_views,
    paragraph_name,
    parts_of,
    table_views,
)
from web.relations import relation_views
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

    def add_routes(self, app: FastAPI) -> None:
        """Add the routes, most particular first."""
        page: dict[str, Any] = {"methods": ["GET", "HEAD"], "include_in_schema": False}
        app.add_api_route("/r/{report_id}", self.show_report, **page)
        app.add_api_route("/r/{report_id}/{address}", self.show_paragraph, **page)

    def show_report(self, request: Request, report_id: str) -> Response:
        """A whole report."""
        assistant = self._current.latest()
        return self._open(request, assistant, assistant.report(report_id), target=None)

    def show_paragraph(
        self, request: Request, report_id: str, address: str, mark: str = ""
    ) -> Response:
        """A report opened at a paragraph, with slices of it marked: ``?mark=12-40,55-80``."""
        assistant = self._current.latest()
        report = assistant.report(report_id)
        paragraph = report.paragraph(address)
        pictures = self._pictures
        target = Target(
            paragraph=paragraph,
            spans=spans_of(mark, paragraph.text),
            base_url=base_url_of(request, self._settings),
            facsimiles=facsimiles_of(report, paragraph, pictures=pictures) if pictures else (),
        )
        return self._open(request, assistant, report, target=target)

    def _open(
        self, request: Request, assistant: Assistant, report: Report, *, target: Target | None
    ) -> Response:
        """The reader of a report, opened at ``target`` where there is one."""
        has_original = self._pictures is not None
        parts = parts_of(report, target=target, has_pages=has_original and has_pages(report))
        context = replace(
            _report_context(report, parts, target=None if target is None else target.paragraph),
            relations=relation_views(assistant.related(report)),
            original_url=original_url(report) if has_original else "",
        )
        return self._renderer.page(request, context)


def _report_context(
    report: Report, parts: Sequence[Part], *, target: Paragraph | None
) -> ReportContext:
    """The reader, without what is known of the report beside its own words."""
    opened, path = "", report_url(report.report_id)
    if target is not None:
        opened, path = paragraph_name(target), paragraph_url(report.report_id, target.address)
    return ReportContext(
        page_title=f"{opened}, {report.name}" if opened else report.name,
        section="reports",
        twin_url=f"{path}.json",
        title=report.cover.title or report.name,
        symbol=report.cover.symbol or "",
        language=report.cover.language or "",
        url=report_url(report.report_id),
        original_url="",
        original_name=report.source_name,
        opened=opened,
        target_anchor="" if target is None else anchor_of(target),
        details=cover_details(report),
        relations=(),
        facts=cover_facts(report),
        doubts=doubt_texts(report.doubts),
        outline=tuple(heading for part in parts for heading in part.headings),
        parts=tuple(parts),
        tables=table_views(report.tables),
        notes=note_views(report.notes),
    )

"""The page of the library: which reports there are, and how they are found."""

from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from service import Assistant, Report, gettext, ngettext, number_text, report_url
from web.covers import cover_details, paragraphs_text, reports_text, title_of
from web.listing import Listing, list_fields, listing_of, page_link
from web.reader_contexts import ReportGroup, ReportsContext, ReportView
from web.relations import relation_views
from web.rendering import Renderer
from web.renewal import CurrentAssistant
from web.schemas import ReportsQuery


class LibraryPages:
    """The routes under which people find reports."""

    def __init__(self, current: CurrentAssistant, renderer: Renderer) -> None:
        self._current = current
        self._renderer = renderer

    def add_routes(self, app: FastAPI) -> None:
        """Add the route."""
        page: dict[str, Any] = {"methods": ["GET", "HEAD"], "include_in_schema": False}
        app.add_api_route("/reports", self.show_reports, **page)

    def show_reports(self, request: Request, query: Annotated[ReportsQuery, Query()]) -> Response:
        """The library, or what a query leaves of it."""
        assistant = self._current.latest()
        return self._renderer.page(request, _reports_context(assistant, query))


def _reports_context(assistant: Assistant, query: ReportsQuery) -> ReportsContext:
    reports = assistant.reports()
    listing = listing_of(reports, query)
    is_narrowed = bool(query.model_dump(exclude_none=True, exclude={"page"}))
    return ReportsContext(
        page_title=gettext("Reports"),
        section="reports",
        twin_url="/reports.json",
        is_empty=not reports,
        has_form=len(reports) > 1,
        text=query.text or "",
        fields=list_fields(reports, query),
        is_narrowed=is_narrowed,
        count=_count_text(len(listing.found) if is_narrowed else None, len(reports)),
        groups=tuple(
            ReportGroup(
                title=year,
                anchor=f"y-{place}",
                reports=tuple(_report_view(assistant, report) for report in members),
            )
            for place, (year, members) in enumerate(listing.by_year, 1)
        ),
        place=_place_text(listing),
        earlier=page_link(query, listing, step=-1),
        later=page_link(query, listing, step=1),
    )


def _report_view(assistant: Assistant, report: Report) -> ReportView:
    length = paragraphs_text(assistant.paragraph_count(report.report_id))
    return ReportView(
        title=title_of(report),
        symbol=report.cover.symbol or "",
        language=report.cover.language or "",
        details=(*cover_details(report), length),
        url=report_url(report.report_id),
        relations=relation_views(assistant.related(report)),
    )


def _count_text(found: int | None, number: int) -> str:
    """How many reports were found of how many; None where all are shown."""
    if found is None:
        return reports_text(number)
    told = number_text(found)
    return ngettext(
        "%(found)s of %(num)s report", "%(found)s of %(num)s reports", number, found=told
    )


def _place_text(listing: Listing) -> str:
    """Which page of the list is shown; "" where there is one."""
    if listing.pages == 1:
        return ""
    return gettext("Page %(page)s of %(pages)s", page=listing.page, pages=listing.pages)

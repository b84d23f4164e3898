"""The page of the library: which reports there are."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from web.reader_contexts import ReportsContext
from web.reading import report_view
from web.rendering import Renderer
from web.renewal import CurrentAssistant


class LibraryPages:
    """The routes under which people find reports."""

    def __init__(self, current: CurrentAssistant, renderer: Renderer) -> None:
        self._current = current
        self._renderer = renderer

    def add_routes(self, app: FastAPI) -> None:
        """Add the route."""
        page: dict[str, Any] = {"methods": ["GET", "HEAD"], "include_in_schema": False}
        app.add_api_route("/reports", self.show_reports, **page)

    def show_reports(self, request: Request) -> Response:
        """The library."""
        reports = self._current.latest().reports()
        context = ReportsContext(
            page_title="Reports",
            section="reports",
            twin_url="/reports.json",
            reports=tuple(report_view(report) for report in reports),
        )
        return self._renderer.page(request, context)

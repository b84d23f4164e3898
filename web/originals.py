"""The files that reports came from, as they were added, and pictures of their pages.

A file is a stranger's: a browser may open a PDF in its viewer, which is made for that, and is to
save every other; markup is never shown as such.
"""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import Response

from service import (
    Originals,
    RapporteurError,
    Report,
    UnknownAddress,
    UnknownReport,
    UnreadableReport,
    report_url,
)
from web.errors import ORIGINAL_MISSING, PAGE_MISSING, PAGE_UNDRAWABLE, Problem, Refused
from web.pictures import SCALE, Pictures
from web.renewal import CurrentAssistant

_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_PICTURE_PROBLEMS: Mapping[type[RapporteurError], Problem] = {
    UnknownReport: ORIGINAL_MISSING,
    UnknownAddress: PAGE_MISSING,
    UnreadableReport: PAGE_UNDRAWABLE,
}


def original_url(report: Report) -> str:
    """The path of the file that a report was read from."""
    return f"{report_url(report.report_id)}/original"


def has_pages(report: Report) -> bool:
    """Whether the file of a report has pages that can be drawn, and that a browser opens."""
    return report.source_name.lower().endswith(".pdf")


def picture_url(report: Report, page: int) -> str:
    """The path of a picture of a page."""
    return f"{report_url(report.report_id)}/pages/{page}.png"


class OriginalFiles:
    """The routes of original files."""

    def __init__(
        self, current: CurrentAssistant, originals: Originals, *, pictures: Pictures
    ) -> None:
        self._current = current
        self._originals = originals
        self._pictures = pictures

    def add_routes(self, app: FastAPI) -> None:
        """Add the routes; they stand before those that take any address of a report."""
        plain: dict[str, Any] = {"methods": ["GET", "HEAD"], "include_in_schema": False}
        app.add_api_route("/r/{report_id}/original", self.send_original, **plain)
        app.add_api_route("/r/{report_id}/pages/{page}.png", self.send_picture, **plain)

    def send_original(self, request: Request, report_id: str) -> Response:
        """The file that a report was read from."""
        report = self._current.latest().report(report_id)
        headers = _kept_by(report.source_sha256)
        if _is_kept(request, headers):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        try:
            source = self._originals.read(report)
        except UnknownReport as error:
            raise Refused(ORIGINAL_MISSING) from error
        headers |= {"Content-Disposition": _disposition(report)}
        return Response(source, media_type=_media_type(report), headers=headers)

    def send_picture(self, request: Request, report_id: str, page: int) -> Response:
        """A page of the file that a report was read from, as PNG."""
        report = self._current.latest().report(report_id)
        if not has_pages(report):
            raise Refused(PAGE_MISSING)
        headers = _kept_by(f"{report.source_sha256}-{page}-{SCALE:g}")
        if _is_kept(request, headers):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        try:
            picture = self._pictures.page(report, page)
        except (UnknownReport, UnknownAddress, UnreadableReport) as error:
            raise Refused(_PICTURE_PROBLEMS[type(error)]) from error
        return Response(picture.png, media_type="image/png", headers=headers)


def _kept_by(tag: str) -> dict[str, str]:
    """Let a browser keep a response, and ask for it again by its tag.

    It must ask: a report can be replaced under its name.
    """
    return {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}


def _is_kept(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether the browser has the response already: RFC 9110, section 13.1.2."""
    asked = request.headers.get("if-none-match", "")
    return headers["ETag"] in [tag.strip().removeprefix("W/") for tag in asked.split(",")]


def _media_type(report: Report) -> str:
    """What a browser may take a file for: never markup, whose scripts would run as ours."""
    suffix = PurePath(report.source_name).suffix.lower()
    return _MEDIA_TYPES.get(suffix, "text/plain; charset=utf-8")


def _disposition(report: Report) -> str:
    """Open a file with pages in the browser, save any other; the name is percent-encoded."""
    kind = "inline" if has_pages(report) else "attachment"
    return f"{kind}; filename*=UTF-8''{quote(report.source_name, safe='')}"

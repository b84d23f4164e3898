"""From a page's context to HTML, and from a problem to the form its address asks for.

Every template escapes everything, and a variable that no context has is an error.
"""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.types import ASGIApp, Receive, Scope, Send

from service import (
    Stage,
    UnknownAddress,
    Watch,
    catalogue_in_force,
    gettext,
    pgettext,
    report_url,
    timed,
    unwatched,
)
from web.contexts import (
    AskContext,
    ConversationContext,
    ErrorContext,
    PageContext,
    PrintContext,
    ThanksContext,
    TurnContext,
)
from web.errors import Problem, problem_response
from web.gate import READY_PATH, UNCOUNTED
from web.languages import Language
from web.reader_contexts import ReportContext, ReportsContext
from web.settings import WebSettings

FOLDER = Path(__file__).parent
TEMPLATES: Mapping[type[PageContext | TurnContext], str] = {
    AskContext: "ask.html",
    ConversationContext: "conversation.html",
    TurnContext: "turn.html",
    PrintContext: "print.html",
    ThanksContext: "thanks.html",
    ReportsContext: "reports.html",
    ReportContext: "report.html",
    ErrorContext: "error.html",
}
_MACHINE_PATHS = ("/api/", "/static/", "/openapi.json", READY_PATH, *UNCOUNTED)
_MACHINE_ENDINGS = (".json", ".bib", ".ris", ".png")


class Renderer:
    """Renders contexts, each with the template that is written for it."""

    def __init__(self, language: Language, watch: Watch = unwatched) -> None:
        self._watch = watch
        self._templates = Jinja2Templates(env=_environment(language))

    def page(
        self, request: Request, context: PageContext | TurnContext, *, status: int = 200
    ) -> Response:
        """Render a context."""
        values: dict[str, Any] = {f.name: getattr(context, f.name) for f in fields(context)}
        name = TEMPLATES[type(context)]
        with timed(Stage.RENDER, self._watch):
            return self._templates.TemplateResponse(request, name, values, status_code=status)

    def problem(self, scope: Scope, problem: Problem) -> Response:
        """Tell a problem: as a page to people, as problem+json to programs."""
        if not is_page(scope["path"]):
            return problem_response(problem)
        context = ErrorContext(
            page_title=gettext(problem.heading),
            section="",
            twin_url="",
            status=problem.status.value,
            heading=gettext(problem.heading),
            detail=gettext(problem.detail),
            report_url=_report_url(scope) if problem.code == UnknownAddress.code else "",
        )
        response = self.page(Request(scope), context, status=problem.status)
        response.headers.update(problem.headers)
        return response


def _report_url(scope: Scope) -> str:
    """The report that a page is asked of; "" where it is of none."""
    report_id = scope.get("path_params", {}).get("report_id")
    return report_url(report_id) if report_id else ""


class InLanguage:
    """Tells people everything in the language of the interface, and programs in English."""

    def __init__(self, app: ASGIApp, *, language: Language) -> None:
        self._app = app
        self._catalogue = language.catalogue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, requests for pages with the catalogue in force."""
        if scope["type"] != "http" or not is_page(scope["path"]):
            await self._app(scope, receive, send)
            return
        with catalogue_in_force(self._catalogue):
            await self._app(scope, receive, send)


def is_page(path: str) -> bool:
    """Whether people read what is at a path; all else is for programs."""
    return not path.startswith(_MACHINE_PATHS) and not path.endswith(_MACHINE_ENDINGS)


def base_url_of(request: Request, settings: WebSettings) -> str:
    """The address that readers use, without a slash; the host of a request is on our list."""
    return settings.base_url or str(request.base_url).rstrip("/")


def saved(content: str | bytes, media_type: str, *, name: str) -> Response:
    """A file to save under a name of ours, or of a report and a paragraph that exist."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _environment(language: Language) -> Environment:
    """Templates with the words of a language.

    A block ``trans`` may hold markup, which its translation has as well; what ``_`` gives is text.
    """
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.install_gettext_translations(language.catalogue, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"_": gettext, "pgettext": pgettext, "interface": language}
    return environment

"""The JSON routes: questions, the twins of the pages, and citation files."""

import json
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Body, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic import TypeAdapter

from service import (
    Answer,
    CitationForms,
    SearchResult,
    Stage,
    Suggestion,
    Watch,
    header_json,
    report_json,
    timed,
    unwatched,
)
from web.asking import ask, rank
from web.opened import forms_of
from web.rendering import base_url_of, saved
from web.renewal import CurrentAssistant
from web.schemas import AskRequest, Text
from web.settings import WebSettings
from web.spans import spans_of

_PROBLEM = {
    "description": "A problem (RFC 9457)",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["title", "status", "detail", "code"],
                "properties": {
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                    "fields": {"type": "array", "items": {"type": "object"}},
                },
            }
        }
    },
}
_JSON = "application/json"
PROBLEMS: dict[int | str, dict[str, Any]] = {"4XX": _PROBLEM, "5XX": _PROBLEM, 422: _PROBLEM}


class Api:
    """The routes that programs read; all are GET but those that are told what someone types."""

    def __init__(
        self, current: CurrentAssistant, settings: WebSettings, *, watch: Watch = unwatched
    ) -> None:
        self._current = current
        self._settings = settings
        self._watch = watch
        # In a ninth of the time of "answer_json" and "json" (eval/RESULTS.md).
        self._answers, self._results = TypeAdapter(Answer), TypeAdapter(SearchResult)

    def add_routes(self, app: FastAPI) -> None:
        """Add the routes, most particular first."""
        add, paragraph = app.add_api_route, "/r/{report_id}/{address}"
        plain: dict[str, Any] = {"methods": ["GET", "HEAD"], "include_in_schema": False}
        described: dict[str, Any] = {"methods": ["GET"]}  # a schema tells each method apart
        head: dict[str, Any] = {"methods": ["HEAD"], "include_in_schema": False}
        add("/api/v1/ask", self.ask, methods=["POST"], response_model=Answer, name="ask")
        add(
            "/api/v1/search",
            self.search,
            methods=["POST"],
            response_model=SearchResult,
            name="search",
        )
        add(
            "/api/v1/suggest",
            self.suggest,
            methods=["POST"],
            response_model=list[Suggestion],
            name="suggest",
        )
        add("/api/v1/reports", self.list_reports, name="reports", **described)
        add("/api/v1/reports", self.list_reports, **head)
        add("/reports.json", self.list_reports, **plain)
        add(f"{paragraph}.csl.json", self.save_csl_json, **plain)
        add(f"{paragraph}.bib", self.save_bibtex, **plain)
        add(f"{paragraph}.ris", self.save_ris, **plain)
        add(f"{paragraph}.json", self.read_paragraph, name="paragraph", **described)
        add(f"{paragraph}.json", self.read_paragraph, **head)
        add("/r/{report_id}.json", self.read_report, name="report", **described)
        add("/r/{report_id}.json", self.read_report, **head)

    def ask(self, request: AskRequest) -> Response:
        """Answer a question with cited passages, or say that the reports do not answer it."""
        answer = ask(self._current.latest(), request, settings=self._settings)
        with timed(Stage.RENDER, self._watch):
            return Response(self._answers.dump_json(answer), media_type=_JSON)

    def search(self, request: AskRequest) -> Response:
        """The ranking that the answer would be chosen from, for measuring and for programs."""
        found = rank(self._current.latest(), request, settings=self._settings)
        with timed(Stage.RENDER, self._watch):
            return Response(self._results.dump_json(found), media_type=_JSON)

    def suggest(self, typed: Annotated[Text, Body(embed=True)]) -> Response:
        """The reports that what is being typed can name, at most eight."""
        found = self._current.latest().suggest(typed)
        return JSONResponse([asdict(each) for each in found])

    def list_reports(self) -> Response:
        """The covers of all reports, in corpus order."""
        return JSONResponse([header_json(report) for report in self._current.latest().reports()])

    def read_report(self, report_id: str) -> Response:
        """A whole report."""
        return JSONResponse(report_json(self._current.latest().report(report_id)))

    def read_paragraph(self, request: Request, report_id: str, address: str) -> Response:
        """A paragraph with its report's cover and its citation in every form."""
        assistant = self._current.latest()
        report = assistant.report(report_id)
        paragraph = report.paragraph(address)
        forms = forms_of(report, paragraph, base_url=base_url_of(request, self._settings))
        place = report.paragraphs.index(paragraph)
        citation = {
            "note": forms.note,
            "bibtex": forms.bibtex,
            "ris": forms.ris,
            "csl": json.loads(forms.csl_json),
            "permalink": forms.permalink,
        }
        return JSONResponse(
            {
                "report": header_json(report),
                "paragraph": report_json(report)["paragraphs"][place],
                "citation": citation,
                "relations": [asdict(each) for each in assistant.related(report)],
                "parallels": asdict(assistant.parallels(report, paragraph)),
            }
        )

    def save_bibtex(
        self, request: Request, report_id: str, address: str, mark: str = ""
    ) -> Response:
        """The citation as a BibTeX file."""
        forms = self._forms(request, report_id, address, mark=mark)
        return saved(forms.bibtex, "application/x-bibtex", name=f"{report_id}-{address}.bib")

    def save_ris(self, request: Request, report_id: str, address: str, mark: str = "") -> Response:
        """The citation as an RIS file."""
        forms = self._forms(request, report_id, address, mark=mark)
        media_type = "application/x-research-info-systems"
        return saved(forms.ris, media_type, name=f"{report_id}-{address}.ris")

    def save_csl_json(
        self, request: Request, report_id: str, address: str, mark: str = ""
    ) -> Response:
        """The citation as a CSL-JSON file."""
        forms = self._forms(request, report_id, address, mark=mark)
        media_type = "application/vnd.citationstyles.csl+json"
        return saved(forms.csl_json, media_type, name=f"{report_id}-{address}.csl.json")

    def _forms(self, request: Request, report_id: str, address: str, *, mark: str) -> CitationForms:
        """The forms of a citation; it names the item that holds the first marked slice."""
        report = self._current.latest().report(report_id)
        paragraph = report.paragraph(address)
        base_url, spans = base_url_of(request, self._settings), spans_of(mark, paragraph.text)
        return forms_of(report, paragraph, base_url=base_url, spans=spans)

"""The pages: ask, answer, library, and the reader of a report."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import FastAPI, Form, Request
from fastapi.responses import RedirectResponse, Response

from service import (
    Answer,
    Assistant,
    Paragraph,
    QuestionError,
    Report,
    ServiceSettings,
    paragraph_url,
    report_url,
)
from web.asking import ask
from web.contexts import (
    AnswerContext,
    AskContext,
    HiddenField,
    Part,
    ReportContext,
    ReportsContext,
)
from web.errors import problem_of
from web.facsimiles import facsimiles_of
from web.originals import has_pages, original_url
from web.passages import (
    confidence_text,
    first_and_others,
    others_title_of,
    receipt_facts,
    scope_filters,
    scope_hidden_fields,
    verdict_of,
)
from web.pictures import Pictures
from web.question_box import examples_of, follow_up_form, opening_form
from web.reading import (
    Target,
    anchor_of,
    count_text,
    cover_details,
    cover_facts,
    doubt_texts,
    note_views,
    paragraph_name,
    parts_of,
    report_view,
    table_views,
)
from web.relations import relation_views
from web.rendering import Renderer, base_url_of
from web.renewal import CurrentAssistant
from web.schemas import AskForm, request_of
from web.settings import WebSettings
from web.spans import spans_of

_ASK_LIMIT = 5
# Browsers cannot go back to the answer of a form with "no-store"; they show an error in its place.
_FOR_THE_WAY_BACK = "private, no-cache"


class Pages:
    """The routes that people read."""

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
        app.add_api_route("/", self.show_question_box, **page)
        app.add_api_route("/ask", self.show_answer, methods=["POST"], include_in_schema=False)
        app.add_api_route("/ask", self.return_to_question_box, **page)
        app.add_api_route("/reports", self.show_reports, **page)
        app.add_api_route("/r/{report_id}", self.show_report, **page)
        app.add_api_route("/r/{report_id}/{address}", self.show_paragraph, **page)

    def show_question_box(self, request: Request) -> Response:
        """The page that asks."""
        context = self._ask_context(self._current.latest(), question="", notice="")
        return self._renderer.page(request, context)

    def return_to_question_box(self) -> Response:
        """A reloaded or shared address of an answer: there is none, answers are not kept."""
        return RedirectResponse("/", status_code=302)

    def show_answer(self, request: Request, form: Annotated[AskForm, Form()]) -> Response:
        """The answer, or the question box again with the reason why it cannot be asked."""
        assistant = self._current.latest()
        try:
            answer = ask(assistant, request_of(form, limit=_ASK_LIMIT), settings=self._settings)
        except QuestionError as error:
            problem = problem_of(error)
            again = self._ask_context(assistant, question=form.question, notice=problem.detail)
            return self._renderer.page(request, again, status=problem.status)
        headers = {report.report_id: report for report in assistant.reports()}
        context = self._answer_context(answer, history=form.history, headers=headers)
        response = self._renderer.page(request, context)
        response.headers["Cache-Control"] = _FOR_THE_WAY_BACK
        return response

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

    def _ask_context(self, assistant: Assistant, *, question: str, notice: str) -> AskContext:
        headers = assistant.reports()
        first = [assistant.report(header.report_id) for header in headers[:1]]
        return AskContext(
            page_title="Ask official reports",
            section="ask",
            twin_url="",
            form=opening_form(question, headers, max_chars=self._max_question_chars),
            notice=notice,
            examples=tuple(example for report in first for example in examples_of(report)),
            reports=count_text(len(headers), "report"),
        )

    def _answer_context(
        self, answer: Answer, *, history: Sequence[str], headers: Mapping[str, Report]
    ) -> AnswerContext:
        turns = [HiddenField(name="history", value=earlier) for earlier in history]
        turn = HiddenField(name="history", value=answer.question)
        carried = (*turns, turn)[-self._settings.max_history :]
        first, others = first_and_others(answer, headers)
        return AnswerContext(
            page_title=answer.question,
            section="ask",
            twin_url="",
            question=answer.question,
            understood="" if answer.query in answer.question else answer.query,
            conversation=tuple(history),
            filters=scope_filters(answer.scope, headers, carried=turns),
            is_answered=answer.answered,
            verdict=verdict_of(answer),
            message=answer.message,
            confidence=confidence_text(answer),
            first=first,
            others_title=others_title_of(answer),
            others=others,
            receipt=receipt_facts(answer),
            form=follow_up_form(
                (*carried, *scope_hidden_fields(answer.scope)),
                max_chars=self._max_question_chars,
            ),
        )

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

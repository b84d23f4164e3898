"""The pages that ask and answer."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import FastAPI, Form, Request
from fastapi.responses import RedirectResponse, Response

from service import Answer, Assistant, QuestionError, Report, ServiceSettings
from web.asking import ask
from web.contexts import AnswerContext, AskContext, HiddenField
from web.errors import problem_of
from web.passages import (
    confidence_text,
    first_and_others,
    others_title_of,
    receipt_facts,
    scope_filters,
    scope_hidden_fields,
    verdict_of,
)
from web.question_box import examples_of, follow_up_form, opening_form
from web.reading import count_text
from web.rendering import Renderer
from web.renewal import CurrentAssistant
from web.schemas import AskForm, request_of
from web.settings import WebSettings

_ASK_LIMIT = 5
# Browsers cannot go back to the answer of a form with "no-store"; they show an error in its place.
_FOR_THE_WAY_BACK = "private, no-cache"


class Pages:
    """The routes under which people ask."""

    def __init__(
        self,
        current: CurrentAssistant,
        renderer: Renderer,
        *,
        settings: WebSettings,
    ) -> None:
        self._current = current
        self._renderer = renderer
        self._settings = settings
        self._max_question_chars = ServiceSettings().max_question_chars

    def add_routes(self, app: FastAPI) -> None:
        """Add the routes, most particular first."""
        page: dict[str, Any] = {"methods": ["GET", "HEAD"], "include_in_schema": False}
        app.add_api_route("/", self.show_question_box, **page)
        app.add_api_route("/ask", self.show_answer, methods=["POST"], include_in_schema=False)
        app.add_api_route("/ask", self.return_to_question_box, **page)

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
            filters=scope_filters(answer.asked_scope, headers, carried=turns),
            is_answered=answer.answered,
            verdict=verdict_of(answer),
            message=answer.message,
            confidence=confidence_text(answer),
            first=first,
            others_title=others_title_of(answer),
            others=others,
            receipt=receipt_facts(answer),
            form=follow_up_form(
                (*carried, *scope_hidden_fields(answer.asked_scope)),
                max_chars=self._max_question_chars,
            ),
        )

"""The pages that ask and answer.

Nothing that is asked is kept: a page carries its conversation in its forms, and the earlier
turns that it shows are answered anew.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Form, Request
from fastapi.responses import Response

from service import (
    Answer,
    Assistant,
    QuestionError,
    ServiceSettings,
    feedback_of,
    gettext,
    keep_feedback,
    transcript_of,
)
from web.asking import ask
from web.contexts import (
    AskContext,
    ConversationContext,
    PrintContext,
    ThanksContext,
    TurnContext,
    TurnView,
)
from web.conversation import Place, turn_view
from web.covers import reports_text
from web.errors import problem_of
from web.exports import DOCX_TYPE, MARKDOWN_TYPE, docx_of, printed_turns, receipt_of
from web.question_box import examples_of, follow_up_form, opening_form
from web.rendering import Renderer, base_url_of, saved
from web.renewal import CurrentAssistant
from web.schemas import AskForm, ExportForm, FeedbackForm, request_of
from web.settings import WebSettings
from web.turns import follow_up_of, turns_of

_ASK_LIMIT = 5
_FILE_NAME = "rapporteur-conversation"
_EARLIER_ANSWERED = 2  # turns before the newest that a page shows with their answers, folded
# Browsers cannot go back to the answer of a form with "no-store"; they show an error in its place.
_FOR_THE_WAY_BACK = "private, no-cache"
AskedForm = Annotated[AskForm, Form()]


class ConversationPages:
    """The routes by which people ask."""

    def __init__(
        self,
        current: CurrentAssistant,
        renderer: Renderer,
        *,
        settings: WebSettings,
        home: Path | None,
    ) -> None:
        """Feedback is taken only with a ``home``, where it is kept."""
        self._current = current
        self._renderer = renderer
        self._settings = settings
        self._home = home if settings.feedback else None
        self._max_question_chars = ServiceSettings().max_question_chars

    def add_routes(self, app: FastAPI) -> None:
        """Add the routes."""
        page: dict[str, Any] = {"methods": ["GET", "HEAD"], "include_in_schema": False}
        form: dict[str, Any] = {"methods": ["POST"], "include_in_schema": False}
        app.add_api_route("/", self.show_question_box, **page)
        app.add_api_route("/ask", self.show_opening, **page)
        app.add_api_route("/ask", self.show_conversation, **form)
        app.add_api_route("/turn", self.show_turn, **form)
        app.add_api_route("/export", self.export, **form)
        if self._home is not None:
            app.add_api_route("/feedback", self.take_feedback, **form)

    def show_question_box(self, request: Request) -> Response:
        """The page that asks."""
        context = self._ask_context(self._current.latest())
        return _with_way_back(self._renderer.page(request, context))

    def show_opening(self, request: Request) -> Response:
        """A conversation without turns: the script asks again what the fragment of a link says."""
        context = self._conversation_context((), AskForm())
        return _with_way_back(self._renderer.page(request, context))

    def show_conversation(self, request: Request, form: AskedForm) -> Response:
        """The conversation with its newest answer, or with the reason why it cannot be asked."""
        assistant = self._current.latest()
        place = self._place(request, assistant)
        *earlier, newest = turns_of(form)
        try:
            answer = self._ask(assistant, newest)
        except QuestionError as error:
            return self._refuse(request, assistant, form, error=error)
        turns = self._turn_views(assistant, earlier, place=place)
        turn = turn_view(newest, answer, place=place, is_newest=True)
        follow_up = follow_up_of(form, max_history=self._settings.max_history)
        context = self._conversation_context((*turns, turn), follow_up)
        return _with_way_back(self._renderer.page(request, context))

    def show_turn(self, request: Request, form: AskedForm) -> Response:
        """The newest turn alone, for a page that shows the earlier ones already."""
        assistant = self._current.latest()
        place = self._place(request, assistant)
        answer = self._ask(assistant, form)
        follow_up = follow_up_of(form, max_history=self._settings.max_history)
        context = TurnContext(
            page_title=answer.question,
            turn=turn_view(form, answer, place=place, is_newest=True),
            form=follow_up_form(follow_up, max_chars=self._max_question_chars),
        )
        return self._renderer.page(request, context)

    def export(self, request: Request, form: Annotated[ExportForm, Form()]) -> Response:
        """The conversation to take along, every turn answered again."""
        assistant = self._current.latest()
        asked = [self._answer_again(assistant, turn) for turn in turns_of(form)[:-1]]
        answers = [answer for answer in asked if answer is not None]
        base_url = base_url_of(request, self._settings)
        if form.format == "markdown":
            text = transcript_of(answers, base_url=base_url)
            return saved(text, MARKDOWN_TYPE, name=f"{_FILE_NAME}.md")
        if form.format == "docx":
            file = docx_of(answers, base_url=base_url)
            return saved(file, DOCX_TYPE, name=f"{_FILE_NAME}.docx")
        context = PrintContext(
            page_title=gettext("Questions and cited answers"),
            section="",
            twin_url="",
            turns=printed_turns(answers, base_url=base_url),
            receipt=receipt_of(answers),
        )
        return self._renderer.page(request, context)

    def take_feedback(self, request: Request, form: Annotated[FeedbackForm, Form()]) -> Response:
        """Keep what a reader says of an answer, which is asked for again to tell what it showed."""
        answer = self._ask(self._current.latest(), form)
        if self._home is not None:
            said = feedback_of(answer, form.verdict, history=tuple(form.history))
            keep_feedback(self._home, said)
        context = ThanksContext(page_title=gettext("Noted"), section="", twin_url="")
        return self._renderer.page(request, context)

    def _ask(self, assistant: Assistant, turn: AskForm) -> Answer:
        return ask(assistant, request_of(turn, limit=_ASK_LIMIT), settings=self._settings)

    def _refuse(
        self, request: Request, assistant: Assistant, form: AskForm, *, error: QuestionError
    ) -> Response:
        """The page that was asked from, with the question still in its box."""
        problem = problem_of(error)
        *earlier, newest = turns_of(form)
        told = {"question": newest.question, "notice": gettext(problem.detail)}
        if not earlier:
            context = self._ask_context(assistant, **told)
            return self._renderer.page(request, context, status=problem.status)
        place = self._place(request, assistant)
        *before, last = earlier
        answer = self._answer_again(assistant, last)
        turns = self._turn_views(assistant, before, place=place)
        turn = turn_view(last, answer, place=place, is_newest=True)
        again = self._conversation_context((*turns, turn), form, **told)
        return self._renderer.page(request, again, status=problem.status)

    def _turn_views(
        self, assistant: Assistant, turns: Sequence[AskForm], *, place: Place
    ) -> tuple[TurnView, ...]:
        """Earlier turns, the latest of them answered again."""
        first_answered = len(turns) - _EARLIER_ANSWERED
        return tuple(
            turn_view(
                turn,
                self._answer_again(assistant, turn) if number >= first_answered else None,
                place=place,
                is_newest=False,
            )
            for number, turn in enumerate(turns)
        )

    def _answer_again(self, assistant: Assistant, turn: AskForm) -> Answer | None:
        """The answer of an earlier turn; none where it cannot be asked."""
        try:
            return self._ask(assistant, turn)
        except QuestionError:
            return None

    def _place(self, request: Request, assistant: Assistant) -> Place:
        headers = {report.report_id: report for report in assistant.reports()}
        base_url, takes_feedback = base_url_of(request, self._settings), self._home is not None
        return Place(headers=headers, base_url=base_url, takes_feedback=takes_feedback)

    def _ask_context(
        self, assistant: Assistant, *, question: str = "", notice: str = ""
    ) -> AskContext:
        headers = assistant.reports()
        return AskContext(
            page_title=gettext("Ask official reports"),
            section="ask",
            twin_url="",
            form=opening_form(
                headers, question=question, notice=notice, max_chars=self._max_question_chars
            ),
            examples=examples_of(assistant),
            reports=reports_text(len(headers)) if headers else "",
        )

    def _conversation_context(
        self, turns: Sequence[TurnView], form: AskForm, *, question: str = "", notice: str = ""
    ) -> ConversationContext:
        return ConversationContext(
            page_title=turns[-1].question if turns else gettext("Conversation"),
            section="ask",
            twin_url="",
            turns=tuple(turns),
            form=follow_up_form(
                form, question=question, notice=notice, max_chars=self._max_question_chars
            ),
        )


def _with_way_back(response: Response) -> Response:
    response.headers["Cache-Control"] = _FOR_THE_WAY_BACK
    return response

"""From a request to an answer or a ranking: the one step that the pages and the API share."""

from dataclasses import replace
from typing import Any

from service import Answer, Assistant, SearchResult
from web.errors import INVALID, FieldError, Problem, Refused
from web.schemas import AskRequest, scope_of
from web.settings import WebSettings


def ask(assistant: Assistant, request: AskRequest, *, settings: WebSettings) -> Answer:
    """Ask the assistant what a request asks.

    Raises:
        QuestionError: the question cannot be asked.
        Refused: the request asks for more than the settings allow.
    """
    return assistant.ask(**_asked(request, settings, max_limit=settings.max_limit))


def rank(assistant: Assistant, request: AskRequest, *, settings: WebSettings) -> SearchResult:
    """The ranking that the answer to the same request would be chosen from.

    Raises:
        QuestionError, Refused: as for ``ask``.
    """
    return assistant.rank(**_asked(request, settings, max_limit=settings.max_ranked))


def _asked(request: AskRequest, settings: WebSettings, *, max_limit: int) -> dict[str, Any]:
    """What a request asks, as an assistant is asked it, within what the settings allow."""
    if request.limit > max_limit:
        raise Refused(_too_much("limit", f"at most {max_limit} passages are given"))
    if len(request.history) > settings.max_history:
        raise Refused(_too_much("history", f"at most {settings.max_history} questions are read"))
    return {
        "question": request.question,
        "history": request.history,
        "scope": scope_of(request.scope),
        "limit": request.limit,
        "open_fields": request.open_fields,
    }


def _too_much(field: str, detail: str) -> Problem:
    return replace(INVALID, fields=(FieldError(field, detail),))

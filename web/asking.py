"""From a request to an answer: the one step that the pages and the API share."""

from collections.abc import Sequence

from service import Answer, Assistant, Scope
from web.errors import INVALID, FieldError, Problem, Refused
from web.settings import WebSettings


def ask(
    assistant: Assistant,
    question: str,
    *,
    history: Sequence[str],
    scope: Scope,
    limit: int,
    settings: WebSettings,
) -> Answer:
    """Ask the assistant what a request asks.

    Raises:
        QuestionError: the question cannot be asked.
        Refused: the request asks for more than the settings allow.
    """
    if limit > settings.max_limit:
        raise Refused(_too_much("limit", f"at most {settings.max_limit} passages are given"))
    if len(history) > settings.max_history:
        raise Refused(_too_much("history", f"at most {settings.max_history} questions are read"))
    return assistant.ask(question, history=history, scope=scope, limit=limit)


def _too_much(field: str, detail: str) -> Problem:
    fields = (FieldError(field, detail),)
    return Problem(INVALID.status, INVALID.code, INVALID.heading, INVALID.detail, fields)

"""From an error to an HTTP status, in one table, and to an answer that never echoes the input.

Errors are told as RFC 9457 problems, ``code`` being stable. Their sentences are written here and
not taken from the error, whose message may name what was asked, or a path of this machine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import Scope

from service import (
    AddressInUse,
    BackupDamaged,
    BackupError,
    BackupUnavailable,
    CorpusError,
    EncoderUnavailable,
    HomeOccupied,
    HomeUnsound,
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexStale,
    IndexUnwritable,
    JudgementsUnreadable,
    LibraryUnavailable,
    NoTextLayer,
    QuestionEmpty,
    QuestionError,
    QuestionTooLong,
    RapporteurError,
    RetrievalError,
    SettingsError,
    SourceUnavailable,
    UnknownAddress,
    UnknownReport,
    UnreadableReport,
    msgid,
)


@dataclass(frozen=True, slots=True)
class FieldError:
    """A field of a request that is not as it should be."""

    field: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told when a request is not answered; ``heading`` is for people alone.

    Both sentences are written in English, and translated where a page tells them.
    """

    status: HTTPStatus
    code: str
    heading: str
    detail: str
    fields: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """A request that is refused for what it asks, not for an error of the service."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
_UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE
_UNEXPECTED = HTTPStatus.INTERNAL_SERVER_ERROR

STATUSES: Mapping[type[RapporteurError], tuple[HTTPStatus, str]] = {
    RapporteurError: (_UNEXPECTED, msgid("Something went wrong; the question was not answered.")),
    SettingsError: (_UNEXPECTED, msgid("The server has a setting that is not allowed.")),
    CorpusError: (_UNEXPECTED, msgid("The library cannot be used.")),
    SourceUnavailable: (_UNEXPECTED, msgid("A file that is needed cannot be opened.")),
    UnreadableReport: (_UNEXPECTED, msgid("A report cannot be read.")),
    NoTextLayer: (_UNEXPECTED, msgid("A report has pictures of pages and no words.")),
    LibraryUnavailable: (_UNAVAILABLE, msgid("The library cannot be read just now.")),
    UnknownReport: (HTTPStatus.NOT_FOUND, msgid("The library has no report of that name.")),
    UnknownAddress: (HTTPStatus.NOT_FOUND, msgid("The report has no such paragraph.")),
    RetrievalError: (_UNAVAILABLE, msgid("The index cannot be searched.")),
    IndexMissing: (_UNAVAILABLE, msgid('Nothing is indexed yet; run "rapporteur index".')),
    IndexStale: (_UNAVAILABLE, msgid('The index is out of date; run "rapporteur index".')),
    IndexDamaged: (_UNAVAILABLE, msgid('The index is damaged; run "rapporteur index".')),
    IndexBusy: (_UNAVAILABLE, msgid("The index is being written; try again in a minute.")),
    IndexUnwritable: (_UNAVAILABLE, msgid("The index cannot be written.")),
    EncoderUnavailable: (_UNAVAILABLE, msgid("The encoder that reads questions cannot be used.")),
    HomeUnsound: (_UNEXPECTED, msgid("What the server answers from is damaged.")),
    BackupError: (_UNEXPECTED, msgid("The reports cannot be backed up or restored.")),
    BackupUnavailable: (_UNEXPECTED, msgid("A backup cannot be read or written.")),
    BackupDamaged: (_UNEXPECTED, msgid("A backup is damaged.")),
    HomeOccupied: (_UNEXPECTED, msgid("There are reports already where others should be.")),
    QuestionError: (_UNPROCESSABLE, msgid("The question cannot be asked as it is.")),
    QuestionEmpty: (
        _UNPROCESSABLE,
        msgid("The question is empty; ask in words, or cite a paragraph."),
    ),
    QuestionTooLong: (_UNPROCESSABLE, msgid("The question is too long; ask in fewer words.")),
    JudgementsUnreadable: (_UNEXPECTED, msgid("A question set cannot be read.")),
    AddressInUse: (_UNEXPECTED, msgid("The server cannot listen at its address.")),
}

_HEADINGS = {
    HTTPStatus.NOT_FOUND: msgid("Not found"),
    HTTPStatus.UNPROCESSABLE_ENTITY: msgid("This could not be asked"),
    HTTPStatus.SERVICE_UNAVAILABLE: msgid("Not ready to answer"),
}
_FAILED = msgid("Something went wrong")

UNEXPECTED = Problem(
    _UNEXPECTED,
    "unexpected",
    _FAILED,
    msgid("This is a fault of the server; the question was not kept."),
)
BUSY = Problem(
    _UNAVAILABLE,
    "busy",
    msgid("Too many questions at once"),
    msgid("The server is busy; try again in a few seconds."),
    headers={"Retry-After": "2"},
)
STOPPING = Problem(
    _UNAVAILABLE,
    "stopping",
    "The server is stopping",
    "The server is stopping and takes no more questions; try again in a minute.",
    headers={"Retry-After": "30", "Connection": "close"},
)
HOST_REFUSED = Problem(
    HTTPStatus.MISDIRECTED_REQUEST,
    "host-refused",
    msgid("Wrong address"),
    msgid(
        "The server does not answer under this host name; see the setting RAPPORTEUR_ALLOWED_HOSTS."
    ),
)
CROSS_SITE = Problem(
    HTTPStatus.FORBIDDEN,
    "cross-site",
    msgid("Refused"),
    msgid("Questions are taken from the pages of this server only."),
)
BODY_TOO_LARGE = Problem(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "body-too-large",
    msgid("Too long"),
    msgid("The request is larger than the server reads."),
)
ORIGINAL_MISSING = Problem(
    HTTPStatus.NOT_FOUND,
    "original-missing",
    msgid("Not found"),
    msgid("The library does not have the original file of this report."),
)
PAGE_MISSING = Problem(
    HTTPStatus.NOT_FOUND,
    "page-missing",
    msgid("Not found"),
    msgid("The original file of this report has no such page."),
)
PAGE_UNDRAWABLE = Problem(
    HTTPStatus.NOT_FOUND,
    "page-undrawable",
    msgid("Not found"),
    msgid("This page of the original file cannot be drawn."),
)
INVALID = Problem(
    _UNPROCESSABLE,
    "request-invalid",
    msgid("This could not be asked"),
    msgid("The request is not in its form."),
)

_HTTP_PROBLEMS = {
    400: Problem(
        HTTPStatus.BAD_REQUEST,
        "body-unreadable",
        msgid("Not understood"),
        msgid("The body cannot be read."),
    ),
    404: Problem(
        HTTPStatus.NOT_FOUND, "not-found", msgid("Not found"), msgid("Nothing is at this address.")
    ),
    405: Problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "method-not-allowed",
        msgid("Not possible here"),
        msgid("This address does not take that method."),
    ),
    413: BODY_TOO_LARGE,
    415: Problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "media-type-unsupported",
        msgid("Not understood"),
        msgid("The body must be application/json."),
    ),
}

Reply = Callable[[Scope, Problem], Response]
AllowedFields = Mapping[str, Sequence[str]]  # by the field that holds them; "" is the body


def problem_of(error: RapporteurError) -> Problem:
    """The problem that tells an error of ours; a new class takes the row of its parent."""
    row = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    return Problem(row[0], error.code, _HEADINGS.get(row[0], _FAILED), row[1])


def problem_response(problem: Problem) -> Response:
    """The problem as ``application/problem+json``."""
    body: dict[str, Any] = {
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": problem.detail,
        "code": problem.code,
    }
    if problem.fields:
        body["fields"] = [{"field": e.field, "detail": e.detail} for e in problem.fields]
    return JSONResponse(
        body,
        status_code=problem.status,
        headers=dict(problem.headers),
        media_type="application/problem+json",
    )


def add_replies(app: FastAPI, reply: Reply, *, allowed_fields: AllowedFields) -> None:
    """Tell every error through ``reply``; only ``allowed_fields`` are ever named in it."""

    def told(request: Request, error: Exception) -> Response:
        return reply(request.scope, _problem(request, error, allowed_fields=allowed_fields))

    for kind in (RapporteurError, Refused, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, told)


def _problem(request: Request, error: Exception, *, allowed_fields: AllowedFields) -> Problem:
    if isinstance(error, RapporteurError):
        return problem_of(error)
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, HTTPException):
        return _http_problem(error)
    if isinstance(error, RequestValidationError):
        return _invalid(request, error, allowed_fields=allowed_fields)
    raise TypeError(f"no reply is written for {type(error).__name__}")


def _http_problem(error: HTTPException) -> Problem:
    status = HTTPStatus(error.status_code)
    plain = Problem(status, f"http-{status.value}", status.phrase, status.phrase)
    problem = _HTTP_PROBLEMS.get(error.status_code, plain)
    return replace(problem, headers=dict(error.headers or {}))


def _invalid(
    request: Request, error: RequestValidationError, *, allowed_fields: AllowedFields
) -> Problem:
    is_json = request.headers.get("content-type", "").partition(";")[0].strip().endswith("json")
    if request.url.path.startswith("/api/") and not is_json:
        return _HTTP_PROBLEMS[415]
    return replace(INVALID, fields=tuple(_field_errors(error, allowed_fields))[:10])


def _field_errors(
    error: RequestValidationError, allowed_fields: AllowedFields
) -> Iterator[FieldError]:
    """What is wrong where; a field that we do not know is not named, being input."""
    known = {name for names in allowed_fields.values() for name in names}
    for each in error.errors():
        is_unknown = each["type"] == "extra_forbidden"
        parts = each["loc"][:-1] if is_unknown else each["loc"]
        place = ".".join(str(part) for part in parts if part in known)
        told = str(each["msg"])
        if is_unknown and place in allowed_fields:
            told = f"allowed fields are {', '.join(allowed_fields[place])}"
        yield FieldError(place or "body", told)

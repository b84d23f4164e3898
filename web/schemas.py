"""What requests may hold: pydantic at the edge of HTTP, and nowhere else."""

import re
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qs

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from service import Scope, Verdict

_MAX_WITHIN_FIELDS = 16  # each field of a scope, set and left open, with room
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]+")  # nor can XML hold the last two


def _plain(text: str) -> str:
    """Refuse what is no text, and turn control characters, which some editors paste, to blanks."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("not valid Unicode text") from error
    return _CONTROLS.sub(" ", text)


def _none_if_blank(value: Any) -> Any:
    """Read an untouched form field as no value."""
    return None if isinstance(value, str) and not value.strip() else value


Text = Annotated[str, AfterValidator(_plain)]
OptionalText = Annotated[Text | None, BeforeValidator(_none_if_blank)]
ScopeField = Literal["report_id", "symbol", "organ", "session", "year", "section"]
OptionalYear = Annotated[int | None, Field(ge=1, le=9999), BeforeValidator(_none_if_blank)]


class ScopeRequest(BaseModel):
    """Which reports are asked; null leaves a field open."""

    model_config = ConfigDict(extra="forbid", strict=True)

    report_id: OptionalText = None
    symbol: OptionalText = None
    organ: OptionalText = None
    session: OptionalText = None
    year: OptionalYear = None
    section: OptionalText = None


class AskRequest(BaseModel):
    """A question, the earlier questions of its conversation (oldest first), and its scope."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Text = Field(description="a question, a citation, or words in quotation marks")
    history: list[Text] = Field(default=[], description="earlier questions, oldest first")
    scope: ScopeRequest = ScopeRequest()
    limit: int = Field(default=5, ge=1, description="most passages in the answer")
    open_fields: list[ScopeField] = Field(
        default=[], description="fields of the scope that the question must not narrow"
    )


class AskForm(BaseModel):
    """The form of the page that asks; it is flat, and its values are all text.

    ``history_within`` has what each earlier question was asked within, or nothing; ``within`` has
    what this one is, as ``year=2021&open_fields=organ``, and is read as those fields.
    """

    model_config = ConfigDict(extra="forbid")

    question: Text = ""
    history: list[Text] = []
    history_within: list[Text] = []
    within: Text = ""
    report_id: OptionalText = None
    symbol: OptionalText = None
    organ: OptionalText = None
    session: OptionalText = None
    year: OptionalYear = None
    section: OptionalText = None
    open_fields: list[ScopeField] = []

    @model_validator(mode="before")
    @classmethod
    def _spread(cls, fields: Any) -> Any:
        """Read ``within`` as the fields that it holds."""
        within = fields.get("within") if isinstance(fields, dict) else None
        if not isinstance(within, str) or not within:
            return fields
        held = parse_qs(within, max_num_fields=_MAX_WITHIN_FIELDS)
        told = {
            name: values if name == "open_fields" else values[-1] for name, values in held.items()
        }
        return {**told, **fields, "within": ""}

    @model_validator(mode="after")
    def _match(self) -> Self:
        """Refuse what earlier questions were asked within, where it is not one for each."""
        if len(self.history_within) not in (0, len(self.history)):
            raise ValueError("history_within has as many values as history, or none")
        for within in self.history_within:
            AskForm(within=within)
        return self


class ReportsQuery(BaseModel):
    """What the list of reports is narrowed to; it asks nothing, and so may stand in an address."""

    text: OptionalText = None
    organ: OptionalText = None
    session: OptionalText = None
    year: OptionalYear = None
    page: Annotated[int, Field(ge=1)] = 1


class ExportForm(AskForm):
    """The form that saves a conversation: all of it is in the history."""

    format: Literal["markdown", "docx", "print"]


class FeedbackForm(AskForm):
    """The form that says whether an answer was useful."""

    verdict: Verdict


SCOPE_FIELDS = set(ScopeRequest.model_fields)
ALLOWED_FIELDS = {"": tuple(AskRequest.model_fields), "scope": tuple(ScopeRequest.model_fields)}


def scope_of(request: ScopeRequest) -> Scope:
    """The scope that a request asks for."""
    return Scope(
        report_id=request.report_id,
        symbol=request.symbol,
        organ=request.organ,
        session=request.session,
        year=request.year,
        section=request.section,
    )


def request_of(form: AskForm, *, limit: int) -> AskRequest:
    """What a form asks, as the API would be asked it."""
    scope = ScopeRequest(**form.model_dump(include=SCOPE_FIELDS))
    return AskRequest(
        question=form.question,
        history=form.history,
        scope=scope,
        limit=limit,
        open_fields=form.open_fields,
    )

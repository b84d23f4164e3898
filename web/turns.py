"""The conversation that a form carries: nothing is kept here, so every request brings it along.

A turn is the form that asked it. What one was asked within, its scope and the fields that its
reader left open, is carried as one line in the form of a query string, so that a link, a button
and a hidden field all hold it alike.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from service import Scope
from web.contexts import HiddenField
from web.schemas import SCOPE_FIELDS, AskForm


def turns_of(form: AskForm) -> tuple[AskForm, ...]:
    """Every turn of a conversation, oldest first; the last is the form itself."""
    withins = form.history_within or [""] * len(form.history)
    earlier = tuple(
        AskForm(
            question=question,
            within=withins[place],
            history=form.history[:place],
            history_within=withins[:place],
        )
        for place, question in enumerate(form.history)
    )
    return (*earlier, form)


def follow_up_of(form: AskForm, *, max_history: int) -> AskForm:
    """The form that asks on: the turn is one of the earlier ones, and its scope stays.

    Of more than ``max_history`` turns, the latest are carried.
    """
    turns = turns_of(form)[-max_history:]
    return AskForm(
        within=within_of(form.model_copy(update={"open_fields": []})),
        history=[turn.question for turn in turns],
        history_within=[within_of(turn) for turn in turns],
    )


def asked_scope_of(form: AskForm) -> Scope:
    """What the reader asks within, without what is read from the question."""
    return Scope(**form.model_dump(include=SCOPE_FIELDS))


def within_of(form: AskForm) -> str:
    """What a turn is asked within, on one line: ``year=2021&open_fields=organ``; "" for all."""
    return within_text(asked_scope_of(form), form.open_fields)


def within_text(scope: Scope, open_fields: Sequence[str] = ()) -> str:
    """A scope and the fields left open, on one line."""
    values = [(name, getattr(scope, name)) for name in Scope.__slots__]
    asked = [(name, str(value)) for name, value in values if value is not None]
    return urlencode([*asked, *(("open_fields", name) for name in open_fields)])


def history_fields(form: AskForm) -> tuple[HiddenField, ...]:
    """The turns before a turn, as form fields."""
    withins = form.history_within if any(form.history_within) else []
    return (
        *(HiddenField(name="history", value=question) for question in form.history),
        *(HiddenField(name="history_within", value=within) for within in withins),
    )


def within_field(within: str) -> HiddenField:
    """What a turn is asked within, as a form field."""
    return HiddenField(name="within", value=within)


def fragment_of(form: AskForm) -> str:
    """A turn with its conversation as the fragment of a link, which browsers send to no server."""
    fields = (
        HiddenField(name="question", value=form.question),
        within_field(within_of(form)),
        *history_fields(form),
    )
    return urlencode([(field.name, field.value) for field in fields])

"""A conversation as its page shows it: turns, and beside each answer what narrows or widens it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from service import Answer, Report, Scope, gettext, is_completed, scope_label, series_text
from web.contexts import AnswerView, FacetGroup, FacetValue, ScopeFilter, TurnView
from web.passages import (
    column_views,
    confidence_text,
    first_and_others,
    others_title_of,
    receipt_views,
    verdict_of,
)
from web.schemas import AskForm
from web.turns import (
    asked_scope_of,
    fragment_of,
    history_fields,
    within_field,
    within_of,
    within_text,
)

_ANNOUNCED_CHARS = 400  # about half a minute of speech
_ID_CHARS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a conversation is shown: over which reports, at which address, with what asked for."""

    headers: Mapping[str, Report]
    base_url: str
    takes_feedback: bool = False


def turn_view(turn: AskForm, answer: Answer | None, *, place: Place, is_newest: bool) -> TurnView:
    """A turn; its id tells it from every other turn. Only the newest has all of its answer."""
    anchor = f"turn-{hashlib.sha256(fragment_of(turn).encode()).hexdigest()[:_ID_CHARS]}"
    view = None if answer is None else _answer_view(turn, answer, place=place, anchor=anchor)
    return TurnView(
        anchor=anchor,
        question=turn.question if answer is None else answer.question,
        before=history_fields(turn),
        within=within_field(within_of(turn)),
        answer=view if view is None or is_newest else folded(view),
        is_newest=is_newest,
    )


def folded(view: AnswerView) -> AnswerView:
    """The answer without what a conversation is not followed by: long ones would grow heavy."""
    return replace(
        view,
        searched="",
        readings=(),
        facets=(),
        first=view.first[:1],
        others=(),
        columns=tuple(replace(column, passages=column.passages[:1]) for column in view.columns),
        receipt=(),
        link="",
        takes_feedback=False,
        is_folded=True,
    )


def searched_text(answer: Answer) -> str:
    """The query that was searched; "" where it is what was asked."""
    return answer.query if is_completed(answer) else ""


def scope_filters(
    answer: Answer, turn: AskForm, *, headers: Mapping[str, Report]
) -> tuple[ScopeFilter, ...]:
    """The scope in force, each field with what stays when it is removed."""
    return tuple(
        ScopeFilter(
            label=label,
            value=headers[value].name if value in headers else value,
            is_read=name in answer.inferred,
            within=_without(name, turn, is_read=name in answer.inferred),
        )
        for name, label, value in scope_values(answer.scope)
    )


def scope_values(scope: Scope) -> tuple[tuple[str, str, str], ...]:
    """The fields of a scope that are set: name, label and value."""
    values = ((name, getattr(scope, name)) for name in Scope.__slots__)
    return tuple(
        (name, scope_label(name), str(value)) for name, value in values if value is not None
    )


def facet_groups(answer: Answer, turn: AskForm) -> tuple[FacetGroup, ...]:
    """What the scope can be narrowed to, field by field, in the order of the answer."""
    scope = asked_scope_of(turn)
    ordered = sorted(answer.facets, key=lambda facet: Scope.__slots__.index(facet.field))
    groups = []
    for name, facets in groupby(ordered, key=lambda facet: facet.field):
        left_open = [field for field in turn.open_fields if field != name]
        values = tuple(
            FacetValue(
                label=facet.label,
                count=facet.count,
                within=within_text(replace(scope, **_value(name, facet.value)), left_open),
            )
            for facet in facets
        )
        groups.append(FacetGroup(label=scope_label(name), values=values))
    return tuple(groups)


def announcement_of(answer: Answer, quotation: str) -> str:
    """What a screen reader is told of an answer, once."""
    verdict = verdict_of(answer)
    if not answer.answered:
        return f"{verdict}. {answer.message}".strip()
    if answer.columns:
        sides = series_text([column.label for column in answer.columns])
        return gettext("%(verdict)s, side by side: %(sides)s.", verdict=verdict, sides=sides)
    cited = quotation if len(quotation) <= _ANNOUNCED_CHARS else answer.passages[0].citation
    return f"{verdict}: {cited}"


def _answer_view(turn: AskForm, answer: Answer, *, place: Place, anchor: str) -> AnswerView:
    headers, scope = place.headers, answer.scope
    first, others = first_and_others(answer, headers, anchor=anchor, scope=scope)
    return AnswerView(
        searched=searched_text(answer),
        readings=answer.readings,
        filters=scope_filters(answer, turn, headers=headers),
        facets=facet_groups(answer, turn),
        is_answered=answer.answered,
        verdict=verdict_of(answer),
        message=answer.message,
        confidence=confidence_text(answer),
        announcement=announcement_of(answer, first[0].quotation if first else ""),
        first=() if answer.columns else first,
        others_title=others_title_of(answer),
        others=() if answer.columns else others,
        columns=column_views(answer.columns, headers, anchor=anchor, scope=scope),
        receipt=receipt_views(answer),
        link=f"{place.base_url}/ask#{fragment_of(turn)}",
        takes_feedback=place.takes_feedback,
    )


def _without(name: str, turn: AskForm, *, is_read: bool) -> str:
    """What a turn is asked within once a field is taken away."""
    scope = asked_scope_of(turn)
    if is_read:
        return within_text(scope, sorted({*turn.open_fields, name}))
    return within_text(replace(scope, **{name: None}), turn.open_fields)


def _value(name: str, value: str) -> Mapping[str, Any]:
    """A facet as a field of a scope, of which the year alone is a number."""
    return {name: int(value) if name == "year" else value}

"""A scope as it is typed: ``year=2025 organ=Security Council`` narrows, ``year=`` opens again."""

import re
from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any

from corpus.errors import QuestionError
from corpus.records import Report
from service.scope import Scope, reports_in

_FIELDS = {field.name.removesuffix("_id"): field.name for field in fields(Scope)}
_TERM = re.compile(r"(?:^|(?<=\s))(\w+)\s*=\s*")
_MAX_NAMED = 6  # values that a refusal names
_ANYTHING = ("section",)  # fields whose values stand in the paragraphs, not on the cover

SCOPE_FIELDS = tuple(_FIELDS)


def narrow(scope: Scope, terms: str, reports: Sequence[Report]) -> Scope:
    """Put typed terms into a scope; a term without a value opens its field.

    Part of an organ or a session stands for the only one that has it.

    Raises:
        QuestionError: these are no terms, or no report is within one of them.
    """
    before, *parts = _TERM.split(terms.strip())
    if before or not parts:
        raise QuestionError(f"a scope is typed as year=2025; its fields are {_listed(_FIELDS)}")
    for name, value in zip(parts[::2], parts[1::2], strict=True):
        scope = _with_term(scope, name.lower(), value.strip().strip("\"'“”"), reports)
    if not scope.is_open and not reports_in(scope, tuple(reports)):
        raise QuestionError("no report has all of these; the scope is as it was")
    return scope


def opened_by(terms: str) -> frozenset[str]:
    """The fields of a scope that typed terms open, by having no value."""
    _, *parts = _TERM.split(terms.strip())
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return frozenset(_FIELDS[name.lower()] for name, value in pairs if not value.strip())


def values_of(name: str, reports: Sequence[Report]) -> tuple[str, ...]:
    """What the reports have in a field, each once, sorted; none for a section."""
    if name in _ANYTHING or name not in _FIELDS:
        return ()
    if name == "report":
        return tuple(sorted(report.report_id for report in reports))
    found = {getattr(report.cover, name) for report in reports}
    return tuple(sorted(str(value) for value in found if value is not None))


def _with_term(scope: Scope, name: str, value: str, reports: Sequence[Report]) -> Scope:
    if name not in _FIELDS:
        raise QuestionError(f"a scope has no {name}; its fields are {_listed(_FIELDS)}")
    if not value:
        return _set(scope, name, None)
    if name in _ANYTHING or _is_held(name, value, reports):
        return _set(scope, name, value)
    known = values_of(name, reports)
    alike = [other for other in known if value.casefold() in other.casefold()]
    if len(alike) == 1 and name != "year":
        return _set(scope, name, alike[0])
    if alike:
        told = f"{len(alike)} have {value} in their {name}; they are {_listed(alike)}"
    else:
        near = get_close_matches(value, known, n=_MAX_NAMED, cutoff=0.0)
        told = f"no report has {value} as its {name}; the nearest are {_listed(near)}"
    raise QuestionError(told)


def _is_held(name: str, value: str, reports: Sequence[Report]) -> bool:
    if name == "year" and not value.isdecimal():
        return False
    return bool(reports_in(_set(Scope(), name, value), tuple(reports)))


def _set(scope: Scope, name: str, value: str | None) -> Scope:
    typed: Any = int(value) if name == "year" and value is not None else value
    return replace(scope, **{_FIELDS[name]: typed})


def _listed(names: Collection[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _MAX_NAMED
    told = ", ".join([*names][:_MAX_NAMED]) or "none"
    return f"{told} and {more} more" if more > 0 else told

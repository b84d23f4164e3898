from typing import get_args

import pytest
from pydantic import ValidationError

from service import Scope
from web.schemas import AskForm, AskRequest, ScopeField, ScopeRequest, request_of, scope_of


def test_a_question_alone_is_a_request() -> None:
    request = AskRequest(question="What?")

    assert (request.history, request.limit, scope_of(request.scope)) == ([], 5, Scope())


@pytest.mark.parametrize(
    "value",
    [
        {"question": "\ud800"},
        {"question": 1},
        {"question": "x", "limit": 0},
        {"question": "x", "limit": True},
        {"question": "x", "limit": "5"},
        {"question": "x", "history": "y"},
        {"question": "x", "scope": {"year": 0}},
        {"question": "x", "scope": {"volume": 1}},
        {"question": "x", "more": 1},
        {"question": "x", "open_fields": ["volume"]},
    ],
)
def test_other_forms_are_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        AskRequest.model_validate(value)


def test_control_characters_become_blanks() -> None:
    assert AskRequest(question="What\x00\x0b is\nit\uffff?").question == "What  is it ?"


def test_a_form_field_left_empty_leaves_the_scope_open() -> None:
    form = AskForm.model_validate({"question": "What?", "year": "", "organ": " "})

    assert request_of(form, limit=5) == AskRequest(question="What?")


def test_a_form_carries_a_scope_as_text() -> None:
    form = AskForm.model_validate({"question": "What?", "year": "2021", "section": "INTERPOL"})

    assert scope_of(request_of(form, limit=5).scope) == Scope(year=2021, section="INTERPOL")


def test_a_form_repeats_the_fields_that_stay_open() -> None:
    form = AskForm.model_validate({"question": "What?", "open_fields": ["year", "organ"]})

    assert request_of(form, limit=5).open_fields == ["year", "organ"]


def test_every_field_of_a_scope_can_stay_open() -> None:
    request = AskRequest(question="What?", open_fields=list(get_args(ScopeField)))

    assert set(request.open_fields) == set(Scope.__slots__)


def test_every_field_of_a_scope_can_be_asked_for() -> None:
    assert set(ScopeRequest.model_fields) == set(Scope.__slots__)

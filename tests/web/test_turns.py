from hypothesis import given
from hypothesis import strategies as st

from service import Scope
from web.schemas import AskForm
from web.turns import (
    asked_scope_of,
    follow_up_of,
    fragment_of,
    history_fields,
    turns_of,
    within_of,
    within_text,
)


def asked(question: str, within: str = "", *earlier: tuple[str, str]) -> AskForm:
    return AskForm(
        question=question,
        within=within,
        history=[each for each, _ in earlier],
        history_within=[each for _, each in earlier],
    )


def test_what_a_turn_is_asked_within_is_one_line() -> None:
    form = AskForm.model_validate({"question": "a?", "year": "2021", "open_fields": ["organ"]})

    assert within_of(form) == "year=2021&open_fields=organ"
    assert within_of(asked("a?")) == ""


def test_every_turn_is_the_form_that_asked_it() -> None:
    form = asked("c?", "year=2021", ("a?", ""), ("b?", "session=x+y&open_fields=year"))

    first, second, third = turns_of(form)

    assert first == AskForm(question="a?")
    assert (second.question, second.history) == ("b?", ["a?"])
    assert (second.session, second.open_fields) == ("x y", ["year"])
    assert third is form


def test_a_follow_up_stays_within_the_scope_and_reads_anew_what_was_left_open() -> None:
    follow_up = follow_up_of(asked("a?", "year=2021&open_fields=organ"), max_history=20)

    assert asked_scope_of(follow_up) == Scope(year=2021)
    assert follow_up.open_fields == []
    assert follow_up.history_within == ["year=2021&open_fields=organ"]


def test_a_history_without_scopes_carries_none() -> None:
    fields = history_fields(asked("b?", "", ("a?", "")))

    assert [(field.name, field.value) for field in fields] == [("history", "a?")]


SCOPES = st.builds(
    Scope,
    report_id=st.none() | st.text(st.characters(codec="utf-8", categories=("L", "P")), min_size=1),
    symbol=st.none(),
    organ=st.none() | st.just("A & B = C; naïve"),
    session=st.none(),
    year=st.none() | st.integers(1, 9999),
    section=st.none(),
)


@given(SCOPES, st.lists(st.sampled_from(list(Scope.__slots__)), unique=True))
def test_a_scope_read_back_from_its_line_is_the_same(scope: Scope, open_fields: list[str]) -> None:
    form = AskForm(within=within_text(scope, open_fields))

    assert asked_scope_of(form) == scope
    assert form.open_fields == open_fields


def test_a_fragment_holds_the_turn_and_its_conversation() -> None:
    form = asked("b & c?", "year=2021", ("a?", "organ=X"))

    assert fragment_of(form) == (
        "question=b+%26+c%3F&within=year%3D2021&history=a%3F&history_within=organ%3DX"
    )

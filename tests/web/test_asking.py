import pytest

from service import Assistant, QuestionEmpty, Scope
from web.asking import ask
from web.errors import Refused
from web.settings import WebSettings

SETTINGS = WebSettings(max_limit=3, max_history=2)


def test_a_request_within_its_bounds_is_asked(assistant: Assistant) -> None:
    answer = ask(
        assistant,
        "INTERPOL",
        history=["One?", "Two?"],
        scope=Scope(),
        limit=3,
        settings=SETTINGS,
    )

    assert answer == assistant.ask("INTERPOL", history=["One?", "Two?"], limit=3)


@pytest.mark.parametrize(
    ("history", "limit", "field"), [((), 4, "limit"), (("a", "b", "c"), 3, "history")]
)
def test_a_request_beyond_its_bounds_is_refused_by_field(
    assistant: Assistant, history: tuple[str, ...], limit: int, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        ask(
            assistant,
            "INTERPOL",
            history=history,
            scope=Scope(),
            limit=limit,
            settings=SETTINGS,
        )

    assert [each.field for each in refused.value.problem.fields] == [field]


def test_an_empty_question_is_an_error_of_the_service(assistant: Assistant) -> None:
    with pytest.raises(QuestionEmpty):
        ask(assistant, " ", history=(), scope=Scope(), limit=1, settings=SETTINGS)

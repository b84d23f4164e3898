import pytest

from service import Assistant, QuestionEmpty
from web.asking import ask, rank
from web.errors import Refused
from web.schemas import AskRequest
from web.settings import WebSettings

SETTINGS = WebSettings(max_limit=3, max_history=2)


def test_a_request_within_its_bounds_is_asked(assistant: Assistant) -> None:
    request = AskRequest(question="INTERPOL", history=["One?", "Two?"], limit=3)

    answer = ask(assistant, request, settings=SETTINGS)

    assert answer == assistant.ask("INTERPOL", history=["One?", "Two?"], limit=3)


@pytest.mark.parametrize(
    ("history", "limit", "field"), [([], 4, "limit"), (["a", "b", "c"], 3, "history")]
)
def test_a_request_beyond_its_bounds_is_refused_by_field(
    assistant: Assistant, history: list[str], limit: int, field: str
) -> None:
    request = AskRequest(question="INTERPOL", history=history, limit=limit)

    with pytest.raises(Refused) as refused:
        ask(assistant, request, settings=SETTINGS)

    assert [each.field for each in refused.value.problem.fields] == [field]


def test_an_empty_question_is_an_error_of_the_service(assistant: Assistant) -> None:
    with pytest.raises(QuestionEmpty):
        ask(assistant, AskRequest(question=" "), settings=WebSettings())


def test_a_ranking_may_be_longer_than_an_answer(assistant: Assistant) -> None:
    request = AskRequest(question="INTERPOL", limit=4)

    found = rank(assistant, request, settings=SETTINGS)

    assert found == assistant.rank("INTERPOL", limit=4)

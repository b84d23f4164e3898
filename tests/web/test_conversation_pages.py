import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service import Assistant
from web.app import create_app
from web.contexts import AnswerView, ConversationContext, TurnContext, TurnView
from web.conversation import folded
from web.settings import WebSettings

MakeClient = Callable[..., TestClient]
QUESTION = "Where did INTERPOL investigative support teams find cocaine?"
FURTHER = (
    "And what was reported of the routes by sea, of the precursors that were sold, and of all "
    "seizures elsewhere in"
)


def values_given(response: object) -> dict[str, Any]:
    """What the template of a page was given, without the request that Starlette adds."""
    values: dict[str, Any] = dict(vars(response)["context"])
    del values["request"]
    return values


def newest(response: object) -> AnswerView:
    """The answer of the newest turn of a page."""
    turn: TurnView = values_given(response)["turns"][-1]
    assert turn.answer is not None
    return turn.answer


def carried(response: object, name: str) -> list[str]:
    return [field.value for field in values_given(response)["form"].carried if field.name == name]


def test_the_box_invites_questions_of_the_library(client: TestClient) -> None:
    given = values_given(client.get("/"))

    assert "What does the report say about INTERPOL?" in given["examples"]
    assert given["reports"] == "1 report"


def test_an_answer_shows_its_quote_first_and_to_the_letter(
    client: TestClient, assistant: Assistant
) -> None:
    best = assistant.ask(QUESTION).passages[0]

    response = client.post("/ask", data={"question": QUESTION})

    (quote,) = newest(response).first[0].quotes
    assert quote in best.text
    assert f"<mark>{quote}</mark>" in response.text
    for highlight in best.highlights:
        assert highlight.quote in quote


def test_a_conversation_is_given_what_its_context_names(client: TestClient) -> None:
    response = client.post("/ask", data={"question": QUESTION})

    given = values_given(response)
    assert set(given) == set(ConversationContext.__dataclass_fields__)
    assert (given["page_title"], newest(response).verdict) == (QUESTION, "The reports say")


def test_a_turn_alone_is_the_newest_of_the_conversation(client: TestClient) -> None:
    asked = {"question": "And in Ecuador?", "history": [QUESTION]}

    alone, whole = client.post("/turn", data=asked), client.post("/ask", data=asked)

    given = values_given(alone)
    assert set(given) == set(TurnContext.__dataclass_fields__)
    assert given["turn"] == values_given(whole)["turns"][-1]
    assert given["form"].carried == values_given(whole)["form"].carried
    assert "<main" not in alone.text


def test_a_conversation_is_carried_along(client: TestClient) -> None:
    response = client.post("/ask", data={"question": "And in Ecuador?", "history": [QUESTION]})

    assert [turn.question for turn in values_given(response)["turns"]] == [
        QUESTION,
        "And in Ecuador?",
    ]
    assert carried(response, "history") == [QUESTION, "And in Ecuador?"]
    assert newest(response).searched


def test_earlier_turns_are_answered_as_they_were(client: TestClient) -> None:
    alone = client.post("/ask", data={"question": QUESTION, "within": "year=1999"})

    later = client.post(
        "/ask",
        data={"question": "para. 1", "history": [QUESTION], "history_within": ["year=1999"]},
    )

    asked_again = values_given(later)["turns"][0].answer
    assert asked_again == folded(newest(alone))
    assert not asked_again.is_answered


def test_of_earlier_answers_the_first_passage_is_shown_and_all_on_demand(
    client: TestClient,
) -> None:
    asked = {"question": "para. 1", "history": [QUESTION]}

    earlier, last = values_given(client.post("/ask", data=asked))["turns"]

    assert (earlier.answer.is_folded, len(earlier.answer.first)) == (True, 1)
    assert (earlier.answer.others, earlier.answer.receipt) == ((), ())
    assert not last.answer.is_folded


def test_a_question_that_is_refused_leaves_the_last_answer_whole(client: TestClient) -> None:
    response = client.post("/ask", data={"question": " ", "history": ["para. 1", QUESTION]})

    assert response.status_code == 422
    assert [turn.answer.is_folded for turn in values_given(response)["turns"]] == [True, False]


def test_of_a_long_conversation_the_latest_answers_are_shown(client: TestClient) -> None:
    response = client.post("/ask", data={"question": "para. 6", "history": ["para. 1"] * 5})

    shown = [turn.answer is not None for turn in values_given(response)["turns"]]
    assert shown == [False, False, False, True, True, True]


def test_an_earlier_question_that_cannot_be_asked_is_shown_without_an_answer(
    client: TestClient,
) -> None:
    response = client.post("/ask", data={"question": "para. 1", "history": ["?!"]})

    assert response.status_code == 200
    assert values_given(response)["turns"][0].answer is None


def test_a_long_conversation_carries_its_latest_questions(
    assistant: Assistant, make_client: MakeClient
) -> None:
    client = make_client(assistant, max_history=2)

    response = client.post("/ask", data={"question": "c?", "history": ["a?", "b?"]})

    assert carried(response, "history") == ["b?", "c?"]


def test_a_scope_is_shown_can_be_removed_and_stays(client: TestClient) -> None:
    response = client.post("/ask", data={"question": QUESTION, "year": "2021"})

    (told,) = newest(response).filters
    assert (told.label, told.value, told.within) == ("year", "2021", "")
    assert carried(response, "within") == ["year=2021"]


def test_an_abstention_says_so_and_shows_the_nearest(client: TestClient) -> None:
    told = newest(client.post("/ask", data={"question": "para. 99"}))

    assert (told.is_answered, told.verdict) == (False, "Not in these reports")
    assert (told.first, told.others_title) == ((), "Nearest paragraphs")


def test_a_citation_opens_its_paragraphs(client: TestClient) -> None:
    told = newest(client.post("/ask", data={"question": "paras. 12–14"}))

    assert [passage.number for passage in told.first] == ["12.", "13.", "14."]


@pytest.mark.parametrize("question", ["", "  ", "?!", "word " * 500])
def test_a_question_that_cannot_be_asked_returns_to_the_box(
    client: TestClient, question: str
) -> None:
    response = client.post("/ask", data={"question": question})

    assert response.status_code == 422
    assert values_given(response)["form"].notice.startswith("The question is ")


def test_a_further_question_that_cannot_be_asked_keeps_the_conversation(
    client: TestClient,
) -> None:
    response = client.post("/ask", data={"question": "?!", "history": [QUESTION]})

    given = values_given(response)
    assert (response.status_code, given["form"].question) == (422, "?!")
    assert newest(response).is_answered
    assert carried(response, "history") == [QUESTION]


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "INTERPOL", "SECRET": "1"},
        {"question": "INTERPOL", "year": "SECRET"},
        {"question": "INTERPOL", "within": "SECRET=1"},
        {"question": "INTERPOL", "within": "open_fields=SECRET"},
        {"question": "INTERPOL", "history": ["a"], "history_within": ["year=SECRET"]},
        {"question": "INTERPOL", "history": ["a", "b"], "history_within": ["SECRET"]},
        {"question": "INTERPOL", "history": ["SECRET"] * 21},
        {"question": "INTERPOL", "history": ["SECRET"] * 99},
    ],
)
@pytest.mark.parametrize("path", ["/ask", "/turn"])
def test_other_forms_get_a_page_without_what_was_sent(
    client: TestClient, path: str, fields: dict[str, str]
) -> None:
    response = client.post(path, data=fields)

    assert response.status_code in (400, 422)
    assert "text/html" in response.headers["content-type"]
    assert "SECRET" not in response.text


def test_the_address_of_a_conversation_waits_for_a_link_to_be_opened(client: TestClient) -> None:
    response = client.get("/ask")

    assert values_given(response)["turns"] == ()
    assert "which takes JavaScript" in response.text


@pytest.mark.parametrize("path", ["/", "/ask"])
def test_a_browser_can_go_back_to_a_conversation(client: TestClient, path: str) -> None:
    for response in (client.get(path), client.post("/ask", data={"question": QUESTION})):
        assert response.headers["cache-control"] == "private, no-cache"


def test_pages_are_small(client: TestClient) -> None:
    history = [f"{QUESTION} {FURTHER} {year}?" for year in range(2000, 2020)]
    assert all(len(question) > 160 for question in history)

    page = client.post("/ask", data={"question": QUESTION, "history": history}).text

    assert len(page.encode()) < 100_000


@pytest.fixture
def kept(assistant: Assistant, tmp_path: Path) -> tuple[TestClient, Path]:
    """A client of an application that keeps feedback, and the file that it keeps it in."""
    app = create_app(assistant, WebSettings(feedback=True), home=tmp_path)
    return TestClient(app, base_url="http://127.0.0.1"), tmp_path / "feedback.jsonl"


def test_feedback_is_kept_where_the_operator_asked_for_it(kept: tuple[TestClient, Path]) -> None:
    client, file = kept
    asked = {"question": QUESTION, "history": ["para. 1"]}
    page = client.post("/ask", data=asked)
    assert newest(page).takes_feedback

    response = client.post("/feedback", data={**asked, "verdict": "wrong-paragraph"})

    assert "Noted, thank you" in response.text
    said = json.loads(file.read_text())
    assert (said["verdict"], said["question"]) == ("wrong-paragraph", QUESTION)
    assert said["history"] == ["para. 1"]
    assert said["shown"][0]["address"] == "26"


def test_another_verdict_is_refused_and_not_kept(kept: tuple[TestClient, Path]) -> None:
    client, file = kept

    response = client.post("/feedback", data={"question": "para. 12", "verdict": "SECRET"})

    assert response.status_code == 422
    assert "SECRET" not in response.text
    assert not file.exists()


def test_by_default_no_feedback_is_taken(assistant: Assistant, tmp_path: Path) -> None:
    app = create_app(assistant, WebSettings(), home=tmp_path)
    client = TestClient(app, base_url="http://127.0.0.1")

    page = client.post("/ask", data={"question": "para. 12"})
    response = client.post("/feedback", data={"question": "para. 12", "verdict": "useful"})

    assert not newest(page).takes_feedback
    assert response.status_code == 404
    assert list(tmp_path.iterdir()) == []

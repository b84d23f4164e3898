from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from fastapi.testclient import TestClient

from service import Answer, Assistant, Change, Column, QuotedRow, Scope
from web.exports import docx_of, printed_turns

BASE_URL = "https://reports.example"
QUESTION = "Where did INTERPOL investigative support teams find cocaine?"


@pytest.fixture
def answer(assistant: Assistant) -> Answer:
    return assistant.ask(QUESTION)


def words_of(file: bytes) -> str:
    paper = Document(BytesIO(file))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_every_passage_is_quoted_to_the_letter_and_cited_in_full(answer: Answer) -> None:
    (turn,) = printed_turns([answer], base_url=BASE_URL)

    (group,) = turn.groups
    assert len(group.passages) == len(answer.passages)
    for printed, passage in zip(group.passages, answer.passages, strict=True):
        assert all(quote in passage.text for quote in printed.quotation.split(" […] "))
        assert printed.citation == passage.citation
        assert printed.url == BASE_URL + passage.url


def test_what_was_understood_is_told(answer: Answer) -> None:
    told = replace(answer, query="Where in Ecuador?", scope=Scope(year=2021), confidence=0.97)

    (turn,) = printed_turns([told], base_url=BASE_URL)

    assert turn.understanding == (
        "Searched for: Where in Ecuador?",
        "Searched only in: year 2021",
        "Confidence: high, 97%",
    )


def test_silence_is_printed_as_such_and_its_nearest_are_not_marked(assistant: Assistant) -> None:
    (turn,) = printed_turns([assistant.ask("para. 99")], base_url=BASE_URL)

    assert turn.verdict == "Not in these reports"
    assert [group.title for group in turn.groups] == ["Nearest paragraphs"]
    assert all("mark=" not in each.url for group in turn.groups for each in group.passages)


def test_a_comparison_is_printed_side_after_side(answer: Answer) -> None:
    sides = [
        Column(label=label, query="?", answered=answered, confidence=0.5, passages=answer.passages)
        for label, answered in (("2023", True), ("2024", False))
    ]

    (turn,) = printed_turns([replace(answer, columns=tuple(sides))], base_url=BASE_URL)

    assert [group.title for group in turn.groups] == ["2023", "2024: not in these reports"]


def test_a_word_file_holds_the_conversation(answer: Answer) -> None:
    first, *others = answer.passages
    row = QuotedRow(
        title="Tons", head=("Year", "Seized"), cells=("2020", "3", "more"), page=1,
        citation="S/2025/1, table 2",
    )  # fmt: skip
    change = Change(start=0, end=4, quote=first.text[:4], typed="Thys")
    told = replace(answer, passages=(replace(first, rows=(row,), changes=(change,)), *others))

    words = words_of(docx_of([told, told], base_url=BASE_URL))

    assert words.count(QUESTION) == 2
    for passage in answer.passages:
        assert passage.citation in words
        assert BASE_URL + passage.url in words
    for part in ("Tons", "Year", "more", "S/2025/1, table 2", "Thys", answer.receipt.generation):
        assert part in words


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("markdown", "text/markdown"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("print", "text/html"),
    ],
)
def test_the_history_is_what_is_saved(client: TestClient, form: str, media_type: str) -> None:
    history = [QUESTION, "para. 12", "?!"]

    response = client.post("/export", data={"question": "x", "history": history, "format": form})

    assert response.headers["content-type"].startswith(media_type)
    words = words_of(response.content) if form == "docx" else response.text
    assert words.index(QUESTION) < words.index("para. 12")
    assert "?!" not in words


def test_no_attack_in_a_report_reaches_the_print_view(
    hostile_client: TestClient, attack: str
) -> None:
    response = hostile_client.post(
        "/export", data={"history": ["report says item", "para. 1", attack], "format": "print"}
    )

    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert "<img" not in response.text


def test_another_format_is_refused(client: TestClient) -> None:
    response = client.post("/export", data={"history": ["a?"], "format": "SECRET"})

    assert response.status_code == 422
    assert "SECRET" not in response.text

"""The terminal: an answer that can be read, and JSON in the contract's form."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import rapporteur
from corpus.records import Cover, Paragraph, Report
from service import Assistant

runner = CliRunner()


@pytest.fixture(autouse=True)
def _opened(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the assistant over the bundled report, whatever the home."""
    monkeypatch.setattr("service.opening.open_assistant", lambda home: assistant)


def run(*arguments: str, **options: Any) -> str:
    result = runner.invoke(rapporteur.app, arguments, **options)
    assert result.exit_code == 0, result.output
    return result.output


def test_an_answer_shows_its_citation_and_its_quote_unbroken() -> None:
    output = run("ask", "para. 26, ninth bullet point")

    assert "para. 26, ninth bullet point\n" in output
    assert "Lionfish Mihadarati for Africa; and Lionfish Sandcat" in output


def test_a_long_paragraph_is_shown_by_its_quoted_lines() -> None:
    output = run("ask", "para. 26, ninth bullet point")

    assert "\n…\n" in output
    assert "Fosters communication" not in output


def test_an_abstention_is_an_answer() -> None:
    output = run("ask", "para. 99")

    assert "Not in these reports. para. 99: this report has paragraphs 1 to 32." in output


def test_json_has_the_fields_of_the_contract() -> None:
    answer = json.loads(run("ask", "para. 26", "--json"))

    assert list(answer)[:8] == [
        "question", "query", "kind", "answered", "confidence", "scope", "passages", "receipt",
    ]  # fmt: skip
    assert set(answer["receipt"]) == {
        "generation", "corpus_sha256", "encoder", "settings_sha256", "version",
    }  # fmt: skip
    assert {
        "rank", "score", "report_id", "symbol", "title", "component", "number", "address",
        "sections", "page", "text", "highlights", "citation", "url",
    } <= set(answer["passages"][0])  # fmt: skip


def test_a_chat_answers_the_lines_of_a_pipe_to_its_end() -> None:
    output = run("chat", input="What is the CSTO?\n?!\n\nwhen did it adopt its strategy?")

    assert "Searched for: when did it adopt its strategy? (What is the CSTO?)" in output


def test_a_chat_prints_an_answer_a_line_as_json() -> None:
    result = runner.invoke(rapporteur.app, ["chat", "--json"], input="para. 25\n:cite\npara. 99\n")

    kinds = [json.loads(line)["kind"] for line in result.stdout.splitlines()]
    assert (result.exit_code, kinds) == (0, ["lookup", "abstention"])


def test_a_chat_links_to_the_address_that_readers_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_BASE_URL", "https://reports.test/")

    output = run("chat", input="para. 25\n:cite permalink\n")

    assert output.endswith(
        "\nhttps://reports.test/r/reports-by-intergovernmental-organizations-2021/25\n"
    )


def test_a_chat_stores_nothing(home: Path) -> None:
    run("chat", input="para. 25\n")

    assert not home.exists()


def test_a_passage_is_told_with_every_place_that_says_the_same(
    monkeypatch: pytest.MonkeyPatch, make_assistant: Callable[..., Assistant]
) -> None:
    text = Paragraph(address="1", component="body", number="1", text="Opium prices rose.")
    reports = [
        Report(report_id=symbol[-1], cover=Cover(symbol=symbol), paragraphs=(text,))
        for symbol in ("S/2025/1", "S/2025/2", "S/2025/3")
    ]
    assistant = make_assistant(*reports)
    monkeypatch.setattr("service.opening.open_assistant", lambda home: assistant)

    output = run("ask", '"opium prices"')

    told = (
        "S/2025/1, para. 1\nAlso said in S/2025/2, para. 1; S/2025/3, para. 1\nOpium prices rose."
    )
    assert told in output


def test_a_passage_is_told_with_what_revises_its_report(
    monkeypatch: pytest.MonkeyPatch, make_assistant: Callable[..., Assistant]
) -> None:
    reports = [
        Report(
            report_id=report_id,
            cover=Cover(symbol=symbol),
            paragraphs=(Paragraph(address="1", component="body", number="1", text="Opium."),),
        )
        for report_id, symbol in (("first", "S/2025/71"), ("rev", "S/2025/71/Rev.1"))
    ]
    assistant = make_assistant(*reports)
    monkeypatch.setattr("service.opening.open_assistant", lambda home: assistant)

    assert "S/2025/71, para. 1\nrevised by S/2025/71/Rev.1\n" in run("ask", "S/2025/71, para. 1")


def test_the_scope_is_asked_for_by_options_and_told_where_it_was_read(
    monkeypatch: pytest.MonkeyPatch, make_assistant: Callable[..., Assistant]
) -> None:
    reports = [
        Report(
            report_id=str(year),
            cover=Cover(title=f"Seizures in {year}", date=f"{year}-01-02"),
            paragraphs=(Paragraph(address="1", component="body", number="1", text="Opium."),),
        )
        for year in (2020, 2021)
    ]
    assistant = make_assistant(*reports)
    monkeypatch.setattr("service.opening.open_assistant", lambda home: assistant)
    question = ("ask", "seizures of opium in 2021", "--json")

    read = json.loads(run(*question))
    asked = json.loads(run(*question, "--year", "2020"))
    left_open = json.loads(run(*question, "--open", "year"))

    assert (read["scope"]["year"], read["inferred"]) == (2021, ["year"])
    assert (asked["scope"]["year"], asked["inferred"]) == (2020, [])
    assert (left_open["scope"]["year"], left_open["inferred"]) == (None, [])
    assert "Searched only in: year 2021 (read from the question)\n" in run(*question[:2])


def test_only_fields_of_a_scope_can_stay_open() -> None:
    told = runner.invoke(rapporteur.app, ["ask", "opium", "--open", "volume"])

    assert told.exit_code == 2

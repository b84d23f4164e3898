"""A conversation at a terminal over the bundled report, and over answers made by hand."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from rich.console import Console

from service import Answer, Assistant, Facet, Passage, Restatement, Scope
from service.chat import COMMANDS, Chat, converse

MakePassage = Callable[..., Passage]
MakeAnswer = Callable[..., Answer]
MakeConsole = Callable[..., Console]
Written = Callable[[Console], str]

QUESTION = "para. 26, ninth bullet point"
QUOTE = "Lionfish Mihadarati for Africa; and Lionfish Sandcat"


class Table:
    """A chat between two pipes: what it says, and what it says aside."""

    def __init__(
        self, assistant: Assistant, console_of: MakeConsole, written: Written, **options: Any
    ) -> None:
        self.console, self.aside = console_of(), console_of()
        self._written = written
        self.chat = Chat(assistant, console=self.console, aside=self.aside, **options)
        self._read = 0

    def say(self, *lines: str) -> str:
        """Type lines; tells what is said to them, with the last of them."""
        for line in lines:
            self._read = len(self._said())
            self.chat.hear(line)
        return self._said()[self._read :]

    def _said(self) -> str:
        return self._written(self.console)

    @property
    def complaints(self) -> str:
        return self._written(self.aside)


@pytest.fixture
def table(assistant: Assistant, console_of: MakeConsole, written: Written) -> Table:
    return Table(assistant, console_of, written, base_url="https://reports.test")


class Scripted:
    """An assistant that answers every question alike, and remembers what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.asked = answer, cast("list[tuple[str, list[str]]]", [])
        self.opened = cast("list[frozenset[str]]", [])

    def ask(
        self, question: str, *, history: list[str], scope: Scope, open_fields: frozenset[str]
    ) -> Answer:
        self.asked.append((question, list(history)))
        self.opened.append(open_fields)
        return self.answer

    def reports(self) -> tuple[()]:
        return ()


def test_a_pipe_shows_each_line_before_what_is_said_to_it(table: Table) -> None:
    assert table.say("  para. 25 ").startswith("\n› para. 25\n\n1  “Reports by")


def test_a_follow_up_is_completed_and_a_new_subject_is_not(table: Table) -> None:
    followed = table.say("What is the CSTO?", "when did it adopt its strategy?")
    anew = table.say(":new", "when did it adopt its strategy?")

    assert "Searched for: when did it adopt its strategy? (What is the CSTO?)" in followed
    assert "Searched for" not in anew


def test_an_empty_line_says_nothing(table: Table) -> None:
    assert table.say("  ") == ""


def test_a_question_without_words_is_refused_and_forgotten(table: Table) -> None:
    table.say("?!")

    assert "the question is empty" in table.complaints
    assert table.chat.answers == []


def test_a_passage_is_opened_between_its_neighbours(table: Table) -> None:
    output = table.say(QUESTION, ":open 1")

    assert "\nIV. INTERPOL\n\n25. Despite the COVID-19 pandemic" in output
    assert "\n▸ 26. Over 2020, INTERPOL" in output
    assert "»• Develops regional and global operations" in output
    assert "\n27. The OSCE secretariat" in output


def test_a_passage_is_cited_in_every_form_that_follows_its_quote(table: Table) -> None:
    output = table.say(QUESTION, ":cite")

    for form in (
        "note:",
        "permalink:",
        "bibtex:\n@techreport{",
        "ris:\nTY  - RPRT",
        "csl-json:\n[",
    ):
        assert f"\n{form}" in output
    assert "(conference room paper, 7 April 2021), para. 26, ninth bullet point\n" in output
    assert "https://reports.test/r/reports-by-intergovernmental-organizations-2021/26\n" in output


@pytest.mark.parametrize(
    "line", [":cite 1 bibtex", ":cite bibtex", ":CITE 1 BibTeX", ":c 1 bibtex"]
)
def test_one_form_is_printed_alone(table: Table, line: str) -> None:
    output = table.say(QUESTION, line)

    assert output.removeprefix(f"\n› {line}\n").startswith("@techreport{")


def test_a_quote_is_told_to_the_letter_with_its_citation(table: Table) -> None:
    output = table.say(QUESTION, ":quote 1")

    assert "“• Develops regional" in output
    assert QUOTE in output
    assert output.endswith("para. 26, ninth bullet point)\n")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (":open 9", "the last answer has no 9 among its passages; it has only 1"),
        (":open two", "the last answer has no two among its passages; it has only 1"),
        (
            ":cite 1 mla",
            "mla is no form of a citation; there are note, permalink, bibtex, ris, csl",
        ),
        (":also 1", "no other paragraph was found to say what “Reports by"),
        (":reading 1", "the last question has no other reading"),
        (":scope year=1900", "no report has 1900 as its year; the nearest are 2021"),
        (":save", "name the file, as in :save answers.md"),
        (":re", ":re can be :reading, :reports, :receipt"),
        (":flee", ":flee is no command; there are :open, :cite, :quote"),
        (":", ": is no command; there are :open"),
    ],
)
def test_a_wrong_command_says_what_there_is_and_loses_nothing(
    table: Table, line: str, complaint: str
) -> None:
    table.say(QUESTION, line)

    assert table.complaints.startswith(complaint)
    assert QUOTE in table.say(":quote")


@pytest.mark.parametrize("line", [":open 1", ":cite", ":quote", ":also", ":reading", ":save x.md"])
def test_a_command_before_any_question_is_refused(table: Table, line: str) -> None:
    table.say(line)

    assert table.complaints.count("\n") == 1


def test_the_places_that_say_the_same_are_listed(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    other = Restatement(
        report_id="b", symbol="B/1", number="4", address="4", citation="B/1, para. 4", url="/r/b/4"
    )
    assistant = cast("Assistant", Scripted(answer_of(passage_of("Opium.", also=(other,)))))

    output = Table(assistant, console_of, written, base_url="https://x").say("Who?", ":also")

    assert output == "\n› :also\nB/1, para. 4  https://x/r/b/4\n"


def test_another_reading_is_asked_in_the_place_of_the_question(
    answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    scripted = Scripted(answer_of(readings=("What of CSTO?", "What of OSCE?")))
    table = Table(cast("Assistant", scripted), console_of, written)

    offered = table.say("Who?", "And them?")
    table.say(":reading 2")

    assert "This may also have been meant:\n:reading 1  What of CSTO?\n:reading 2  What" in offered
    assert scripted.asked[-1] == ("What of OSCE?", ["Who?"])


def test_a_scope_narrows_what_is_asked_until_it_is_taken_off(table: Table) -> None:
    narrowed = table.say(":scope year=2021 organ=narcotic")
    shown = table.say("What is the CSTO?")
    opened = table.say(":scope off")

    assert "Searched: organ Commission on Narcotic Drugs, year 2021 (1 report)\n" in narrowed
    assert "Searched only in: organ Commission on Narcotic Drugs, year 2021\n" in shown
    assert "Searched: everything (1 report)\n" in opened
    assert table.chat.scope.is_open


def test_a_field_that_the_question_named_is_opened_and_the_question_asked_again(
    answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    answer = answer_of(question="Who, in 2025?", scope=Scope(year=2025), inferred=("year",))
    scripted = Scripted(answer)
    table = Table(cast("Assistant", scripted), console_of, written)

    table.say("Who, in 2025?", ":scope year=", "And where?")
    table.say(":scope off", "Why?")

    assert [question for question, _ in scripted.asked] == [
        "Who, in 2025?",
        "Who, in 2025?",
        "And where?",
        "Why?",
    ]
    assert scripted.opened == [frozenset(), {"year"}, {"year"}, frozenset()]


def test_the_scope_is_shown_with_what_it_can_be_narrowed_to(
    answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    facet = Facet(field="report_id", value="s-2025-1", label="S/2025/1", count=3)
    table = Table(cast("Assistant", Scripted(answer_of(facets=(facet,)))), console_of, written)

    output = table.say("Who?", ":scope")

    assert output.endswith(
        "Searched: everything (0 reports)\n:scope report=s-2025-1  S/2025/1 (3)\n"
    )


def test_reports_are_listed_with_title_organ_and_date(table: Table) -> None:
    output = table.say(":reports")

    assert "-2021  Reports by intergovernmental organizations on drug control" in output
    assert output.endswith("; Commission on Narcotic Drugs; 7 April 2021\n")


def test_the_receipt_is_that_of_the_assistant(table: Table, assistant: Assistant) -> None:
    assert f"\ngeneration: {assistant.receipt.generation}\n" in table.say(":receipt")


def test_a_conversation_is_saved_again_but_never_over_another_file(
    table: Table, tmp_path: Path
) -> None:
    path, other = tmp_path / "my answers.md", tmp_path / "other.md"
    other.write_text("mine")
    table.say(QUESTION, f":save {path}", "para. 25", f":save {path}", f":save {other}")
    table.say(f":save {tmp_path / 'no' / 'folder.md'}")

    told = table.complaints
    assert "(1 question)\n" in told
    assert "(2 questions)\n" in told
    assert f"{other} exists already; name another file\n" in told
    assert "folder.md cannot be written: No such file or directory\n" in told
    assert "## 2. para. 25\n" in path.read_text("utf-8")
    assert other.read_text() == "mine"


def test_help_tells_every_command(table: Table) -> None:
    lines = table.say(":help").splitlines()[2:]

    assert [line.split()[0] for line in lines] == [f":{name}" for name in COMMANDS]


def test_json_has_an_answer_a_line_and_all_else_aside(
    assistant: Assistant, console_of: MakeConsole, written: Written
) -> None:
    table = Table(assistant, console_of, written, as_json=True)
    said = table.say("para. 25") + table.say(":quote") + table.say("para. 99")

    answers = [json.loads(line) for line in said.splitlines()]
    assert [(answer["kind"], answer["answered"]) for answer in answers] == [
        ("lookup", True), ("abstention", False),
    ]  # fmt: skip
    assert "194 member countries" in table.complaints


def test_a_conversation_ends_with_quit_and_survives_an_interruption(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(question: str, **options: object) -> Answer:
        raise KeyboardInterrupt

    def lines() -> Iterator[str]:
        yield "para. 25"
        monkeypatch.setattr(table.chat._assistant, "ask", interrupt)
        yield "para. 26"
        monkeypatch.undo()
        yield "para. 25"
        yield ":q"
        raise AssertionError("it should be over")

    converse(table.chat, lines(), aside=table.aside)

    assert len(table.chat.answers) == 2
    assert table.complaints == "Interrupted.\n"

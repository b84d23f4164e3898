from collections.abc import Callable
from dataclasses import replace

import pytest

from eval.judging import (
    JudgedAnswer,
    absent_reports,
    ask_all,
    judge,
    judged_json,
    reports_by_name,
)
from eval.questions import JudgedQuestion, Target
from service import (
    Answer,
    AnswerKind,
    Assistant,
    Cover,
    Passage,
    QuotedRow,
    Report,
    Restatement,
)

PassageOf = Callable[..., Passage]
AnswerOf = Callable[..., Answer]
JudgedOf = Callable[..., JudgedAnswer]

REPORTS = {"f.pdf": frozenset({"f"}), "f": frozenset({"f"}), "g.pdf": frozenset({"g"})}


def question(*targets: Target, answers: tuple[str, ...] = ()) -> JudgedQuestion:
    return JudgedQuestion(question_id="1", question="Why?", targets=targets, answers=answers)


@pytest.mark.parametrize(
    ("report", "number", "is_right"),
    [("f", "6", True), ("f", "7", False), ("g", "6", False), ("g", "9", True), ("f", "9", False)],
)
def test_a_passage_is_right_by_its_number_in_its_report(
    passage_of: PassageOf,
    answer_of: AnswerOf,
    report: str,
    number: str,
    is_right: bool,
) -> None:
    asked = question(Target(report="f.pdf", numbers=("6",)), Target(report="g.pdf", numbers=("9",)))

    judged = judge(asked, answer_of(passage_of(number, report=report)), reports=REPORTS)

    assert judged.is_right == (is_right,)


@pytest.mark.parametrize(
    ("number", "report", "is_right", "is_of_report"),
    [("6", "f", True, True), ("7", "f", False, True), ("6", "g", False, False)],
)
def test_a_passage_is_right_by_a_place_that_says_the_same(
    passage_of: PassageOf,
    answer_of: AnswerOf,
    number: str,
    report: str,
    is_right: bool,
    is_of_report: bool,
) -> None:
    place = Restatement(
        report_id=report, symbol=None, number=number, address=number, citation="", url=""
    )
    passage = replace(passage_of("2", report="h"), also=(place,))
    asked = question(Target(report="f.pdf", numbers=("6",)))

    judged = judge(asked, answer_of(passage), reports=REPORTS)

    assert (judged.is_right, judged.is_of_report) == ((is_right,), (is_of_report,))


def test_a_row_of_a_table_quotes_what_its_cells_say_one_after_the_other(
    passage_of: PassageOf, answer_of: AnswerOf
) -> None:
    row = QuotedRow(title=None, head=(), cells=("Brazil", "3.4  1.8"), page=None, citation="")
    passage = replace(passage_of("6"), rows=(row,))
    asked = question(Target(report="f.pdf", numbers=("6",)), answers=("Brazil 3.4 1.8",))

    judged = judge(asked, answer_of(passage), reports=REPORTS)

    assert judged.quotes([passage])


def test_a_report_may_be_named_by_its_id(passage_of: PassageOf, answer_of: AnswerOf) -> None:
    asked = question(Target(report="f", numbers=("6",)))

    judged = judge(asked, answer_of(passage_of("6", report="f")), reports=REPORTS)

    assert judged.is_right == (True,)


def test_no_named_report_means_any(passage_of: PassageOf, answer_of: AnswerOf) -> None:
    asked = question(Target(report=None, numbers=("6",)))

    judged = judge(asked, answer_of(passage_of("6", report="other")), reports=REPORTS)

    assert judged.is_right == (True,)


def test_a_report_that_is_not_held_is_never_right(
    passage_of: PassageOf, answer_of: AnswerOf
) -> None:
    asked = question(Target(report="absent.pdf", numbers=("6",)))

    judged = judge(asked, answer_of(passage_of("6")), reports=REPORTS)

    assert judged.is_right == (False,)


def test_a_paragraph_without_a_number_is_never_right(
    passage_of: PassageOf, answer_of: AnswerOf
) -> None:
    asked = question(Target(report=None, numbers=()))

    judged = judge(asked, answer_of(passage_of(None)), reports=REPORTS)

    assert judged.is_right == (False,)


def test_success_counts_from_the_first_rank_to_the_cutoff(
    judged_of: JudgedOf,
) -> None:
    judged = judged_of(["3"], ["1", "2", "3"])

    assert [judged.succeeds(cutoff) for cutoff in (1, 2, 3)] == [False, False, True]
    assert judged.first_right == 3


def test_a_right_passage_past_the_tenth_has_no_rank(judged_of: JudgedOf) -> None:
    judged = judged_of(["11"], [str(number) for number in range(1, 12)])

    assert judged.first_right is None


def test_a_reader_sees_five_passages(judged_of: JudgedOf) -> None:
    judged = judged_of(["1"], ["1", "2", "3", "4", "5", "6"])

    assert [passage.number for passage in judged.shown] == ["1", "2", "3", "4", "5"]


def test_a_reader_sees_all_that_a_citation_opens(judged_of: JudgedOf) -> None:
    judged = judged_of(["1"], ["1", "2", "3", "4", "5", "6"])
    lookup = replace(judged, answer=replace(judged.answer, kind=AnswerKind.LOOKUP))

    assert len(lookup.shown) == 6


@pytest.mark.parametrize(
    ("answers", "is_quoted"),
    [
        (("deep sea",), True),
        (("deep  \n sea", "blue"), True),
        (("deep sea", "red"), False),
        (("sea blue",), False),
        ((), True),
    ],
)
def test_every_answer_substring_must_lie_in_one_highlight(
    passage_of: PassageOf, answer_of: AnswerOf, answers: tuple[str, ...], is_quoted: bool
) -> None:
    asked = question(Target(report=None, numbers=("6",)), answers=answers)
    answer = answer_of(
        passage_of("6", "The deep\nsea is here.", quote="deep\nsea"),
        passage_of("7", "It is blue, not red.", quote="blue"),
    )

    judged = judge(asked, answer, reports={})

    assert judged.quotes(answer.passages) is is_quoted


@pytest.mark.parametrize(
    ("found", "answered", "is_exact"),
    [
        (["12", "13"], True, True),
        (["12"], True, False),
        (["12", "13", "14"], True, False),
        (["12", "13"], False, False),
        ([], True, False),
    ],
)
def test_a_citation_is_opened_exactly_or_not(
    judged_of: JudgedOf, found: list[str], answered: bool, is_exact: bool
) -> None:
    judged = judged_of(["12", "13"], found, answered=answered)

    assert judged.opens_exactly is is_exact


def test_reports_of_one_file_name_are_all_meant() -> None:
    reports = [
        Report(report_id=name, cover=Cover(), paragraphs=(), source_name="f.pdf") for name in "ab"
    ]

    names = reports_by_name(reports)

    assert names == {"f.pdf": {"a", "b"}, "f": {"a", "b"}, "a": {"a"}, "b": {"b"}}


def test_only_answerable_questions_miss_a_report() -> None:
    asked = [
        question(Target(report="absent.pdf", numbers=("1",))),
        question(Target(report="unneeded.pdf", numbers=())),
        question(Target(report=None, numbers=("1",))),
        question(Target(report="f", numbers=("1",))),
    ]

    absent = absent_reports(asked, [Report(report_id="f", cover=Cover(), paragraphs=())])

    assert absent == ("absent.pdf",)


def test_questions_are_asked_with_their_history(assistant: Assistant) -> None:
    asked = JudgedQuestion(
        question_id="1",
        question="and how many purple notices?",
        history=("How many countries are in the INTERPOL Drugs Analysis File?",),
        targets=(Target(report="report.md", numbers=("26",)),),
    )

    [judged] = ask_all(assistant, [asked])

    assert judged.answer == assistant.ask(asked.question, history=asked.history, limit=10)
    assert judged.succeeds(3)


@pytest.mark.parametrize("words", ["purple notices", '"purple notices"', "para. 26", "unicorns"])
def test_the_first_five_of_ten_are_what_five_would_be(assistant: Assistant, words: str) -> None:
    ten = assistant.ask(words, limit=10)
    five = assistant.ask(words, limit=5)

    assert ten.passages[: len(five.passages)] == five.passages
    assert (ten.answered, ten.confidence) == (five.answered, five.confidence)


def test_a_judged_answer_tells_how_it_was_judged(judged_of: JudgedOf) -> None:
    first = judged_json(judged_of(["2"], ["1", "2"]))
    second = judged_json(judged_of([], [], answered=False))

    assert (first["first_right"], first["answerable"], first["quoted"]) == (2, True, None)
    assert [passage["is_right"] for passage in first["passages"]] == [False, True]
    assert (second["first_right"], second["answered"]) == (None, False)

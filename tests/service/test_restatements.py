"""Passages that say the same are one answer with all their citations."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Cover, Item, Paragraph, Report
from service import AnswerKind, Assistant, Scope, answer_json
from service.restatements import group_restatements

MakeAssistant = Callable[..., Assistant]

LOCATED = (
    "During the reporting period the mission located 518 explosive devices in the northern "
    "districts of Lomeria, and the teams of its partners cleared the roads between the villages."
)


def paragraph(text: str, *, number: str = "1", section: str = "") -> Paragraph:
    sections = (section,) if section else ()
    return Paragraph(address=number, component="body", number=number, text=text, sections=sections)


def groups(*texts: str) -> tuple[tuple[int, ...], ...]:
    return group_restatements([paragraph(text) for text in texts])


def report(report_id: str, symbol: str | None, *texts: str) -> Report:
    paragraphs = tuple(paragraph(text, number=str(n)) for n, text in enumerate(texts, 1))
    return Report(report_id=report_id, cover=Cover(symbol=symbol), paragraphs=paragraphs)


def test_the_same_words_are_a_restatement_whatever_is_printed_between() -> None:
    assert groups(LOCATED, LOCATED.replace(", ", ",\n• ")) == ((0, 1),)


def test_words_left_out_of_one_are_a_restatement_in_either_order() -> None:
    longer = LOCATED.replace("the villages", "the villages and farms")

    assert groups(LOCATED, longer) == groups(longer, LOCATED) == ((0, 1),)


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("518", "410"),
        ("518", "over 518"),
        ("518", "1,518"),
        ("518 explosive", "518 of 600 explosive"),
        ("Lomeria", "Carpania"),
        ("Lomeria", "Lomeria and Carpania"),
        ("the mission located", "the mission has not located"),
        ("the mission located", "the mission failed to have located"),
        ("cleared", "mined"),
        ("northern districts", "two northern districts"),
        ("the reporting period", "the twenty-first reporting period"),
    ],
)
def test_another_number_name_or_not_is_another_fact(said: str, other: str) -> None:
    changed = LOCATED.replace(said, other)

    assert changed != LOCATED
    assert groups(LOCATED, changed) == ((0,), (1,))


def test_another_ordinal_is_another_fact() -> None:
    twentieth = "This is the twentieth report of the mission, and was prepared " + LOCATED
    twenty_first = twentieth.replace("twentieth", "twenty-first")

    assert groups(twentieth, twenty_first) == ((0,), (1,))


def test_much_left_out_is_another_fact() -> None:
    assert groups(LOCATED, f"{LOCATED} {'and the roads to the coast ' * 3}") == ((0,), (1,))


def test_the_same_words_in_another_order_are_another_fact() -> None:
    words = "farmers sold opium to traders while traders lent money to families and others fled"

    assert groups(f"{words} {words}", " ".join(reversed(f"{words} {words}".split()))) == (
        (0,),
        (1,),
    )


@pytest.mark.parametrize(("one", "other"), [("518", "410"), ("mission", "police")])
def test_what_is_told_of_another_is_another_fact(one: str, other: str) -> None:
    told = f"{LOCATED} Elsewhere the police located 410 devices, and of these most were cleared."
    swapped = told.replace(one, "*").replace(other, one).replace("*", other)

    assert sorted(told.split()) == sorted(swapped.split())
    assert groups(told, swapped) == ((0,), (1,))


def test_a_short_paragraph_is_read_under_its_headings() -> None:
    words = "Takes note of the report."
    one, other = (paragraph(words, section=title) for title in ("Decision 1", "Decision 2"))

    assert group_restatements([one, other, one]) == ((0, 2), (1,))


def test_a_long_paragraph_speaks_for_itself() -> None:
    one, other = (paragraph(LOCATED, section=title) for title in ("Summary", "Mine action"))

    assert group_restatements([one, other]) == ((0, 1),)


@given(
    st.lists(st.sampled_from([LOCATED, LOCATED.replace("518", "410"), "Short.", ""]), max_size=9)
)
def test_every_place_is_in_one_group_and_groups_keep_their_order(texts: list[str]) -> None:
    found = groups(*texts)

    assert sorted(place for group in found for place in group) == list(range(len(texts)))
    assert all(one[0] < other[0] for one, other in pairwise(found))
    assert len(found) == len(set(texts))


FIRST = report("s-2025-71", "S/2025/71", LOCATED, "Opium prices rose in the south.")
REVISED = report("s-2025-71-rev-1", "S/2025/71/Rev.1", LOCATED, "Opium prices rose in the south.")
AGAIN = report("s-2025-71-rev-2", "S/2025/71/Rev.2", LOCATED)
UNRELATED = report("a-80-1", "A/80/1", LOCATED)
OTHER = report("a-80-2", "A/80/2", LOCATED)
QUESTION = "How many explosive devices has the mission located?"


def ask(assistant: Assistant, question: str = QUESTION, **asked: Any) -> list[list[str]]:
    """For each passage, its citation and those of the places that say the same."""
    passages = assistant.ask(question, **asked).passages
    return [[each.citation, *(other.citation for other in each.also)] for each in passages]


@pytest.fixture(scope="module")
def twice(make_assistant: MakeAssistant) -> Assistant:
    """A report and its revision, word for word."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAPPORTEUR_MIN_CONFIDENCE", "0")
        return make_assistant(FIRST, REVISED)


@pytest.fixture(scope="module")
def ungrouped(make_assistant: MakeAssistant) -> Assistant:
    """The same, shown as it is ranked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAPPORTEUR_MIN_CONFIDENCE", "0")
        patch.setenv("RAPPORTEUR_GROUP_RESTATEMENTS", "false")
        return make_assistant(FIRST, REVISED)


def test_the_revision_is_shown_in_place_of_what_it_revises(twice: Assistant) -> None:
    assert ask(twice)[0] == ["S/2025/71/Rev.1, para. 1", "S/2025/71, para. 1"]


def test_the_latest_of_several_revisions_is_shown(make_assistant: MakeAssistant) -> None:
    shown = ask(make_assistant(FIRST, REVISED, AGAIN))[0]

    assert shown == ["S/2025/71/Rev.2, para. 1", "S/2025/71, para. 1", "S/2025/71/Rev.1, para. 1"]


def test_of_unrelated_reports_the_one_ranked_first_is_shown(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant(UNRELATED, OTHER)
    ranked = [assistant.report(hit.report_id).cover.symbol for hit in assistant.search(QUESTION)]

    assert ask(assistant) == [[f"{symbol}, para. 1" for symbol in ranked]]


def test_the_report_that_the_question_names_is_shown(twice: Assistant) -> None:
    shown = ask(twice, "How many explosive devices has the mission located (S/2025/71)?")[0]

    assert shown == ["S/2025/71, para. 1"]


def test_nothing_outside_the_scope_is_cited(twice: Assistant) -> None:
    shown = ask(twice, scope=Scope(report_id="s-2025-71"))[0]

    assert shown == ["S/2025/71, para. 1"]


def test_passages_behind_move_up(make_assistant: MakeAssistant) -> None:
    texts = [LOCATED.replace("518", str(518 + n)) for n in range(9)]
    assistant = make_assistant(
        report("s-2025-71", "S/2025/71", *texts),
        report("s-2025-71-rev-1", "S/2025/71/Rev.1", *texts),
    )

    shown = ask(assistant, limit=5)

    assert [len(group) for group in shown] == [2] * 5
    assert shown == ask(assistant, limit=9)[:5]


def test_a_passage_ranks_and_scores_as_the_first_of_those_that_say_the_same(
    twice: Assistant, ungrouped: Assistant
) -> None:
    passages = twice.ask(QUESTION).passages

    assert [passage.rank for passage in passages] == [1, 2]
    assert passages[0].score == ungrouped.ask(QUESTION).passages[0].score


def test_confidence_is_that_of_the_passage_ranked_first(
    twice: Assistant, ungrouped: Assistant
) -> None:
    assert twice.ask(QUESTION).confidence == ungrouped.ask(QUESTION).confidence


def test_a_citation_opens_what_it_names_and_nothing_else(twice: Assistant) -> None:
    assert ask(twice, "S/2025/71, para. 1") == [["S/2025/71, para. 1"]]


def test_a_quotation_is_shown_once_with_every_place(twice: Assistant) -> None:
    answer = twice.ask('"opium prices rose"', limit=1)

    assert answer.kind is AnswerKind.QUOTATION
    assert (answer.passages[0].symbol, answer.message) == ("S/2025/71/Rev.1", "")
    assert [each.url for each in answer.passages[0].also] == ["/r/s-2025-71/2?mark=0-17#p-2"]


def test_the_same_quote_is_marked_and_its_item_cited_wherever_it_stands(
    make_assistant: MakeAssistant,
) -> None:
    opening, quote = "The mission reports:", "518 explosive devices were located in the north"
    rest = f"\n(a) {LOCATED}\n(b) {quote}"
    reports = []
    for report_id, symbol, words in (("one", "S/1", ""), ("two", "S/2", " in short")):
        text = opening[:-1] + words + ":" + rest
        item = Item(label="(b)", level=1, start=text.index("(b)"), end=len(text))
        told = replace(paragraph(text), items=(item,))
        reports.append(Report(report_id=report_id, cover=Cover(symbol=symbol), paragraphs=(told,)))
    assistant = make_assistant(*reports)

    [passage] = assistant.ask("devices were located in the north", limit=1).passages
    [other] = passage.also

    start = assistant.report(other.report_id).paragraphs[0].text.index(quote)
    assert {passage.citation, other.citation} == {"S/1, para. 1 (b)", "S/2, para. 1 (b)"}
    assert f"{start}-{start + len(quote)}" in other.url


def test_a_search_ranks_every_paragraph(twice: Assistant) -> None:
    assert len(twice.search(QUESTION)) == 4


def test_the_setting_shows_every_passage_by_itself(ungrouped: Assistant) -> None:
    shown = ask(ungrouped)

    assert [group[1:] for group in shown] == [[], [], [], []]


def test_json_has_every_place_in_the_form_of_the_contract(twice: Assistant) -> None:
    passage = answer_json(twice.ask(QUESTION))["passages"][0]

    assert list(passage["also"]) == [
        {
            "report_id": "s-2025-71",
            "symbol": "S/2025/71",
            "number": "1",
            "address": "1",
            "citation": "S/2025/71, para. 1",
            "url": passage["url"].replace("-rev-1", ""),
        }
    ]

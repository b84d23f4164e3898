"""The three roads of a question, over the bundled report and a fake encoder."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import QuestionEmpty, QuestionTooLong, UnknownReport
from corpus.records import Cover, Paragraph, Report
from service import Answer, AnswerKind, Assistant, Scope, answer_json

WORDS = "INTERPOL CARICC drugs 2021 who which operations para. 26 paras. 12–16 “drugs” notices 2020"


def asked_words() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=6).map(" ".join)


@given(question=asked_words())
@settings(max_examples=60, deadline=None)
def test_every_highlight_is_a_slice_of_a_paragraph_of_its_report(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)

    for passage in answer.passages:
        paragraph = assistant.report(passage.report_id).paragraph(passage.address)
        assert all(paragraph.text[h.start : h.end] == h.quote for h in passage.highlights)


@given(question=asked_words())
@settings(max_examples=20, deadline=None)
def test_the_same_question_gives_the_same_bytes(assistant: Assistant, question: str) -> None:
    first, second = (json.dumps(answer_json(assistant.ask(question))) for _ in range(2))

    assert first == second


@given(question=asked_words())
@settings(max_examples=30, deadline=None)
def test_every_citation_pasted_back_opens_its_paragraph(
    assistant: Assistant, question: str
) -> None:
    for passage in assistant.ask(question).passages:
        opened = assistant.ask(passage.citation)

        assert opened.kind is AnswerKind.LOOKUP
        assert [p.address for p in opened.passages] == [passage.address]


def numbers(answer: Answer) -> list[str | None]:
    return [passage.number for passage in answer.passages]


def test_a_citation_opens_its_paragraphs_in_order(assistant: Assistant) -> None:
    answer = assistant.ask("show me paragraphs 29 to 31")

    assert answer.kind is AnswerKind.LOOKUP
    assert numbers(answer) == ["29", "30", "31"]


def test_a_citation_of_an_item_highlights_the_item(assistant: Assistant) -> None:
    answer = assistant.ask("para. 26, ninth bullet point")

    assert answer.passages[0].highlights[0].quote.startswith("• Develops regional and global")
    assert answer.passages[0].citation.endswith("para. 26, ninth bullet point")


def test_a_citation_with_a_topic_highlights_what_answers_it(assistant: Assistant) -> None:
    answer = assistant.ask("what does para. 26 say about cocaine in Ecuador")

    quotes = [h.quote for h in answer.passages[0].highlights]
    assert "Ecuador 3 tons of cocaine in seaport" in quotes


def test_a_paragraph_that_does_not_exist_is_an_abstention_that_says_which_do(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("para. 99")

    assert (answer.kind, answer.answered) == (AnswerKind.ABSTENTION, False)
    assert answer.message == "para. 99: this report has paragraphs 1 to 32."


def test_a_range_that_ends_too_late_opens_what_exists_and_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("paras. 31-34")

    assert numbers(answer) == ["31", "32"]
    assert answer.message == "paras. 33–34: this report has paragraphs 1 to 32."


def test_a_symbol_that_is_not_in_the_library_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("E/CN.7/2021/1, para. 3")

    assert not answer.answered
    assert "E/CN.7/2021/1" in answer.message


def test_a_quotation_finds_its_place_whatever_its_quotes_and_case(assistant: Assistant) -> None:
    answer = assistant.ask("where does it say “Toolmarks left on drugs”?")

    assert answer.kind is AnswerKind.QUOTATION
    assert numbers(answer) == ["26"]
    assert answer.passages[0].highlights[0].quote == "toolmarks left on drugs"


def test_a_name_in_quotation_marks_is_part_of_a_question(assistant: Assistant) -> None:
    answer = assistant.ask("What was agreed for operation “Channel” in 2021?")

    assert answer.kind in (AnswerKind.ANSWER, AnswerKind.ABSTENTION)


def test_words_that_no_report_says_are_an_abstention_with_the_nearest(
    assistant: Assistant,
) -> None:
    answer = assistant.ask('"cocaine hidden in pineapples"')

    assert not answer.answered
    assert answer.message == "These words stand in no paragraph of the reports."
    assert answer.passages


def test_a_question_is_answered_by_the_passage_that_shares_its_words(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("translation into Serbian of the UNODC training material")

    assert answer.kind is AnswerKind.ANSWER
    assert numbers(answer)[0] == "32"


def test_an_abstention_shows_the_nearest_paragraphs(assistant: Assistant) -> None:
    answer = assistant.ask("Which penguins did Brazil vaccinate in 1987?")

    assert not answer.answered
    assert answer.confidence < 0.28
    assert answer.passages


def test_limit_cuts_the_same_ranking(assistant: Assistant) -> None:
    two, five = (assistant.ask("drug prevention training", limit=n) for n in (2, 5))

    assert two.passages == five.passages[:2]
    assert two.confidence == five.confidence


def test_an_empty_question_is_refused(assistant: Assistant) -> None:
    with pytest.raises(QuestionEmpty):
        assistant.ask(" ?! ")


def test_a_question_of_ten_thousand_characters_is_refused(assistant: Assistant) -> None:
    with pytest.raises(QuestionTooLong, match="10,000"):
        assistant.ask("a" * 10_000)


def test_limit_below_one_is_a_mistake(assistant: Assistant) -> None:
    with pytest.raises(ValueError, match="limit"):
        assistant.ask("drugs", limit=0)


def test_an_unknown_report_is_told(assistant: Assistant) -> None:
    with pytest.raises(UnknownReport):
        assistant.report("nope")


def report(symbol: str, *texts: str, year: int = 2024) -> Report:
    return Report(
        report_id=symbol.lower().replace("/", "-"),
        cover=Cover(symbol=symbol, title=f"Report {symbol}", date=f"{year}-05-01"),
        paragraphs=tuple(
            Paragraph(address=str(n), component="body", number=str(n), text=text)
            for n, text in enumerate(texts, 1)
        ),
    )


MakeAssistant = Callable[..., Assistant]


def test_a_symbol_decides_between_reports(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant(report("A/80/1", "Alpha."), report("A/80/2", "Beta."))

    answer = assistant.ask("a/80/2 para 1")

    assert [p.text for p in answer.passages] == ["Beta."]


def test_a_paragraph_of_several_reports_asks_which(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant(report("A/80/1", "Alpha."), report("A/80/2", "Beta."))

    answer = assistant.ask("para. 1")

    assert not answer.answered
    assert answer.message.startswith("Several reports have such a paragraph")


def test_a_paragraph_that_no_report_has_names_none_that_should(
    make_assistant: MakeAssistant,
) -> None:
    assistant = make_assistant(report("A/80/1", "Alpha."), report("A/80/2", "Beta."))

    answer = assistant.ask("annex I, para. 3")

    assert answer.message.startswith("No report has such a paragraph")


def test_a_symbol_that_only_parts_have_is_told_with_them(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant(report("E/2025/34 (Part II)", "Alpha."), report("A/80/2", "Beta."))

    answer = assistant.ask("E/2025/34 para. 3")

    assert answer.message.endswith("There is E/2025/34 (Part II).")


def test_a_scope_leaves_other_reports_out(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant(
        report("A/80/1", "Opium seizures rose.", year=2023),
        report("A/80/2", "Opium seizures fell.", year=2024),
    )

    answer = assistant.ask("opium seizures", scope=Scope(year=2023))

    assert [p.symbol for p in answer.passages] == ["A/80/1"]
    assert answer.scope.year == 2023


def test_a_scope_without_reports_finds_nothing(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant(report("A/80/1", "Opium seizures rose."))

    answer = assistant.ask("opium seizures", scope=Scope(year=1999))

    assert (answer.answered, answer.passages) == (False, ())


def test_search_ranks_without_evidence_or_abstention(assistant: Assistant) -> None:
    hits = assistant.search("Serbian translation", depth=3)

    assert hits[0].address == "32"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_search_reads_a_question_with_its_conversation(assistant: Assistant) -> None:
    history = ["What training material was translated into Serbian?"]

    alone = assistant.search("who paid for it?", depth=32)
    after = assistant.search("who paid for it?", history=history, depth=32)

    assert after[0].address == "32"
    assert [hit.address for hit in alone] != [hit.address for hit in after]


def test_a_question_that_stands_alone_is_answered_as_without_a_conversation(
    assistant: Assistant,
) -> None:
    question = "How many Purple Notices did INTERPOL publish in 2020?"

    after = assistant.ask(question, history=["What did the OSCE do in Almaty?", "thanks"])

    assert after == assistant.ask(question)


@pytest.mark.parametrize("history", [(), ("How many Purple Notices did INTERPOL publish?",)])
def test_thanks_are_replied_to_and_searched_for_nowhere(
    assistant: Assistant, history: tuple[str, ...]
) -> None:
    answer = assistant.ask("Thank you!", history=history)

    assert (answer.answered, answer.kind, answer.passages) == (False, "abstention", ())
    assert answer.message.startswith("You are welcome.")
    assert answer.is_reply


def test_the_second_one_is_sought_in_what_was_shown_before(assistant: Assistant) -> None:
    question = "Where did INTERPOL Investigative Support Teams support national authorities?"
    shown = assistant.ask(question).passages[1]

    answer = assistant.ask("who was in the second passage?", history=[question])

    quoted = " ".join(highlight.quote for highlight in shown.highlights)
    assert answer.query == f"who was in the second passage? ({quoted})"


def test_an_ambiguous_follow_up_offers_the_other_reading(assistant: Assistant) -> None:
    history = ["How did CARICC and CSTO respond to the pandemic?"]

    answer = assistant.ask("how large is its database?", history=history)

    assert answer.readings == ("how large is CSTO’s database?",)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("para. 26 (b)", "para. 26 has 9 bullet points."),
        ("para. 26, tenth bullet point", "para. 26 has 9 bullet points."),
        ("para. 26, sixth bullet point, fourth sub-bullet point", "para. 26 has 9 bullet points."),
        ("para. 3 (d)", "para. 3 has no lettered or bulleted parts."),
        ("para. 12a", "para. 12a: this report has paragraphs 1 to 32."),
        ("para. 26.5", "para. 26.5: this report has paragraphs 1 to 32."),
        ("annex I, para. 2", "annex I, para. 2: this report has no annex I."),
        ("paragraph 2 of annex I", "annex I, para. 2: this report has no annex I."),
    ],
)
def test_what_a_citation_names_and_does_not_exist_is_never_opened_as_something_else(
    assistant: Assistant, question: str, message: str
) -> None:
    answer = assistant.ask(question)

    assert (answer.answered, answer.message) == (False, message)


@pytest.mark.parametrize(
    "question",
    [
        "“Report on something else” (conference room paper, 7 April 2021), para. 5",
        "“Reports by intergovernmental organizations on drug control activities: Report of the"
        " Secretariat” (conference room paper, 8 May 2020), para. 5",
        "para. 26 of the UNICEF annual report",
    ],
)
def test_a_citation_of_another_report_opens_nothing(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert not answer.answered
    assert answer.message.startswith("No report in the library goes by that name.")


@pytest.mark.parametrize(
    "question",
    ["para 26 bullet 9", "the ninth bullet of paragraph 26", "para. 26 ninth bullet point"],
)
def test_a_bullet_is_found_however_it_is_counted(assistant: Assistant, question: str) -> None:
    (passage,) = assistant.ask(question).passages

    assert passage.citation.endswith("para. 26, ninth bullet point")


def test_a_citation_within_a_sentence_highlights_the_whole_paragraph(assistant: Assistant) -> None:
    citation = assistant.ask("para. 26").passages[0].citation

    (passage,) = assistant.ask(f"See {citation}.").passages

    assert [h.quote for h in passage.highlights] == [passage.text]


def test_a_quotation_that_names_a_paragraph_is_a_quotation(make_assistant: MakeAssistant) -> None:
    text = "It recalled the request made in paragraph 4 of the resolution."
    assistant = make_assistant(report("A/80/1", text, "B.", "C.", "D."))

    answer = assistant.ask('"the request made in paragraph 4 of the resolution"')

    assert (answer.kind, numbers(answer)) == (AnswerKind.QUOTATION, ["1"])


def test_a_quotation_of_stop_words_or_of_one_word_is_found(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant(report("A/80/1", "Here.", "So that is it, for 2021–2025."))

    found = [numbers(assistant.ask(q)) for q in ('Where does it say "that is it"?', '"2021-2025"')]

    assert found == [["2"], ["2"]]


def test_a_quotation_in_more_places_than_shown_says_so(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant(report("A/80/1", *(f"The same words, {n}." for n in range(7))))

    answer = assistant.ask('"the same words"')

    assert len(answer.passages) == 5
    assert answer.message == "These words stand in more paragraphs; the first 5 are shown."


def test_a_paragraph_that_only_one_report_has_needs_no_name(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant(report("A/80/1", "One."), report("A/80/2", "One.", "Two."))

    assert [p.text for p in assistant.ask("para. 2").passages] == ["Two."]


def test_a_report_without_title_is_cited_by_its_file_and_read_back(
    make_assistant: MakeAssistant,
) -> None:
    paragraphs = report("A/80/1", "One.", "Two.").paragraphs
    assistant = make_assistant(
        *(
            Report(report_id=name, cover=Cover(), paragraphs=paragraphs, source_name=f"{name}.md")
            for name in ("alpha", "beta")
        )
    )

    (passage,) = assistant.ask("beta.md, para. 2").passages

    assert (passage.report_id, passage.citation) == ("beta", "beta.md, para. 2")


def test_a_symbol_alone_opens_its_report_or_says_that_it_is_not_here(
    make_assistant: MakeAssistant,
) -> None:
    assistant = make_assistant(report("A/80/1", "One.", "Two."))

    here, elsewhere = assistant.ask("a/80/1"), assistant.ask("E/CN.7/2021/1")

    assert numbers(here) == ["1", "2"]
    assert elsewhere.message == "No report with the symbol E/CN.7/2021/1 is in the library."


def test_a_question_of_many_marks_is_no_quotation(assistant: Assistant) -> None:
    """A pattern that backtracks on these marks would never come to an end."""
    answer = assistant.ask('"two words" ' + "!" * 1900 + " zebra")

    assert answer.kind is not AnswerKind.QUOTATION


def test_the_hash_seed_changes_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from service.evidence import share_of;"
        "weights = {str(n): 1 / (n + 3) for n in range(50)};"
        "print(share_of(weights, set(weights)).hex())"
    )

    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(3)
    }

    assert len(told) == 1


def test_words_that_are_looked_for_after_others_are_found_by_themselves(
    assistant: Assistant,
) -> None:
    alone = assistant.ask("helicopter")
    after = assistant.ask("helicopter", history=["fentanyl", "webinars"])

    assert after.answered
    assert (after.query, after.passages) == (alone.query, alone.passages)


def test_a_ranking_has_what_answers_are_chosen_from(assistant: Assistant) -> None:
    question = "Where did INTERPOL investigative support teams find cocaine?"

    ranked = assistant.rank(question, limit=30)
    answer = assistant.ask(question)

    assert (ranked.query, ranked.receipt) == (answer.query, answer.receipt)
    assert {each.address for each in answer.passages} <= {p.address for p in ranked.passages}
    scores = [each.score for each in ranked.passages]
    assert scores == sorted(scores, reverse=True)
    assert not any(each.highlights or each.also for each in ranked.passages)


def test_a_ranking_follows_the_conversation_and_stays_within_the_scope(
    assistant: Assistant,
) -> None:
    earlier = ["Which INTERPOL operations are planned for 2021?"]

    ranked = assistant.rank("and CSTO?", history=earlier, scope=Scope(section="III"))

    assert ranked.query != "and CSTO?"
    assert ranked.scope.section == "III"
    assert all(each.sections[0].startswith("III") for each in ranked.passages)


def test_a_ranking_keeps_the_order_of_search(assistant: Assistant) -> None:
    ranked = assistant.rank("seizures of cocaine", limit=12)

    hits = assistant.search("seizures of cocaine", depth=12)
    assert [each.address for each in ranked.passages] == [hit.address for hit in hits]


@pytest.mark.parametrize(
    ("limit", "open_fields", "told"), [(0, (), "at least 1"), (1, ("colour",), "colour")]
)
def test_a_ranking_that_cannot_be_is_refused(
    assistant: Assistant, limit: int, open_fields: tuple[str, ...], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        assistant.rank("cocaine", limit=limit, open_fields=open_fields)

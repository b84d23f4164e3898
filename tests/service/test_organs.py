"""Organs: what covers name, and how people call it."""

import pytest

from corpus.records import Cover, Report
from service.organs import Organs, names_in


def report(report_id: str, **cover: str) -> Report:
    return Report(report_id=report_id, cover=Cover(**cover), paragraphs=())


REPORTS = (
    report("cat", organ="General Assembly", title="Report of the Committee against Torture"),
    report("tax", organ="Economic and Social Council",
           title="Committee of Experts on International Cooperation in Tax Matters: Report"),
    report("board", organ="Executive Board of the United Nations Development Programme, the "
           "United Nations Population Fund and the United Nations Office for Project Services"),
    report("forests", title="United Nations Forum on Forests: Report on the twentieth session"),
    report("children", symbol="E/ICEF/2025/12", title="Annual report of UNICEF"),
    report("mechanism", title="International Residual Mechanism for Criminal Tribunals: Note"),
    report("programmes", title="Report of the High-level Committee on Programmes"),
    report("south", title="Report of the High-level Committee on South-South Cooperation"),
    report("science", title="Multi-stakeholder forum on science, technology and innovation for "
           "the Sustainable Development Goals: Note"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What did the Committee against Torture say?", ["cat"]),
        ("who helps the torture committee", ["cat"]),
        ("which bodies met CAT?", ["cat"]),
        ("the UN tax committee's new article", ["tax"]),
        ("UNDP’s Equanomics", ["board"]),
        ("the Population Fund", ["board"]),
        ("unops audits", ["board"]),
        ("What was asked at UNFF20?", ["forests"]),
        ("the Forum on Forests", ["forests"]),
        ("doses that UNICEF shipped", ["children"]),
        ("judges of the residual mechanism", ["mechanism"]),
        ("What did HLCP decide?", ["programmes"]),
        ("the High-level Committee", ["programmes", "south"]),
        ("states at the STI forum", ["science"]),
        ("the ECOSOC", ["tax"]),
    ],
)
def test_an_organ_is_found_by_name_short_form_and_acronym(question: str, meant: list[str]) -> None:
    mentions = Organs(REPORTS).named_in(question)

    places = {place for each in mentions for organ in each.organs for place in organ.places}
    assert sorted(REPORTS[place].report_id for place in places) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Which cat was seen in the office?",
        "the maritime boundary committee",
        "What does the United Nations say?",
        "How many members has the committee?",
        "the programme of work",
    ],
)
def test_other_bodies_and_plain_words_are_no_organs(question: str) -> None:
    assert Organs(REPORTS).named_in(question) == ()


def test_a_mention_tells_where_it_stands() -> None:
    (mention,) = Organs(REPORTS).named_in("Did UNICEF’s board meet?")

    assert (mention.start, mention.end) == (4, 12)


def test_names_within_names_are_found() -> None:
    names = set(names_in("Executive Board of the United Nations Children’s Fund"))

    assert names == {
        "Executive Board of the United Nations Children’s Fund",
        "United Nations Children’s Fund",
    }


def test_a_series_is_the_organ_that_its_letters_stand_for() -> None:
    reports = (*REPORTS, report("more", symbol="E/ICEF/2025/16", organ="ECOSOC"))

    (mention,) = Organs(reports).named_in("UNICEF")

    assert [organ.places for organ in mention.organs] == [(4, 9)]

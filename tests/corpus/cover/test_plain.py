"""Covers whose lines have no places, by their order."""

import pytest

from corpus.blocks import Block, BlockKind
from corpus.cover import read_cover
from corpus.records import Cover


def _text(text: str) -> Block:
    return Block(kind=BlockKind.TEXT, text=text)


def _bold(text: str) -> Block:
    return Block(kind=BlockKind.TEXT, text=text, is_bold=True)


def _heading(text: str) -> Block:
    return Block(kind=BlockKind.HEADING, text=text)


FRONT = (
    _text("United Nations"),
    _text("E/CN.7/2025/28*"),
    _bold("Economic and Social Council"),
    _text("Distr.: General\n3 June 2025\nOriginal: English"),
    _bold("Commission on Narcotic Drugs\nSixty-eighth session"),
    _text("Vienna, 10–14 March 2025"),
    _text("Item 6 of the provisional agenda**"),
    _bold("Follow-up to all commitments"),
    _bold("World situation"),
    _bold("Report of the Secretariat"),
)


def test_a_whole_cover_by_hand() -> None:
    assert read_cover(FRONT) == Cover(
        symbol="E/CN.7/2025/28",
        title="World situation: Report of the Secretariat",
        organ="Economic and Social Council",
        session="Sixty-eighth session",
        agenda_item="Item 6 of the provisional agenda: Follow-up to all commitments",
        date="2025-06-03",
        distribution="General",
        language="en",
    )


def test_what_is_not_printed_stays_none() -> None:
    assert read_cover([]) == Cover()


def test_a_lone_heading_is_the_title() -> None:
    assert read_cover([_heading("Conference report")]) == Cover(title="Conference report")


def test_a_lone_title_below_the_agenda_item_is_the_reports_own() -> None:
    cover = read_cover([_bold("General Assembly"), _text("Agenda item 70"), _bold("Oceans")])

    assert (cover.title, cover.agenda_item) == ("Oceans", "Agenda item 70")


def test_a_title_above_the_agenda_item_is_found_where_none_is_below() -> None:
    cover = read_cover([_heading("Oceans"), _text("Agenda item 70")])

    assert (cover.title, cover.agenda_item) == ("Oceans", "Agenda item 70")


def test_titles_stand_out_where_anything_does() -> None:
    assert read_cover([_text("United Nations"), _heading("Oceans")]).title == "Oceans"


def test_where_nothing_stands_out_the_other_lines_are_the_title() -> None:
    assert read_cover([_text("Oceans"), _text("7 April 2021")]).title == "Oceans"


def test_a_title_broken_at_the_margin_is_one_title() -> None:
    first, second = "Follow-up to the implementation at the national, regional and", "other levels"

    assert read_cover([_bold(f"{first}\n{second}")]).title == f"{first} {second}"


def test_a_symbol_inside_a_line_is_another_reports() -> None:
    assert read_cover([_text("See E/CN.7/2021/1"), _heading("Oceans")]).symbol is None


@pytest.mark.parametrize(
    "session",
    ["Sixty-fourth session", "Eightieth session", "2025 session", "Annual session 2025",
     "Second regular session 2025", "Resumed organizational session", "Tenth special session"],
)  # fmt: skip
def test_the_organ_stands_above_the_session(session: str) -> None:
    cover = read_cover([_text(f"Executive Board\n{session}")])

    assert (cover.organ, cover.session) == ("Executive Board", session)


def test_a_fact_above_the_session_is_no_organ() -> None:
    assert read_cover([_text("7 April 2021\n2021 session")]).organ is None


@pytest.mark.parametrize(
    ("line", "language"),
    [("Original: French", "fr"), ("English only", "en"), ("ARABIC", "ar"), ("Klingon", None)],
)
def test_languages_by_hand(line: str, language: str | None) -> None:
    assert read_cover([_text(line)]).language == language


def test_the_masthead_tells_the_language_where_nothing_else_does() -> None:
    assert read_cover([_text("Nations Unies"), _heading("Fleuves")]).language == "fr"

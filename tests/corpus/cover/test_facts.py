"""The lines of a cover that have a form of their own."""

import pytest

from corpus.cover.facts import (
    find_date,
    find_distribution,
    find_language,
    is_fact,
    is_imprint,
    is_meeting,
    read_date,
    read_end_date,
    read_session,
    split_item,
)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("7 April 2021", "2021-04-07"),
        ("29 FEBRUARY 2024", "2024-02-29"),
        ("1er août 2025", "2025-08-01"),
        ("3 de junio de 2025", "2025-06-03"),
        ("20 февраля 2024 года", "2024-02-20"),
    ],
)
def test_full_dates_are_read(text: str, date: str) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    "text",
    ["31 June 2025", "7 Aprilis 2025", "April 2021", "12–16 April 2021", "On 7 April 2021", ""],
)
def test_no_date_is_invented(text: str) -> None:
    assert read_date(text) is None


def test_a_date_within_an_imprint_is_found() -> None:
    assert find_date("Distr.: General 7 April 2021") == "2021-04-07"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("ISSN 0000-0000 [30 May 2025]", "2025-05-30"),
        ("[30 May 2025] and more", None),
        ("[see chap. I]", None),
    ],
)
def test_a_supplement_ends_a_text_with_its_date(text: str, date: str | None) -> None:
    assert read_end_date(text) == date


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Distr.: General 7 April 2021", "General"),
        ("Distr. LIMITED", "Limited"),
        ("Distr. générale", "Générale"),
        ("Dist.\nGENERAL", "General"),
        ("General", None),
    ],
)
def test_distributions_by_hand(text: str, word: str | None) -> None:
    assert find_distribution(text) == word


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Original: French", "fr"),
        ("20 February 2024\nRussian\nOriginal: English", "ru"),
        ("Français\nOriginal : anglais", "fr"),
        ("Original: English\nEnglish, French and Spanish only", "en"),
        ("English only", "en"),
        ("ARABIC", "ar"),
        ("Klingon", None),
    ],
)
def test_a_translation_has_its_own_language(text: str, language: str | None) -> None:
    assert find_language(text) == language


@pytest.mark.parametrize(
    "session",
    [
        "Sixty-fourth session",
        "2025 session",
        "Annual session 2025",
        "Second regular session 2025",
        "Tenth special session",
        "Eightieth year",
        "Quatre-vingtième session",
        "Session annuelle de 2025",
        "Octogésimo período de sesiones",
        "Восьмидесятая сессия",
        "第八十届会议",
    ],
)
def test_sessions_are_read(session: str) -> None:
    assert read_session(session) == session


@pytest.mark.parametrize(
    "text", ["Report on the tenth session", "The session was held in May", "Closed sessions", ""]
)
def test_a_session_within_a_sentence_is_none(text: str) -> None:
    assert read_session(text) is None


def test_the_dates_of_a_session_are_left_out() -> None:
    assert read_session("Tenth session (3–7 May 2025)") == "Tenth session"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Agenda item 7 (a)", ("Agenda item 7 (a)", "")),
        ("Item 6 of the provisional agenda", ("Item 6 of the provisional agenda", "")),
        ("Item 9 of the annotated agenda Rivers", ("Item 9 of the annotated agenda", "Rivers")),
        ("Agenda items 4 and 12: Lakes", ("Agenda items 4 and 12", "Lakes")),
        ("Point 6 de l’ordre du jour provisoire", ("Point 6 de l’ordre du jour provisoire", "")),
        ("Tema 6 del programa provisional", ("Tema 6 del programa provisional", "")),
    ],
)
def test_an_agenda_item_is_parted_from_its_title(text: str, parts: tuple[str, str]) -> None:
    assert split_item(text) == parts


@pytest.mark.parametrize("text", ["Items of interest", "Item 6", "The agenda of item 6", ""])
def test_not_every_item_is_on_an_agenda(text: str) -> None:
    assert split_item(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Vienna, 12–16 April 2021",
        "Nice, France, 9–13 June 2025",
        "2 to 5 June 2025, New York",
        "25–28 August, New York",
        "25 July 2024–30 July 2025",
        "New York, 14–18 and 21–23 July 2025",
        "(10–13 June 2025)",
    ],
)
def test_where_and_when_a_body_meets_is_a_fact_and_no_date(text: str) -> None:
    assert (is_meeting(text), is_fact(text), read_date(text)) == (True, True, None)


@pytest.mark.parametrize(
    "text",
    ["7 April 2021", "Report of the visiting mission to the northern islands, 26–27 August 2024"],
)
def test_a_date_or_a_title_is_no_meeting(text: str) -> None:
    assert not is_meeting(text)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Distr.: General 7 April 2021 Russian Original: English", True),
        ("General Assembly 7 April 2021", False),
        ("General Assembly", False),
        ("", False),
    ],
)
def test_an_imprint_tells_nothing_else(text: str, is_told: bool) -> None:
    assert is_imprint(text) is is_told

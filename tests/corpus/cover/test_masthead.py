"""Covers under the masthead, by where their lines stand."""

from collections.abc import Callable

from corpus.blocks import Block
from corpus.cover import read_cover
from corpus.cover.front_page import lines_of
from corpus.cover.masthead import read_masthead_cover
from corpus.records import Cover

Place = Callable[..., Block]


def _head(place: Place, symbol: str, *organs: str) -> list[Block]:
    banner = [place(123, 73 + 19 * row, organ, 20) for row, organ in enumerate(organs)]
    return [
        place(123, 48, "United Nations", 14),
        place(450, 43, symbol, plain=True),
        *banner,
        place(397, 80, "Distr.: General 3 June 2031", plain=True),
        place(397, 116, "Original: English", plain=True),
    ]


def test_a_whole_cover_by_hand(place: Place) -> None:
    front = [
        *_head(place, "E/CN.40/2031/2*", "Economic and Social Council"),
        place(60, 215, "Commission on Rivers", 12),
        place(60, 229, "Sixth session"),
        place(60, 241, "3–7 May 2031\nItem 3 (b) of the provisional agenda", plain=True),
        place(60, 265, "Follow-up to the decade of rivers: review of plans\nof action for the"),
        place(60, 289, "Northern Lakes"),
        place(123, 320, "State of the northern rivers and of all that\nflows into them", 14),
        place(123, 362, "Report of the Secretary-General**", 12),
    ]

    assert read_cover(front) == Cover(
        symbol="E/CN.40/2031/2",
        title="State of the northern rivers and of all that flows into them: "
        "Report of the Secretary-General",
        organ="Economic and Social Council",
        session="Sixth session",
        agenda_item="Item 3 (b) of the provisional agenda: Follow-up to the decade of rivers: "
        "review of plans of action for the Northern Lakes",
        date="2031-06-03",
        distribution="General",
        language="en",
    )


def test_two_organs_have_two_columns(place: Place) -> None:
    front = [
        *_head(place, "A/86/7−S/2031/9", "General Assembly", "Security Council"),
        place(60, 215, "General Assembly"),
        place(348, 215, "Security Council"),
        place(60, 227, "Eighty-sixth session"),
        place(348, 227, "Eighty-sixth year"),
        place(60, 239, "Agenda item 36", plain=True),
        place(60, 251, "Rivers"),
        place(348, 251, "Agenda item 4", plain=True),
        place(348, 263, "Lakes"),
        place(123, 300, "Rivers and lakes", 14),
    ]

    assert read_cover(front) == Cover(
        symbol="A/86/7-S/2031/9",
        title="Rivers and lakes",
        organ="General Assembly, Security Council",
        session="Eighty-sixth session, Eighty-sixth year",
        agenda_item="Agenda item 36: Rivers; Agenda item 4: Lakes",
        date="2031-06-03",
        distribution="General",
        language="en",
    )


def test_an_organ_over_many_lines_is_one(place: Place) -> None:
    front = [
        place(135, 48, "United Nations", 14),
        place(481, 43, "DP/2031/3", plain=True),
        place(135, 72, "Executive Board of the", 17),
        place(409, 80, "Distr.: General", plain=True),
        place(135, 89, "Rivers Programme and the", 17),
        place(409, 91, "30 June 2031", plain=True),
        place(135, 105, "Lakes Fund", 17),
        place(409, 114, "Original: English", plain=True),
        place(72, 213, "Annual session 2031"),
        place(72, 225, "2 to 5 June 2031, New York\nItem 4 of the provisional agenda", plain=True),
        place(72, 248, "Evaluation"),
        place(144, 278, "Rivers in 2030", 14),
    ]

    assert read_cover(front) == Cover(
        symbol="DP/2031/3",
        title="Rivers in 2030",
        organ="Executive Board of the Rivers Programme and the Lakes Fund",
        session="Annual session 2031",
        agenda_item="Item 4 of the provisional agenda: Evaluation",
        date="2031-06-30",
        distribution="General",
        language="en",
    )


def test_without_facts_at_the_margin_all_below_the_banner_is_title(place: Place) -> None:
    front = [
        *_head(place, "S/2031/54", "Security Council"),
        place(123, 215, "Situation on the upper river during the period from 2 May to", 14),
        place(123, 230, "20 February 2031", 14),
        place(123, 260, "Report of the Secretary-General", 12),
    ]

    title = read_cover(front).title

    assert title == (
        "Situation on the upper river during the period from 2 May to 20 February 2031: "
        "Report of the Secretary-General"
    )


def test_without_a_banner_the_body_at_the_margin_is_the_organ(place: Place) -> None:
    front = [
        *_head(place, "A/CONF.9/2031/10"),
        place(60, 215, "2031 Conference to Support the", 12),
        place(60, 229, "Rivers of the World", 12),
        place(60, 269, "Nice, France, 9–13 June 2031", plain=True),
        place(123, 299, "Information note", 14),
    ]

    cover = read_cover(front)

    assert cover.organ == "2031 Conference to Support the Rivers of the World"
    assert cover.title == "Information note"


def test_a_meeting_that_has_a_number_is_its_own_session(place: Place) -> None:
    front = [
        *_head(place, "RIV/MSP/2031/1", "Third Meeting of States Parties to the Treaty on Rivers"),
        place(60, 215, "New York, 3–7 March 2031\nAgenda item 15", plain=True),
        place(123, 281, "Report of the third Meeting", 12),
    ]

    assert read_cover(front).session == "Third Meeting"


def test_dates_in_parentheses_go_with_the_title(place: Place) -> None:
    front = [
        *_head(place, "E/2031/34 (Part II)", "Economic and Social Council"),
        place(123, 215, "Report of the Executive Board", 14),
        place(123, 240, "(10–13 June 2031)"),
    ]

    cover = read_cover(front)

    assert cover.symbol == "E/2031/34 (Part II)"
    assert cover.title == "Report of the Executive Board (10–13 June 2031)"


def test_an_old_cover_has_its_symbol_in_the_imprint(place: Place) -> None:
    front = [
        place(154, 54, "UNITED", 14),
        place(154, 74, "NATIONS", 14),
        place(154, 114, "Convention on", 16),
        place(154, 132, "Rivers", 16),
        place(404, 116, "Distr.\nGENERAL", plain=True),
        place(404, 161, "RIV/COP(8)/9\n10 July 2007", plain=True),
        place(404, 202, "ORIGINAL: ENGLISH", plain=True),
        place(85, 252, "Committee on Science"),
        place(85, 263, "Eighth session"),
        place(168, 360, "Abridged report", 14),
    ]

    assert read_cover(front) == Cover(
        symbol="RIV/COP(8)/9",
        title="Abridged report",
        organ="Convention on Rivers",
        session="Eighth session",
        date="2007-07-10",
        distribution="General",
        language="en",
    )


def test_a_translation_tells_its_own_language(place: Place) -> None:
    front = [
        place(60, 48, "Организация Объединенных Наций", 14),
        place(418, 46, "RIV/C/6", plain=True),
        place(123, 72, "Конвенция о реках", 17),
        place(397, 80, "Distr.: General", plain=True),
        place(397, 92, "20 February 2031 Russian\nOriginal: English", plain=True),
        place(60, 217, "Комитет по рекам", 12),
        place(123, 259, "Заключительные замечания", 14),
    ]

    cover = read_cover(front)

    assert (cover.language, cover.date, cover.distribution) == ("ru", "2031-02-20", "General")
    assert cover.organ == "Конвенция о реках"


def test_a_page_without_distribution_is_no_such_cover(place: Place) -> None:
    assert read_masthead_cover(lines_of([place(123, 48, "Rivers", 14)])) is None


def test_a_room_paper_without_masthead_is_read_by_its_margin(place: Place) -> None:
    front = [
        place(430, 43, "E/CN.40/2031/CRP.3"),
        place(430, 80, "7 April 2031\nEnglish only", plain=True),
        place(60, 115, "Commission on Rivers", 12),
        place(60, 129, "Sixth session"),
        place(60, 141, "Vienna, 12–16 April 2031", plain=True),
        place(60, 153, "Item 6 of the provisional agenda*", plain=True),
        place(60, 165, "Follow-up to the decade of rivers"),
        place(123, 220, "Reports by others", 14),
        place(123, 250, "Report of the Secretariat", 12),
    ]

    assert read_cover(front) == Cover(
        symbol="E/CN.40/2031/CRP.3",
        title="Reports by others: Report of the Secretariat",
        organ="Commission on Rivers",
        session="Sixth session",
        agenda_item="Item 6 of the provisional agenda: Follow-up to the decade of rivers",
        date="2031-04-07",
        language="en",
    )


def test_a_french_cover_is_read_in_its_own_words(place: Place) -> None:
    front = [
        place(123, 48, "Nations Unies", 14),
        place(505, 43, "A/86/9", plain=True),
        place(123, 73, "Assemblée générale", 20),
        place(397, 80, "Distr. générale\n1er juin 2031\nFrançais\nOriginal : anglais", plain=True),
        place(60, 215, "Quatre-vingt-sixième session"),
        place(60, 227, "Point 6 de l’ordre du jour provisoire", plain=True),
        place(60, 239, "Fleuves"),
        place(123, 280, "État des fleuves", 14),
    ]

    assert read_cover(front) == Cover(
        symbol="A/86/9",
        title="État des fleuves",
        organ="Assemblée générale",
        session="Quatre-vingt-sixième session",
        agenda_item="Point 6 de l’ordre du jour provisoire: Fleuves",
        date="2031-06-01",
        distribution="Générale",
        language="fr",
    )

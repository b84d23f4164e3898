"""Where the front of a report ends."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.blocks import Block, BlockKind
from corpus.front import read_mark, split_front

Place = Callable[..., Block]


def text(words: str, *, mark: str = "", is_bold: bool = False) -> Block:
    return Block(kind=BlockKind.TEXT, text=words, mark=mark, is_bold=is_bold)


def heading(words: str) -> Block:
    return Block(kind=BlockKind.HEADING, text=words)


def split(*blocks: Block) -> tuple[list[str], list[str], list[str]]:
    cover, notes, rest = split_front(blocks)
    return [b.text for b in cover], [n.mark for n in notes], [b.text for b in rest]


def test_the_first_label_ends_the_front() -> None:
    assert split(text("7 April 2021"), heading("I. Introduction"), text("One.", mark="1.")) == (
        ["7 April 2021"],
        [],
        ["I. Introduction", "One."],
    )


def test_contents_are_in_no_part() -> None:
    listing = text("I. Introduction . . . . . 2")

    assert split(text("Contents"), listing, heading("I. Start")) == ([], [], ["I. Start"])


def test_notes_of_the_cover_are_no_cover() -> None:
    assert split(text("Item 6*"), text("* E/CN.7/2021/1."), text("One.", mark="1.")) == (
        ["Item 6*"],
        ["*"],
        ["One."],
    )


def test_long_prose_is_no_cover() -> None:
    prose = "In 2020 the Centre continued its work. " * 8

    assert split(heading("Report"), text(prose)) == (["Report"], [], [prose])


def test_a_title_alone_is_the_front_of_a_report_without_labels() -> None:
    assert split(heading("Report"), text("Short.")) == (["Report"], [], ["Short."])


def test_a_mark_is_read_from_the_list_or_from_the_text() -> None:
    listed, typed = read_mark(text("One.", mark="1.")), read_mark(text("1. One."))

    assert listed == typed


@pytest.mark.parametrize("words", ["Paragraph", "And so on ....", "Thus ..... 4"])
def test_once_the_body_has_begun_nothing_is_contents(words: str) -> None:
    _, _, rest = split(text("Title"), text("1. One."), text(words))

    assert rest == ["1. One.", words]


def test_a_dotted_line_without_a_page_is_no_contents() -> None:
    cover, _, _ = split(text("To come ...."), text("1. One."))

    assert cover == ["To come ...."]


def test_a_long_row_of_dots_without_a_page_number_is_no_contents_line() -> None:
    """A scan whose time grows with the square of the dots would take many minutes here."""
    cover, _, rest = split_front([text("." * 200_000 + "x")])

    assert len([*cover, *rest]) == 1


def test_a_title_above_prose_stays_on_the_first_page(place: Place) -> None:
    title, subtitle = place(123, 290, "Rivers", 14), place(123, 320, "Note by the Secretariat", 12)
    prose = place(123, 350, "The Secretariat has the honour to transmit the " * 3 + ".", plain=True)

    assert split_front([title, subtitle, prose]) == ([title, subtitle], [], [prose])


def test_a_slanted_heading_above_prose_is_no_title(place: Place) -> None:
    title = place(123, 290, "Rivers", 14)
    heading = replace(place(72, 320, "Highlights", 12), is_bold=False, is_italic=True)
    prose = place(123, 350, "The rivers rose again. " * 12, plain=True)

    assert split_front([title, heading, prose]) == ([title], [], [heading, prose])


def test_the_notice_of_a_publication_is_no_prose(place: Place) -> None:
    title = place(123, 197, "Report of the Committee", 28)
    notice = place(123, 179, "Symbols of United Nations documents are " * 9, page=4, plain=True)
    chapter = place(60, 78, "Chapter I", 14, page=6)

    cover, _, rest = split_front([title, notice, chapter])

    assert (cover, rest) == ([title, notice], [chapter])


def test_the_date_of_a_supplement_is_cover_wherever_it_stands(place: Place) -> None:
    title = place(123, 197, "Report of the Committee", 28)
    summary = place(60, 78, "Summary", 14, page=5)
    date = place(440, 700, "[16 May 2031]", page=5, plain=True)
    text = place(60, 78, "1. One.", page=6, plain=True)

    assert split_front([title, summary, date, text]) == ([title, date], [], [summary, text])


def test_contents_may_tell_pages_without_leaders(place: Place) -> None:
    summary = place(60, 400, "Summary", 12)
    entries = [
        place(60, 90 + 20 * row, text, page=2, plain=True)
        for row, text in enumerate(["Contents", "I. Rivers 3", "1. Lakes 4 - 9", "Annex. Maps"])
    ]
    body = place(60, 90, "1. The rivers rose.", page=3, plain=True)

    assert split_front([summary, *entries, body]) == ([], [], [summary, body])


def test_what_follows_contents_on_their_page_is_no_entry(place: Place) -> None:
    entries = [place(60, 90, "Contents", 12), place(60, 110, "I. Rivers 2", plain=True)]
    prose = place(60, 140, "The rivers rose again. " * 12, plain=True)

    assert split_front([*entries, prose]) == ([], [], [prose])

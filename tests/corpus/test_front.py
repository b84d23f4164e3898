"""Where the front of a report ends."""

import pytest

from corpus.blocks import Block, BlockKind
from corpus.front import read_mark, split_front


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

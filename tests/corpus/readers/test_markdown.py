import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Block, BlockKind
from corpus.readers.markdown import read_markdown

LINES = st.sampled_from(
    ["1. One of 2020", "2. Two", "- bullet", "  - inner", "(a) letter", "# Head", "**Bold** word",
     "plain words", "> quoted", "| a | b |", "|--|--|", "```", "    code", "<b>tag</b>", "\\* star",
     "", "", "Word\n====", "1) three", "* [link](#7)", "<!-- hidden -->", "3\\. three",
     "**A****B**"]
)  # fmt: skip


def _marks(text: str) -> list[tuple[str, int, str]]:
    return [(block.mark, block.depth, block.text) for block in read_markdown(text)]


def _words(blocks: tuple[Block, ...]) -> list[str]:
    cells = [cell for block in blocks for row in block.rows for cell in row]
    texts = [text for block in blocks for text in (block.mark, block.text)]
    return sorted(word for text in [*texts, *cells] for word in re.findall(r"\w+", text))


def test_a_typed_number_is_the_mark_of_its_block() -> None:
    assert _marks("12. Twelve.\n\n13. Thirteen.") == [
        ("12.", 1, "Twelve."),
        ("13.", 1, "Thirteen."),
    ]


def test_numbers_typed_alike_are_counted() -> None:
    assert [mark for mark, _, _ in _marks("1. One.\n1. Two.\n1. Three.")] == ["1.", "2.", "3."]


def test_numbers_with_a_gap_stay_as_typed() -> None:
    assert [mark for mark, _, _ in _marks("1. One.\n2. Two.\n5. Five.")] == ["1.", "2.", "5."]


def test_an_escaped_number_stays_in_the_text() -> None:
    assert _marks("12\\. Twelve.") == [("", 0, "12. Twelve.")]


@pytest.mark.parametrize("mark", ["-", "*", "+"])
def test_every_bullet_has_one_mark_and_its_depth(mark: str) -> None:
    assert _marks(f"{mark} one\n  {mark} two\n{mark} three") == [
        ("•", 1, "one"),
        ("•", 2, "two"),
        ("•", 1, "three"),
    ]


def test_only_the_first_block_of_an_item_has_its_mark() -> None:
    assert _marks("- one\n\n  more of one") == [("•", 1, "one"), ("", 1, "more of one")]


def test_headings_keep_no_depth() -> None:
    assert [
        (b.kind, b.text, b.depth) for b in read_markdown("# One\n\n#### Two\n\nThree\n---")
    ] == [
        (BlockKind.HEADING, "One", 0),
        (BlockKind.HEADING, "Two", 0),
        (BlockKind.HEADING, "Three", 0),
    ]


@pytest.mark.parametrize(
    ("text", "is_bold"),
    [("**Africa**", True), ("**Africa** and", False), ("__Africa__ **and**", True), ("x", False),
     ("*Africa*", False), ("**Afr*i*ca**", True)],
)  # fmt: skip
def test_a_block_is_bold_when_all_of_it_is(text: str, *, is_bold: bool) -> None:
    assert [block.is_bold for block in read_markdown(text)] == [is_bold]


def test_emphasis_leaves_no_stars() -> None:
    assert _marks("**INTERPOL** *Drugs* `File`") == [("", 0, "INTERPOL Drugs File")]


def test_a_break_that_a_converter_lost_parts_two_lines() -> None:
    assert _marks("**Commission****Sixty-fourth session**") == [
        ("", 0, "Commission\nSixty-fourth session")
    ]


def test_breaks_inside_a_paragraph_stay() -> None:
    assert _marks("one\ntwo<br>three  \nfour") == [("", 0, "one\ntwo\nthree\nfour")]


def test_tags_and_comments_go_and_their_words_stay() -> None:
    assert _marks("<div>one</div>\n\ntwo <i>three</i> <!-- x -->four") == [
        ("", 0, "one"),
        ("", 0, "two three four"),
    ]


def test_a_number_below_a_threshold_is_no_tag() -> None:
    assert _marks("prices < 5 and > 3") == [("", 0, "prices < 5 and > 3")]


def test_notes_are_blocks_and_leave_the_text_that_cites_them() -> None:
    blocks = read_markdown("One[^7] and^[inline].\n\n[^7]: The note.")

    assert (blocks[0].text, blocks[0].notes) == ("One and.", ("7", "2"))
    assert sorted((b.kind, b.mark, b.text) for b in blocks[1:]) == [
        (BlockKind.NOTE, "2", "inline"),
        (BlockKind.NOTE, "7", "The note."),
    ]


def test_a_table_is_one_block_of_rows() -> None:
    [table] = read_markdown("| Drug | Tons |\n|:--|--:|\n| **Cocaine** | 16 |\n| Heroin | |")

    assert (table.kind, table.rows) == (
        BlockKind.TABLE,
        (("Drug", "Tons"), ("Cocaine", "16"), ("Heroin", "")),
    )


@pytest.mark.parametrize("line", ["title: The title", 'title: "The title"', "title: 'The title' "])
def test_the_title_of_front_matter_is_a_heading_and_its_other_keys_go(line: str) -> None:
    blocks = read_markdown(f"---\nauthor: x\n{line}\n---\n\nText.")

    assert [(b.kind, b.text) for b in blocks] == [
        (BlockKind.HEADING, "The title"),
        (BlockKind.TEXT, "Text."),
    ]


def test_code_keeps_its_words() -> None:
    assert _marks("```\none  two\n```\n\n    three") == [("", 0, "one two"), ("", 0, "three")]


@given(st.lists(LINES, max_size=12))
def test_no_word_is_lost_but_tags_and_link_targets(lines: list[str]) -> None:
    text = "\n".join(lines)

    printed = re.sub(r"<!--.*?-->|</?b>|\(#7\)", "", text).replace("**A****B**", "A B")
    found, expected = _words(read_markdown(text)), sorted(re.findall(r"\w+", printed))
    assert [w for w in found if w.isalpha()] == [w for w in expected if w.isalpha()]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(block.text or block.rows for block in read_markdown(text))


def test_numbered_lines_without_a_blank_line_between_are_blocks_of_their_own() -> None:
    blocks = read_markdown("314\\. One thing.\n315\\. Another\nthing.\n")

    assert [block.text for block in blocks] == ["314. One thing.", "315. Another\nthing."]


def test_a_note_inside_itself_is_read() -> None:
    blocks = read_markdown("[^1]: note\n    - [^1]: note 99. big")

    assert all(block.text for block in blocks)


def test_comments_without_an_end_are_read_to_the_end() -> None:
    """A scan whose time grows with the square of the comments would take minutes here."""
    blocks = read_markdown("Kept.\n\n<div>" + "<!--" * 20_000)

    assert blocks[0].text == "Kept."

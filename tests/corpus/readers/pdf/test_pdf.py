"""PDF files to reports: what is printed comes out in order, once, with its place."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.blocks import Block, BlockKind
from corpus.errors import UnreadableReport
from corpus.readers import transcribe
from corpus.records import Report, report_json
from corpus.structure import read_structure

PdfOf = Callable[..., bytes]
Put = Callable[..., Any]
Column = Callable[..., list[Any]]
GoldenText = Callable[[str, str], str]

LEFT, LABEL_GAP = 120, 26
FULL = "The number of seizures rose in every region that reported to the Commission and"
RULE = "__________________"


def _blocks(source: bytes) -> tuple[Block, ...]:
    return transcribe("report.pdf", source).blocks


def _texts(blocks: Sequence[Block], kind: BlockKind = BlockKind.TEXT) -> list[str]:
    return [block.text for block in blocks if block.kind is kind]


def _report(source: bytes) -> Report:
    return read_structure(
        transcribe("report.pdf", source), source_name="report.pdf", source_sha256=""
    )


def test_lines_of_a_paragraph_are_one_block(pdf_of: PdfOf, column: Column) -> None:
    source = pdf_of(column(LEFT, 100, FULL, FULL, "then fell."))

    assert _texts(_blocks(source)) == [f"{FULL} {FULL} then fell."]


def test_more_space_above_a_line_opens_a_block(pdf_of: PdfOf, column: Column) -> None:
    source = pdf_of([*column(LEFT, 100, FULL, FULL, "fell."), *column(LEFT, 142, FULL, "rose.")])

    assert _texts(_blocks(source)) == [f"{FULL} {FULL} fell.", f"{FULL} rose."]


def test_a_label_with_a_tab_opens_a_block_and_a_year_does_not(pdf_of: PdfOf, put: Put) -> None:
    lines = [
        put(LEFT, 100, "1."), put(LEFT + LABEL_GAP, 100, "One begins here and runs on to the end."),
        put(LEFT, 112, "2."), put(LEFT + LABEL_GAP, 112, FULL[:70]),
        put(LEFT, 124, "2021. By then it had risen again."),
    ]  # fmt: skip

    assert _texts(_blocks(pdf_of(lines))) == [
        "1. One begins here and runs on to the end.",
        f"2. {FULL[:70].strip()} 2021. By then it had risen again.",
    ]


def test_a_paragraph_over_a_page_stays_one_block_with_a_box_on_each(
    pdf_of: PdfOf, column: Column
) -> None:
    source = pdf_of(column(LEFT, 700, FULL, FULL), column(LEFT, 100, FULL, "fell."))

    (block,) = _blocks(source)
    assert block.text == f"{FULL} {FULL} {FULL} fell."
    assert [box.page for box in block.boxes] == [1, 2]


def test_a_box_holds_the_words_it_stands_for(pdf_of: PdfOf, put: Put) -> None:
    (block,) = _blocks(pdf_of([put(LEFT, 100, "Seizures rose.")]))

    (box,) = block.boxes
    assert box.left == pytest.approx(LEFT, abs=1)
    assert (box.top < 100 < box.bottom, box.bottom - box.top < 14) == (True, True)


def test_running_heads_and_page_numbers_are_left_out(pdf_of: PdfOf, put: Put) -> None:
    pages = [
        [put(60, 50, "E/2025/1", 8.5, "b"), put(LEFT, 300, text), put(500, 800, f"{page}/3", 8.5)]
        for page, text in enumerate(("First part.", "Second part.", "Third part."), 1)
    ]

    texts = " ".join(_texts(_blocks(pdf_of(*pages))))
    assert texts == "First part. Second part. Third part."


def test_what_is_printed_once_is_no_furniture(pdf_of: PdfOf, put: Put) -> None:
    pages = [[put(60, 50, head, 8.5), put(LEFT, 300, "Text.")] for head in ("One", "Two", "Three")]

    assert {"One", "Two", "Three"} <= set(" ".join(_texts(_blocks(pdf_of(*pages)))).split())


def test_raised_marks_leave_the_text_and_cite_their_notes(pdf_of: PdfOf, put: Put) -> None:
    page = [
        put(LEFT, 100, FULL),
        put(LEFT, 112, "seizures rose in 2025"), put(205, 108.5, "13", 6.5), put(212, 112, "."),
        put(100, 700, RULE, 8, "b"),
        put(112, 711, "13", 5.5), put(120, 714, "See the annual report.", 8.5),
    ]  # fmt: skip

    text, note = _blocks(pdf_of(page))
    assert (text.text.endswith("rose in 2025."), text.notes) == (True, ("13",))
    assert (note.kind, note.mark, note.text) == (BlockKind.NOTE, "13", "See the annual report.")


def test_a_raised_number_that_no_note_has_is_text(pdf_of: PdfOf, put: Put) -> None:
    page = [put(LEFT, 100, "An area of 20 m"), put(183, 96.5, "2", 6.5), put(188, 100, " burnt.")]

    (block,) = _blocks(pdf_of(page))
    assert (block.text, block.notes) == ("An area of 20 m2 burnt.", ())


def test_a_note_that_runs_over_a_page_is_one_note(pdf_of: PdfOf, put: Put) -> None:
    first = [
        put(LEFT, 100, "It rose."), put(165, 96.5, "1", 6.5),
        put(100, 700, RULE, 8, "b"), put(112, 711, "1", 5.5), put(117, 714, "A long", 8.5),
    ]  # fmt: skip
    second = [put(LEFT, 100, FULL), put(100, 700, RULE, 8, "b"), put(117, 714, "note ends.", 8.5)]

    assert _texts(_blocks(pdf_of(first, second)), BlockKind.NOTE) == ["A long note ends."]


def test_notes_below_a_short_ruled_line_are_found(
    pdf_of: PdfOf, put: Put, stroke: Callable[..., Any]
) -> None:
    page = [
        put(LEFT, 100, "It rose."), put(165, 96.5, "1", 6.5), put(LEFT, 112, FULL),
        stroke(60, 700, 204), put(60, 711, "1", 5.5), put(66, 714, "See there.", 9),
    ]  # fmt: skip

    assert _texts(_blocks(pdf_of(page)), BlockKind.NOTE) == ["See there."]


def test_bold_lines_and_larger_lines_are_headings(pdf_of: PdfOf, put: Put, column: Column) -> None:
    page = [
        put(96, 100, "II."), put(LEFT, 100, "Trends in seizures", 14, "b"),
        *column(LEFT, 130, FULL, FULL, "fell."), put(LEFT, 172, "Other trends", 10, "b"),
        *column(LEFT, 190, FULL, "rose."),
    ]  # fmt: skip

    assert _texts(_blocks(pdf_of(page)), BlockKind.HEADING) == [
        "II. Trends in seizures",
        "Other trends",
    ]


def test_two_titles_of_one_style_are_told_apart_by_the_room_left(
    pdf_of: PdfOf, put: Put, column: Column
) -> None:
    page = [
        put(LEFT, 100, "Draft resolution I", 10, "b"), put(LEFT, 112, "On seizures", 10, "b"),
        *column(LEFT, 140, FULL, FULL, "fell."),
    ]  # fmt: skip

    headings = _texts(_blocks(pdf_of(page)), BlockKind.HEADING)
    assert headings == ["Draft resolution I", "On seizures"]


def test_a_ruled_table_becomes_rows_with_its_caption(
    pdf_of: PdfOf, put: Put, stroke: Callable[..., Any], column: Column
) -> None:
    cells = [("Opium", "12", "14"), ("Heroin", "3", "2")]
    page = [
        *column(LEFT, 100, FULL, "fell."),
        put(LEFT, 150, "Table 1", 10), put(LEFT, 162, "Seizures by drug", 10, "b"),
        stroke(LEFT, 170, 480), put(LEFT, 180, "Drug", 8, "i"), put(250, 180, "2023", 8, "i"),
        put(350, 180, "2024", 8, "i"), stroke(LEFT, 186, 480),
        *[put(x, 198 + 12 * row, cell) for row, each in enumerate(cells)
          for x, cell in zip((LEFT, 250, 350), each, strict=True)],
        stroke(LEFT, 216, 480), *column(LEFT, 260, FULL, "rose."),
    ]  # fmt: skip

    blocks = _blocks(pdf_of([put(LEFT, 100, "Cover.")], page))
    (table,) = [block for block in blocks if block.kind is BlockKind.TABLE]
    assert table.text == "Table 1 Seizures by drug"
    assert table.rows == (("Drug", "2023", "2024"), *cells)
    assert _texts(blocks) == ["Cover.", f"{FULL} fell.", f"{FULL} rose."]


def test_rules_in_pieces_tell_the_columns_and_what_a_head_spans(
    pdf_of: PdfOf, put: Put, stroke: Callable[..., Any], column: Column
) -> None:
    """The name over both years is centred, and stands over neither."""
    pieces = ((LEFT, 200), (202, 260), (262, 320))
    page = [
        stroke(LEFT, 150, 200), stroke(202, 150, 320), put(238, 160, "Dollars", 8, "i"),
        stroke(202, 166, 260), stroke(262, 166, 320),
        put(LEFT, 178, "Area", 8, "i"), put(242, 178, "2024", 8, "i"),
        put(300, 178, "2023", 8, "i"),
        *[stroke(left, 184, right) for left, right in pieces],
        *[put(x, 196 + 12 * row, text, 8) for row, area in enumerate(("Chad", "Mali", "Fiji"))
          for x, text in ((LEFT, area), (244, f"{row}.5"), (302, f"{row}.7"))],
        *[stroke(left, 226, right) for left, right in pieces],
    ]  # fmt: skip

    (table,) = [b for b in _blocks(pdf_of(column(LEFT, 100, *[FULL] * 4), page)) if b.rows]

    assert table.rows[:3] == (("Area", "Dollars", ""), ("", "2024", "2023"), ("Chad", "0.5", "0.7"))


def test_cells_of_several_lines_are_one_row_where_space_parts_the_rows(
    pdf_of: PdfOf, put: Put, stroke: Callable[..., Any]
) -> None:
    lines = [
        (120, "Ecuador", "Ana Racu"), (131, "", "Jorge Contesse"), (150, "Chile", "Liu Huawen"),
        (169, "Peru", "Maeda Naoko"), (188, "Fiji", "Erdogan Iscan"),
    ]  # fmt: skip
    page = [
        stroke(LEFT, 90, 480), put(LEFT, 100, "Party", 8, "i"),
        put(184, 100, "Rapporteurs", 8, "i"),
        stroke(LEFT, 106, 480), stroke(LEFT, 196, 480),
        *[put(x, y, text) for y, party, name in lines for x, text in ((LEFT, party), (184, name))],
    ]  # fmt: skip

    blocks = _blocks(pdf_of([put(LEFT, 100, "Cover.")], page))

    (table,) = [block for block in blocks if block.kind is BlockKind.TABLE]
    assert table.rows[:3] == (
        ("Party", "Rapporteurs"), ("Ecuador", "Ana Racu Jorge Contesse"), ("Chile", "Liu Huawen"),
    )  # fmt: skip


def test_two_columns_are_read_one_after_the_other(pdf_of: PdfOf, column: Column) -> None:
    lines = [
        f"{side} column line number {n} goes on and on and on" for side in "LR" for n in range(10)
    ]
    page = [*column(60, 100, *lines[:10]), *column(320, 100, *lines[10:])]

    assert " ".join(_texts(_blocks(pdf_of(page)))) == " ".join(lines)


def test_full_lines_beside_contents_are_no_columns(pdf_of: PdfOf, put: Put, column: Column) -> None:
    page = [
        *column(LEFT, 100, *[FULL] * 8),
        *[put(LEFT, 260 + 14 * n, f"{n}. Part" + " ." * 60 + " 3") for n in range(1, 20)],
    ]

    assert _texts(_blocks(pdf_of([put(LEFT, 100, "Cover.")], page)))[1] == " ".join([FULL] * 8)


def test_a_page_written_sideways_is_read_upright(pdf_of: PdfOf, column: Column) -> None:
    source = pdf_of(column(LEFT, 100, FULL, "then fell."), turn=90)

    assert _texts(_blocks(source)) == [f"{FULL} then fell."]


def test_a_box_of_a_sideways_page_stands_where_the_page_shows_it(pdf_of: PdfOf, put: Put) -> None:
    """Written upwards along the page: 120 from its lower edge, 100 from its left one."""
    (block,) = _blocks(pdf_of([put(LEFT, 100, "Seizures rose.")], turn=90))

    (box,) = block.boxes
    assert (box.left < 100 < box.right, box.right - box.left < 14) == (True, True)
    assert box.bottom == pytest.approx(842 - LEFT, abs=1)


def test_letters_set_apart_are_words_and_kerned_ones_are_not(pdf_of: PdfOf, put: Put) -> None:
    page = [put(LEFT, 100, "In"), put(LEFT + 9.6, 100, "ternet"), put(LEFT + 40, 100, "use")]

    assert _texts(_blocks(pdf_of(page))) == ["Internet use"]


@pytest.mark.parametrize(
    ("elsewhere", "read"),
    [("The asbestos was old.", "asbestos"), ("It spoke of the risk: asb, estos.", "asb estos")],
)
def test_a_doubtful_blank_is_settled_by_the_rest_of_the_report(
    pdf_of: PdfOf, put: Put, elsewhere: str, read: str
) -> None:
    """The gap of 1.3 points is one that kerning leaves as well as a tight blank."""
    page = [put(LEFT, 100, "asb"), put(LEFT + 14.75, 100, "estos"), put(LEFT, 140, elsewhere)]

    assert _texts(_blocks(pdf_of(page)))[0] == read


def test_a_report_with_all_of_it_is_read_as_its_golden_file_says(
    pdf_of: PdfOf, put: Put, column: Column, golden: GoldenText
) -> None:
    def numbered(y: float, number: str, *lines: str) -> list[Any]:
        first, *rest = lines
        label = [put(LEFT, y, number), put(LEFT + LABEL_GAP, y, first)]
        return [*label, *column(LEFT, y + 12, *rest)]

    cover = [
        put(LEFT, 60, "United Nations", 14), put(480, 60, "E/2031/7", 10),
        put(LEFT, 90, "Economic and Social Council", 20, "b"), put(400, 90, "Distr.: General"),
        put(400, 104, "3 May 2031"), put(400, 128, "Original: English"),
        put(60, 220, "2031 session", 10, "b"), put(60, 232, "Item 9 of the provisional agenda"),
        put(60, 244, "Rivers and lakes", 10, "b"), put(LEFT, 290, "State of the rivers", 14, "b"),
        put(LEFT, 314, "Report of the Secretary-General", 12, "b"),
        put(96, 350, "I."), put(LEFT, 350, "Introduction", 14, "b"),
        *numbered(374, "1.", FULL, FULL, "the rivers rose."),
        put(60, 800, "31-00041 (E)    030531"),
    ]  # fmt: skip
    second = [
        put(60, 50, "E/2031/7", 8.5, "b"),
        *numbered(84, "2.", "Member States may wish:"),
        put(146, 102, "(a)"), put(170, 102, "To measure"), put(223, 98.5, "1", 6.5),
        put(226, 102, " every river;"), put(146, 120, "(b)"), put(170, 120, "To publish:"),
        put(170, 138, "(i)"), put(194, 138, "What they find;"),
        put(170, 156, "(ii)"), put(194, 156, "What they lack."),
        put(LEFT, 200, "Annex", 14, "b"), put(LEFT, 224, "List of rivers", 12, "b"),
        *numbered(250, "1.", FULL, "is one."),
        put(100, 700, RULE, 8, "b"), put(112, 711, "1", 5.5), put(117, 714, "In metres.", 8.5),
        put(500, 800, "2/3", 8.5),
    ]  # fmt: skip
    third = [
        put(60, 50, "E/2031/7", 8.5, "b"), *numbered(84, "2.", FULL, "another."),
        put(500, 800, "3/3", 8.5),
    ]  # fmt: skip

    found = report_json(_report(pdf_of(cover, second, third)))

    told = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    assert json.loads(told) == json.loads(golden("rivers.json", told))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"%PDF-1.7\nnothing else", "is no readable PDF"),
        (b"<html>not a PDF</html>", "is no readable PDF"),
    ],
)
def test_what_is_no_pdf_is_told(source: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReport, match=rf"report\.pdf {reason}"):
        transcribe("report.pdf", source)


def test_a_scan_is_told(pdf_of: PdfOf, stroke: Callable[..., Any]) -> None:
    with pytest.raises(UnreadableReport, match="has no text layer"):
        transcribe("scan.pdf", pdf_of([stroke(10, 10, 90)]))


def test_a_locked_file_is_told() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt="secret", invariant=True)
    canvas.drawString(100, 100, "Text.")
    canvas.save()

    with pytest.raises(UnreadableReport, match=r"locked\.pdf is no readable PDF: .*password"):
        transcribe("locked.pdf", buffer.getvalue())

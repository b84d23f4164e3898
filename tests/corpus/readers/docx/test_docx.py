"""Word files made by hand: what Word shows to a reader is what is read."""

from collections.abc import Callable

import pytest

from corpus.blocks import Block, BlockKind
from corpus.errors import UnreadableReport
from corpus.readers.docx import read_docx

MakeDocx = Callable[..., bytes]

ORDERED = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
    '</w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="(%2)"/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/>'
    '<w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl></w:abstractNum>'
)
BULLETS = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
)
CHAPTERS = (
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="upperRoman"/><w:pStyle w:val="Chapter"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/>'
    '<w:pStyle w:val="Part"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
)
LISTS = ORDERED + BULLETS + CHAPTERS + "".join(
    f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(3)
)  # fmt: skip
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="heading 1"/><w:pPr>'
    '<w:numPr><w:numId w:val="3"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Part"><w:name w:val="_ H _1_G"/>'
    '<w:basedOn w:val="Chapter"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Single"><w:name w:val="Single Txt_G"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/>'
    "<w:rPr><w:b/></w:rPr></w:style>"
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*content: str, properties: str = "") -> str:
    runs = "".join(piece if piece.startswith("<") else run(piece) for piece in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def styled(style: str, *content: str, more: str = "") -> str:
    return par(*content, properties=f'<w:pStyle w:val="{style}"/>{more}')


def listed(list_id: int, level: int, *content: str) -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return par(*content, properties=numbering)


def cell(*content: str, properties: str = "") -> str:
    pars = "".join(piece if piece.startswith("<") else par(piece) for piece in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{pars}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def marks(source: bytes) -> list[tuple[str, int, str]]:
    return [(block.mark, block.depth, block.text) for block in read_docx(source).blocks]


def texts(source: bytes) -> list[str]:
    return [block.text for block in read_docx(source).blocks]


def test_automatic_numbers_are_counted(make_docx: MakeDocx) -> None:
    body = "".join(
        [listed(1, 0, "one"), listed(1, 1, "a"), listed(1, 1, "b"), listed(1, 2, "i"),
         listed(1, 0, "two"), listed(1, 1, "anew"), listed(2, 0, "bullet")]
    )  # fmt: skip

    assert marks(make_docx(body, numbering=LISTS)) == [
        ("1.", 1, "one"),
        ("(a)", 2, "a"),
        ("(b)", 2, "b"),
        ("(i)", 3, "i"),
        ("2.", 1, "two"),
        ("(a)", 2, "anew"),
        ("•", 1, "bullet"),
    ]


def test_a_typed_number_stays_in_the_text(make_docx: MakeDocx) -> None:
    body = par("<w:r><w:t>1.</w:t><w:tab/><w:t>Typed.</w:t></w:r>")

    assert marks(make_docx(body)) == [("", 0, "1. Typed.")]


def test_a_number_comes_from_a_style_and_its_bases(make_docx: MakeDocx) -> None:
    body = styled("Chapter", "Introduction") + styled("Part", "Trends") + styled("Single", "One.")
    blocks = read_docx(make_docx(body, numbering=LISTS, styles=STYLES)).blocks

    assert [(b.kind, b.mark, b.text) for b in blocks] == [
        (BlockKind.HEADING, "", "I. Introduction"),
        (BlockKind.HEADING, "", "A. Trends"),
        (BlockKind.TEXT, "1.", "One."),
    ]


def test_a_paragraph_takes_itself_out_of_its_styles_list(make_docx: MakeDocx) -> None:
    out = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("Single", "One.") + styled("Single", "No.", more=out) + styled("Single", "Two.")

    assert marks(make_docx(body, numbering=LISTS, styles=STYLES)) == [
        ("1.", 1, "One."),
        ("", 0, "No."),
        ("2.", 1, "Two."),
    ]


def test_lists_of_one_kind_count_on_unless_told_where_to_start(make_docx: MakeDocx) -> None:
    lists = (
        ORDERED + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(listed(list_id, 0, "x") for list_id in (1, 2, 3, 3, 1))

    found = [mark for mark, _, _ in marks(make_docx(body, numbering=lists))]

    assert found == ["1.", "2.", "5.", "6.", "7."]


def test_a_list_is_found_through_the_style_that_it_names(make_docx: MakeDocx) -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Own"/></w:abstractNum>'
        + ORDERED + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    )  # fmt: skip
    styles = (
        '<w:style w:type="numbering" w:styleId="Own"><w:name w:val="Own"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )

    assert marks(make_docx(listed(2, 0, "x"), numbering=lists, styles=styles)) == [("1.", 1, "x")]


@pytest.mark.parametrize(
    ("number_format", "text", "restart", "expected"),
    [("upperRoman", "%1.", "", "IV. x"), ("decimal", "%1.%2", "", "4.1 x"),
     ("none", "", "", "x"), ("decimal", "Article %1", "", "Article 4 x"),
     ("upperLetter", "%1.", "", "D. x"), ("ordinalText", "%1:", "", "Fourth: x")],
)  # fmt: skip
def test_a_label_that_is_no_list_mark_stands_in_the_text(
    make_docx: MakeDocx, number_format: str, text: str, restart: str, expected: str
) -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="4"/>'
        f'<w:numFmt w:val="{number_format}"/><w:lvlText w:val="{text}"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:lvlText w:val="%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )

    assert [(m, t) for m, _, t in marks(make_docx(listed(1, 0, "x"), numbering=lists))] == [
        ("", expected)
    ]


def test_a_level_may_count_on_through_those_above(make_docx: MakeDocx) -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
        '<w:lvlRestart w:val="0"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = "".join(listed(1, level, "x") for level in (0, 1, 0, 1))

    found = [mark for mark, _, _ in marks(make_docx(body, numbering=lists))]

    assert found == ["1.", "1.", "2.", "2."]


def test_headings_are_known_by_name_or_outline_level(make_docx: MakeDocx) -> None:
    outlined = par("Outlined", properties='<w:outlineLvl w:val="0"/>')
    body = styled("Titel", "Title") + outlined + styled("Unknown", "Text")
    blocks = read_docx(make_docx(body, styles=STYLES)).blocks

    assert [(b.kind, b.text) for b in blocks] == [
        (BlockKind.HEADING, "Title"),
        (BlockKind.HEADING, "Outlined"),
        (BlockKind.TEXT, "Text"),
    ]


@pytest.mark.parametrize(
    ("content", "is_bold"),
    [([run("all", "<w:b/>")], True), ([run("all", "<w:b/>"), " "], True),
     ([run("some", "<w:b/>"), "not"], False), ([run("off", '<w:b w:val="0"/>')], False),
     ([run("style", '<w:rStyle w:val="Strong"/>')], True)],
)  # fmt: skip
def test_a_block_is_bold_when_all_of_it_is(
    make_docx: MakeDocx, content: list[str], *, is_bold: bool
) -> None:
    [block] = read_docx(make_docx(par(*content), styles=STYLES)).blocks

    assert (block.is_bold, block.size) == (is_bold, 10.0)


def test_changes_are_accepted(make_docx: MakeDocx) -> None:
    body = par(
        "Kept",
        f"<w:ins>{run(' inserted')}</w:ins>",
        "<w:del><w:r><w:delText> deleted</w:delText></w:r></w:del>",
        f"<w:moveFrom>{run(' moved away')}</w:moveFrom>",
        f"<w:moveTo>{run(' moved here')}</w:moveTo>",
    )

    assert texts(make_docx(body)) == ["Kept inserted moved here"]


def test_a_paragraph_whose_end_was_deleted_runs_on(make_docx: MakeDocx) -> None:
    first = par("First ", properties="<w:rPr><w:del/></w:rPr>")

    assert texts(make_docx(first + par("second.") + par("Third."))) == ["First second.", "Third."]


def test_a_deleted_row_is_no_row(make_docx: MakeDocx) -> None:
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('gone')}{cell('gone')}</w:tr>"
    rows = f"<w:tr>{cell('a')}</w:tr>{deleted}<w:tr>{cell('c')}</w:tr>"

    blocks = read_docx(make_docx(par("1. Text.") + f"<w:tbl>{rows}</w:tbl>")).blocks

    assert blocks[1].rows == (("a",), ("c",))


def test_signs_hidden_text_and_fields_are_read_as_shown(make_docx: MakeDocx) -> None:
    body = par(
        "<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/><w:t>C</w:t><w:br/></w:r>",
        '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>',
        run("hidden", "<w:vanish/>"),
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText>'
        '<w:t>code</w:t><w:fldChar w:fldCharType="separate"/><w:t> field</w:t>'
        '<w:fldChar w:fldCharType="end"/></w:r>',
        f"<w:hyperlink>{run(' link')}</w:hyperlink>",
        f"<w:smartTag>{run(' tag')}</w:smartTag>",
        "<m:oMath><m:r><m:t> x=1</m:t></m:r></m:oMath>",
    )

    assert texts(make_docx(body)) == ["A-BC\nα field link tag x=1"]


def test_comments_of_the_markup_and_ends_of_no_field_are_nothing(make_docx: MakeDocx) -> None:
    end = '<w:r><w:fldChar w:fldCharType="end"/><!-- x --></w:r>'
    body = f"<!-- x -->{par('Shown', f'<w:fldSimple>{end}</w:fldSimple>', ' all.')}"

    assert texts(make_docx(body)) == ["Shown all."]


def test_a_field_that_never_ends_hides_one_paragraph_at_most(make_docx: MakeDocx) -> None:
    body = par('<w:r><w:fldChar w:fldCharType="begin"/><w:t>code</w:t></w:r>') + par("Shown.")

    assert texts(make_docx(body)) == ["Shown."]


def test_controls_are_looked_through_and_contents_left_out(make_docx: MakeDocx) -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{par('I. Contents 2')}</w:sdtContent></w:sdt>"
    )
    control = f"<w:sdt><w:sdtContent>{par('Controlled.')}</w:sdtContent></w:sdt>"
    body = contents + control + styled("Verzeichnis1", "II. Contents 3")

    assert texts(make_docx(body, styles=STYLES)) == ["Controlled."]


def test_a_dotted_tab_before_a_page_is_told_as_dots(make_docx: MakeDocx) -> None:
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>'
    line = "<w:r><w:t>I.</w:t><w:tab/><w:t>Introduction</w:t><w:tab/><w:t>3</w:t></w:r>"

    assert texts(make_docx(par(line, properties=tabs))) == ["I. Introduction . . . . . 3"]


def test_a_text_box_is_read_once_after_its_paragraph(make_docx: MakeDocx) -> None:
    box = f"<w:txbxContent>{par('Boxed.')}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )

    assert texts(make_docx(par("Around.", both))) == ["Around.", "Boxed."]


def test_cells_that_span_others_leave_their_places_empty(make_docx: MakeDocx) -> None:
    rows = table(
        cell("wide", properties='<w:gridSpan w:val="2"/>') + cell("c"),
        cell("tall", properties='<w:vMerge w:val="restart"/>') + cell("e") + cell("f"),
        cell("", properties="<w:vMerge/>") + cell("h", table(cell("in") + cell("ner"))) + cell("i"),
    )
    blocks = read_docx(make_docx(styled("Beschriftung", "Table 1") + rows, styles=STYLES)).blocks

    assert blocks == (
        Block(
            kind=BlockKind.TABLE,
            text="Table 1",
            rows=(("wide", "", "c"), ("tall", "e", "f"), ("", "h in ner", "i")),
        ),
    )


def test_a_table_that_opens_the_file_sets_the_cover(make_docx: MakeDocx) -> None:
    cover = table(cell("United Nations") + cell("A/80/123"), cell("General Assembly") + cell(""))
    body = cover + table(cell("Summary", "Some words.")) + par("1. One.") + table(cell("Box"))
    blocks = read_docx(make_docx(body)).blocks

    assert [(b.kind, b.text, b.rows) for b in blocks] == [
        (BlockKind.TEXT, "United Nations", ()),
        (BlockKind.TEXT, "A/80/123", ()),
        (BlockKind.TEXT, "General Assembly", ()),
        (BlockKind.TEXT, "Summary", ()),
        (BlockKind.TEXT, "Some words.", ()),
        (BlockKind.TEXT, "1. One.", ()),
        (BlockKind.TABLE, "", (("Box",),)),
    ]


def reference(note_id: int, kind: str = "footnote", custom: str = "") -> str:
    if custom:
        return (
            f'<w:r><w:{kind}Reference w:customMarkFollows="1" w:id="{note_id}"/>'
            f"<w:t>{custom}</w:t></w:r>"
        )
    return f'<w:r><w:{kind}Reference w:id="{note_id}"/></w:r>'


def note(note_id: int, text: str, kind: str = "footnote", *, is_counted: bool = True) -> str:
    mark = f"<w:r><w:{kind}Ref/></w:r>" if is_counted else ""
    return f'<w:{kind} w:id="{note_id}">{par(mark or "", text)}</w:{kind}>'


SEPARATOR = f'<w:footnote w:type="separator" w:id="0">{par("line")}</w:footnote>'


def notes(source: bytes) -> list[tuple[str, str]]:
    blocks = read_docx(source).blocks
    return [(block.mark, block.text) for block in blocks if block.kind is BlockKind.NOTE]


def test_notes_count_in_the_order_of_their_citing(make_docx: MakeDocx) -> None:
    body = par("One", reference(3), " two", reference(2), ".") + par(
        "Three", reference(9, "endnote")
    )
    footnotes = SEPARATOR + note(2, " 2 May 2020.") + note(3, " First.") + note(5, "Uncited.")
    source = make_docx(body, footnotes=footnotes, endnotes=note(9, "End.", "endnote"))

    assert [block.notes for block in read_docx(source).blocks[:2]] == [("1", "2"), ("i",)]
    assert notes(source) == [("1", "First."), ("2", "2 May 2020."), ("i", "End.")]


def test_a_mark_that_the_writer_typed_is_no_number(make_docx: MakeDocx) -> None:
    body = par("Title", reference(1, custom="*")) + par("Text", reference(2))
    footnotes = note(1, "* A/80/150.", is_counted=False) + note(2, "Counted.")
    source = make_docx(body, footnotes=footnotes)

    assert texts(source)[0] == "Title"
    assert notes(source) == [("*", "A/80/150."), ("1", "Counted.")]


def test_notes_count_as_the_settings_and_the_sections_say(make_docx: MakeDocx) -> None:
    section = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    body = (
        par("One", reference(1), properties=section)
        + par("Two", reference(2), properties=section)
        + par("Three", reference(3))
        + section
    )
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/></w:footnotePr>'
    footnotes = "".join(note(note_id, f"N{note_id}") for note_id in (1, 2, 3))

    found = notes(make_docx(body, footnotes=footnotes, settings=settings))

    assert found == [("a", "N1"), ("a", "N2"), ("a", "N3")]


def test_a_note_whose_citing_was_deleted_is_no_note(make_docx: MakeDocx) -> None:
    body = par("One", f"<w:del>{reference(1)}</w:del>", reference(2))

    found = notes(make_docx(body, footnotes=note(1, "Gone.") + note(2, "Kept.")))

    assert found == [("1", "Kept.")]


@pytest.mark.parametrize(
    "again",
    [
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>NOTEREF a</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:fldSimple w:instr="NOTEREF a">{}</w:fldSimple>',
    ],
)
def test_a_field_that_cites_a_note_again_is_no_text(make_docx: MakeDocx, again: str) -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = par("One", reference(1), " km", run("1", raised), " two", again.format(run("1", raised)))
    [block, _] = read_docx(make_docx(body, footnotes=note(1, "Note."))).blocks

    assert (block.text, block.notes) == ("One km1 two", ("1", "1"))


def test_what_another_format_holds_is_doubted(make_docx: MakeDocx) -> None:
    transcript = read_docx(make_docx(par("Text.") + "<w:altChunk/>"))

    assert [doubt.code for doubt in transcript.doubts] == ["lost-text"]


@pytest.mark.parametrize(
    ("extra", "reason"),
    [({"word/document.xml": "<broken"}, "its parts cannot be read"),
     ({"word/document.xml": "<other/>"}, "its main part is no text in Word's own markup"),
     ({"_rels/.rels": "<Relationships/>"}, "its parts cannot be read"),
     ({"[Content_Types].xml": "<Types/>"}, "its parts cannot be read"),
     ({"word/_rels/document.xml.rels": "broken"}, "its parts cannot be read"),
     ({"word/document.xml": "<a>" * 300 + "</a>" * 300}, "its parts cannot be read")],
)  # fmt: skip
def test_a_package_that_is_not_whole_is_refused(
    make_docx: MakeDocx, extra: dict[str, str], reason: str
) -> None:
    with pytest.raises(UnreadableReport, match=reason):
        read_docx(make_docx(par("x"), extra=extra))


def test_styles_and_lists_that_name_themselves_end(make_docx: MakeDocx) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="A"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )

    assert texts(make_docx(styled("A", "x"), styles=styles, numbering=lists)) == ["x"]


def test_numbers_out_of_all_bounds_are_bounded(make_docx: MakeDocx) -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="999999999"/>'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    wide = table(cell("a", properties='<w:gridSpan w:val="999999999"/>') + cell("b"))
    body = listed(1, 99, "deep") + listed(1, 0, "far") + par("1. One.") + wide

    blocks = read_docx(make_docx(body, numbering=lists)).blocks

    assert [block.text for block in blocks[:2]] == ["deep", "999999999. far"]
    assert len(blocks[3].rows[0]) == 65


def test_nested_tables_as_deep_as_a_parser_goes_are_read(make_docx: MakeDocx) -> None:
    inner = par("Deep.")
    for _ in range(80):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"

    assert texts(make_docx(par("1. One.") + inner)) == ["1. One.", ""]

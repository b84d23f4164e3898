"""HTML as browsers show it, from the programs that write reports and by hand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import BlockKind
from corpus.errors import UnreadableReport
from corpus.readers.html import read_html


def _marks(html: str) -> list[tuple[str, int, str]]:
    return [(block.mark, block.depth, block.text) for block in read_html(html.encode()).blocks]


def _kinds(html: str) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in read_html(html.encode()).blocks]


def _texts(html: str | bytes) -> list[str]:
    source = html if isinstance(html, bytes) else html.encode()
    return [block.text for block in read_html(source).blocks]


def _notes(html: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(block.mark, block.notes, block.text) for block in read_html(html.encode()).blocks]


@pytest.mark.parametrize(
    ("attributes", "marks"),
    [("", ["1.", "2."]), ('start="4"', ["4.", "5."]), ('type="a"', ["a.", "b."]),
     ('type="i" start="3"', ["iii.", "iv."]), ("reversed", ["2.", "1."]),
     ('style="list-style-type: lower-roman"', ["i.", "ii."]),
     ('style="list-style-type: none"', ["", ""])],
)  # fmt: skip
def test_lists_count_as_browsers_count(attributes: str, marks: list[str]) -> None:
    found = [mark for mark, _, _ in _marks(f"<ol {attributes}><li>x<li>y</ol>")]

    assert found == marks


def test_an_item_may_set_its_number() -> None:
    assert _marks("<ol><li>x<li value=7>y<li>z</ol>") == [
        ("1.", 1, "x"),
        ("7.", 1, "y"),
        ("8.", 1, "z"),
    ]


def test_lists_nest_and_only_the_first_block_of_an_item_has_its_mark() -> None:
    html = "<ol><li><p>one<p>more<ul><li>inner</ul>after</ol>out"

    assert _marks(html) == [
        ("1.", 1, "one"),
        ("", 1, "more"),
        ("•", 2, "inner"),
        ("", 1, "after"),
        ("", 0, "out"),
    ]


def test_a_label_that_is_no_list_mark_stands_in_the_text() -> None:
    html = "<ol type=I start=4><li><h2>INTERPOL</h2></ol><ol type=A><li>Trends</ol>"

    assert _kinds(html) == [(BlockKind.HEADING, "IV. INTERPOL"), (BlockKind.TEXT, "A. Trends")]


def test_every_tag_of_a_block_parts_text_and_no_other_does() -> None:
    html = "one<div>two <b>bo</b>ld<p>three<br>\n four</div>five<blockquote>six</blockquote>"

    assert _texts(html) == ["one", "two bold", "three\nfour", "five", "six"]


def test_line_ends_of_the_source_are_blanks_but_not_in_pre() -> None:
    assert _texts("<p>one\n two</p><pre>three\nfour</pre>") == ["one two", "three\nfour"]


@pytest.mark.parametrize(
    ("html", "is_bold", "is_italic"),
    [("<b>x</b>", True, False), ("<b>x</b> y", False, False), ("<b><i>x</i></b> ", True, True),
     ('<span style="font-weight: 700">x</span>', True, False), ("<em>x</em>", False, True)],
)  # fmt: skip
def test_a_block_is_bold_or_italic_when_all_of_it_is(
    html: str, *, is_bold: bool, is_italic: bool
) -> None:
    [block] = read_html(f"<p>{html}</p>".encode()).blocks

    assert (block.is_bold, block.is_italic) == (is_bold, is_italic)


def test_the_title_of_the_window_is_a_heading_only_without_another() -> None:
    assert _kinds("<title>T</title><h1>H</h1>") == [(BlockKind.HEADING, "H")]
    assert _kinds("<title>T</title><p>x") == [(BlockKind.HEADING, "T"), (BlockKind.TEXT, "x")]


@pytest.mark.parametrize(
    "furniture",
    ["<script>x</script>", "<style>x</style>", "<nav>x</nav>", "<aside>x</aside>",
     "<form>x</form>", "<noscript>x</noscript>", "<template>x</template>", "<!-- x -->",
     "<p hidden>x</p>", '<p aria-hidden="true">x</p>', '<p style="display:none">x</p>',
     '<div role="banner">x</div>', '<div role="contentinfo">x</div>', "<footer>x</footer>",
     '<header><a href="/">x</a></header>', '<div title="footer">x</div>'],
)  # fmt: skip
def test_what_is_no_report_is_left_out(furniture: str) -> None:
    assert _texts(f"{furniture}<p>The report.</p>{furniture}") == ["The report."]


def test_a_form_or_a_header_that_holds_the_report_stays() -> None:
    assert _texts("<form><p>The whole report.</p></form>") == ["The whole report."]
    assert _texts("<header><h1>Title</h1></header><p>Text.") == ["Title", "Text."]


def test_the_main_part_goes_before_what_stands_beside_it() -> None:
    html = (
        "<h1>Title</h1><div>beside</div><main><header>Head</header><p>The text of it all.</main>"
        "<p>below"
    )

    assert _texts(html) == ["Title", "Head", "The text of it all."]


NOTED = [("", ("1",), "One goes on."), ("1", (), "The note.")]


@pytest.mark.parametrize(
    ("citing", "note"),
    [
        ('<sup><a href="#n" id="r">1</a></sup>', '<p id="n"><a href="#r">1</a> The note.</p>'),
        ('<a href="#n" id="r"><sup>1</sup></a>', '<p id="n">1. The note.</p>'),
        ('<sup><a href="#fn1" id="r">[1]</a></sup>',
         '<hr><section><ol><li id="fn1"><p>The note. <a href="#r">↩︎</a></p></ol></section>'),
        ('<a class="footnote-ref" role="doc-noteref" href="#fn1" id="fnref1">1</a>',
         '<aside role="doc-footnote" id="fn1">The note.<a href="#fnref1">^</a></aside>'),
        ('<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>',
         '<div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a>The note.'
         "</p></div>"),
        ('<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>',
         '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> The note.</p></div>'),
        ("<sup>1</sup>", "<p><sup>1</sup> The note.</p>"),
    ],
)  # fmt: skip
def test_notes_are_known_in_every_way_of_writing_them(citing: str, note: str) -> None:
    assert _notes(f"<p>One{citing} goes on.</p>{note}") == NOTED


def test_a_note_that_is_cited_again_has_one_mark() -> None:
    html = (
        '<p>One<sup><a href="#fn1" id="r">[1]</a></sup> and<sup><a href="#fn1">[1:1]</a></sup>.'
        '<ol><li id="fn1"><p>The note. <a href="#r">↩</a> <a href="#lost">↩</a></p></ol>'
    )

    assert _notes(html) == [("", ("1", "1"), "One and."), ("1", (), "The note.")]


def test_a_note_of_several_paragraphs_is_one() -> None:
    html = (
        '<p>One<a href="#sdfootnote1sym" name="a"><sup>1</sup></a>.<div id="sdfootnote1"><p>'
        '<a name="sdfootnote1sym" href="#a">1</a>First.</p><p>Second.</p></div>'
    )

    assert _notes(html)[1] == ("1", (), "First.\nSecond.")


def test_a_note_that_begins_with_a_number_keeps_it() -> None:
    html = (
        '<p>One<sup><a href="#fn1" id="r">1</a></sup>.</p>'
        '<ol><li id="fn1">1 May 2020. <a href="#r">↩</a></ol>'
    )

    assert _notes(html)[1] == ("1", (), "1 May 2020.")


@pytest.mark.parametrize(
    "html",
    ["5<sup>th</sup> of 3 m<sup>2</sup>", 'see <a href="#ch1">1</a><p id="ch1">x',
     "10<sup>6</sup> tons", '<a href="https://x.org/#n">1</a><p id="m">x'],
)  # fmt: skip
def test_a_raised_or_linked_figure_alone_is_text(html: str) -> None:
    assert [notes for _, notes, _ in _notes(f"<p>{html}</p>") if notes] == []


def test_a_power_is_no_note_where_a_note_has_its_number() -> None:
    html = "<p>See<sup>2</sup> 3 km<sup>2</sup>.<p><sup>2</sup> The note."

    assert _notes(html) == [("", ("2",), "See 3 km2."), ("2", (), "The note.")]


def test_a_table_is_one_block_of_rows_with_its_caption() -> None:
    html = (
        "<p>1. Text.<table><caption>Seizures</caption><tr><th rowspan=2>Drug<th colspan=2>Tons"
        "<tr><td>2019<td>2020<tr><td>Heroin<td>3<td><p>4<p>up</table>"
    )
    table = read_html(html.encode()).blocks[1]

    assert (table.kind, table.text, table.rows) == (
        BlockKind.TABLE,
        "Seizures",
        (("Drug", "Tons", ""), ("", "2019", "2020"), ("Heroin", "3", "4 up")),
    )


@pytest.mark.parametrize(
    "html",
    ["<table><tr><td>United Nations<td>A/80/1</table>",
     '<p>1. x<table role="presentation"><tr><td>United Nations<td>A/80/1<tr><td></table>',
     "<p>1. x<table><tr><td><h2>United Nations</h2><td>A/80/1<tr><td>y</table>"],
)  # fmt: skip
def test_a_table_that_sets_the_page_is_text(html: str) -> None:
    assert {"United Nations", "A/80/1"} <= set(_texts(html))


def test_a_table_inside_a_cell_keeps_its_words() -> None:
    html = "<p>1. x<table><tr><th>a<td>b<table><tr><td>c<td>d<tr><td>e<td>f</table></table>"

    assert read_html(html.encode()).blocks[1].rows == (("a", "b c d e f"),)


@pytest.mark.parametrize(
    ("source", "text"),
    [("é".encode(), "é"), ("é".encode("cp1252"), "é"), (b"\xef\xbb\xbf\xc3\xa9", "é"),
     ("\ufeffé".encode("utf-16-le"), "é"), ("\ufeffé".encode("utf-16-be"), "é"),
     ('<meta charset="windows-1251">ж'.encode("cp1251"), "ж"),
     ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">“'.encode("cp1252"),
      "“"),
     ('<?xml version="1.0" encoding="koi8-r"?><p>ж</p>'.encode("koi8-r"), "ж"),
     ('<meta charset="utf-8">é'.encode("cp1252"), "é"), (b'<meta charset="rot13">\xc3\xa9', "é"),
     (b'<meta charset="nonsense">\xc3\xa9', "é"), (b"&eacute;&#233;&#xE9;", "ééé")],
)  # fmt: skip
def test_the_encoding_is_found(source: bytes, text: str) -> None:
    assert _texts(source) == [text]


def test_bytes_that_are_no_characters_are_doubted() -> None:
    transcript = read_html(b"<p>One \x81 two")

    assert [doubt.code for doubt in transcript.doubts] == ["lost-characters"]


def test_a_page_with_a_nul_is_refused() -> None:
    with pytest.raises(UnreadableReport, match="character 3 is a NUL"):
        read_html(b"<p>\0")


INLINE = st.sampled_from(["b", "i", "span", "u", "font", "sub", "em", "code", "a", "sup"])
BLOCK = st.sampled_from(
    ["p", "div", "li", "ul", "ol", "h1", "h3", "blockquote", "table", "tr", "td", "th", "section",
     "dl", "dd", "pre", "center", "unknown"]
)  # fmt: skip


@st.composite
def _pages(draw: st.DrawFn) -> str:
    """Tags opened and closed at random, between words that are all different."""
    pieces = []
    for place in range(draw(st.integers(1, 30))):
        tag = draw(INLINE | BLOCK)
        pieces.append(draw(st.sampled_from([f"<{tag}>", f"</{tag}>", "", "<br>", "&nbsp;"])))
        pieces.append(f" word{place} ")
    return "".join(pieces)


@given(_pages())
def test_every_visible_word_comes_out_once_and_in_order(html: str) -> None:
    blocks = read_html(html.encode()).blocks
    printed = [" ".join([b.text, *(cell for row in b.rows for cell in row)]) for b in blocks]

    assert re.findall(r"word\d+", " ".join(printed)) == re.findall(r"word\d+", html)


@given(st.text(st.sampled_from("<>/!-&#;=\"' abp1x\n\x01\x0b\ufffe")))
def test_any_text_can_be_read(html: str) -> None:
    assert all(block.text or block.rows for block in read_html(html.encode()).blocks)


DEEP = "<div>" * 20_000 + "deep" + "</div>" * 20_000


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (f"<p>before</p>{DEEP}<p>after</p>", ["before", "deep", "after"]),
        ("<b>" * 60_000 + "bold", ["bold"]),
        ("<p>" + "line " * 2_000_000 + "</p><p>end", ["line " * 1_999_999 + "line", "end"]),
        ("<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">many</p>end", ["many", "end"]),
        ("<p title='a > b'>quoted</p>" + DEEP, ["quoted", "deep"]),
        ("<table><tr><td>" * 3_000 + "cell", ["cell"]),
    ],
)  # fmt: skip
def test_what_no_tree_can_hold_is_read_without_one(html: str, words: list[str]) -> None:
    transcript = read_html(html.encode())

    assert [block.text for block in transcript.blocks] == words
    assert [doubt.code for doubt in transcript.doubts] == ["lost-structure"]


def test_a_little_that_broken_tags_hide_is_doubted() -> None:
    transcript = read_html(f"<ol><li>{'words ' * 200}<li></ol>{DEEP}".encode())

    assert [block.mark for block in transcript.blocks] == ["1."]
    assert [doubt.message for doubt in transcript.doubts] == [
        "broken tags hide 4 letters or figures"
    ]


def test_what_stands_after_the_end_of_a_page_is_read() -> None:
    assert _texts("<body><p>one</body></html>\n<p>two</html>three") == ["one", "twothree"]


def test_headings_are_told_without_a_tree() -> None:
    blocks = read_html(f"<h2>Head</h2><p>one<br>two</p>{DEEP}".encode()).blocks

    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.HEADING, "Head"),
        (BlockKind.TEXT, "one\ntwo"),
        (BlockKind.TEXT, "deep"),
    ]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>one<b>two", ["onetwo"]),
        ("<p>lone &#xD800; half", ["lone \ufffd half"]),
        ("<p>\u202eturned\u202c &#x202e;round", ["turned round"]),
        ("<p>co\x01nt&#2;rol\x0bmark<nav>x</nav>&#11;end</p>\x08", ["control mark end"]),
        ("<!--" * 50_000, []),
        ("<" * 1_000, ["<" * 1_000]),
        ('<a href="' * 50_001, []),
        ("</p>" * 50_000 + "end", ["end"]),
        (f"<p>{'<i></i>' * 20_000}{'<sup>1</sup>' * 20_000}", ["1" * 20_000]),
        ("<table><td colspan=999999999 rowspan=999999999>x<td>y<tr><td>z</table>", ["x", "y", "z"]),
        ("<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>a&x;b", ["]>", "a&x;b"]),
        ('<ol start="99999999999999999999"><li>x<li value="-5">y</ol>', ["999999999. x", "-5. y"]),
    ],
)  # fmt: skip
def test_hostile_markup_is_read_as_far_as_it_is_text(html: str, texts: list[str]) -> None:
    assert _texts(html) == texts


def test_a_page_of_a_million_tags_is_refused() -> None:
    with pytest.raises(UnreadableReport, match="has 500,001 tags; at most 500,000 are read"):
        read_html(b"<p>" * 500_001)

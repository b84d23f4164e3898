"""PDF files that are broken or mean harm, written object by object: a function a file."""

import zlib
from collections.abc import Callable, Mapping, Sequence

_LINES = (
    "1. The Council met in New York in May.",
    "2. It adopted its report on the work done.",
    "3. It thanked the members for their support.",
)
_CATALOG = b"<</Type /Catalog /Pages 2 0 R>>"
_PAGES = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
_FONT = b"<</Type /Font /Subtype /Type1 /BaseFont /Times-Roman>>"


def stream(content: bytes, *, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def text_of(lines: Sequence[str]) -> bytes:
    """A page's content that prints lines, one below the other."""
    shown = b"".join(b"(%s) Tj 0 -24 Td " % line.encode("latin-1") for line in lines)
    return b"BT /F1 12 Tf 72 720 Td " + shown + b"ET"


def page(*, contents: int = 4, box: bytes = b"[0 0 612 792]", entries: bytes = b"") -> bytes:
    """A page object."""
    return (
        b"<</Type /Page /Parent 2 0 R /MediaBox %s /Contents %d 0 R"
        b" /Resources <</Font <</F1 5 0 R>>>> %s>>" % (box, contents, entries)
    )


def pdf(objects: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """A file of numbered objects with its cross-reference table."""
    written, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(
        b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items()
    )
    size, start = max(objects) + 1, len(written)
    written += b"xref\n0 1\n0000000000 65535 f \n" + table
    return written + b"trailer <</Root 1 0 R /Size %d %s>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        trailer,
        start,
    )


def good(
    lines: Sequence[str] = _LINES,
    *,
    changed: Mapping[int, bytes] | None = None,
    trailer: bytes = b"",
) -> bytes:
    """A sound file of one page, with some of its objects changed."""
    objects = {1: _CATALOG, 2: _PAGES, 3: page(), 4: stream(text_of(lines)), 5: _FONT}
    return pdf(objects | dict(changed or {}), trailer=trailer)


def sound() -> bytes:
    return good()


def cut_off() -> bytes:
    return good()[:300]


def cut_off_before_its_table() -> bytes:
    return good().partition(b"xref")[0]


def wrong_header() -> bytes:
    return good().replace(b"%PDF-1.7", b"%XYZ-0.0")


def junk_before_its_header() -> bytes:
    return b"junk\n" * 100 + good()


def html_by_another_name() -> bytes:
    return b"<!doctype html><html><body><p>1. One.</p></body></html>"


def zeros() -> bytes:
    return bytes(100_000)


def only_a_header() -> bytes:
    return b"%PDF-1.7\n%%EOF"


def a_table_that_leads_to_itself() -> bytes:
    content = good()
    return content.replace(b"/Size 6", b"/Size 6 /Prev %d" % content.rindex(b"xref\n0"))


def tables_that_lead_to_each_other() -> bytes:
    first = good()
    start = first.rindex(b"xref\n0")
    second = b"\nxref\n0 0\ntrailer <</Root 1 0 R /Size 6 /Prev %d>>" % start
    place = len(first) + 1
    looped = first.replace(b"/Size 6", b"/Size 6 /Prev %d" % place)
    return looped + second + b"\nstartxref\n%d\n%%%%EOF" % place


def a_start_beyond_the_end() -> bytes:
    return good().replace(b"startxref\n", b"startxref\n99999999")


def negative_places() -> bytes:
    return good().replace(b"startxref\n", b"startxref\n-1 ")


def pages_that_hold_themselves() -> bytes:
    return good(changed={2: b"<</Type /Pages /Kids [2 0 R 3 0 R] /Count 2>>"})


def pages_that_hold_each_other() -> bytes:
    outer = b"<</Type /Pages /Kids [6 0 R] /Count 1>>"
    inner = b"<</Type /Pages /Kids [2 0 R 3 0 R] /Count 1 /Parent 2 0 R>>"
    return good(changed={2: outer, 6: inner})


def pages_thousands_deep() -> bytes:
    deep = 5000
    objects = {10 + n: b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % (11 + n) for n in range(deep)}
    objects[10 + deep] = page()
    return good(changed={2: b"<</Type /Pages /Kids [10 0 R] /Count 1>>", **objects})


def a_million_pages_declared() -> bytes:
    return good(changed={2: b"<</Type /Pages /Kids [3 0 R] /Count 1000000>>"})


def one_page_ten_thousand_times() -> bytes:
    kids = b"3 0 R " * 10_000
    return good(changed={2: b"<</Type /Pages /Kids [%s] /Count 10000>>" % kids})


def one_page_two_thousand_times() -> bytes:
    kids = b"3 0 R " * 2000
    return good(changed={2: b"<</Type /Pages /Kids [%s] /Count 2000>>" % kids})


def no_pages() -> bytes:
    return good(changed={2: b"<</Type /Pages /Kids [] /Count 0>>"})


def negative_count_of_pages() -> bytes:
    return good(changed={2: b"<</Type /Pages /Kids [3 0 R] /Count -5>>"})


def no_catalog() -> bytes:
    return good(changed={1: b"null"})


def outlines_that_lead_to_themselves() -> bytes:
    return good(
        changed={
            1: b"<</Type /Catalog /Pages 2 0 R /Outlines 6 0 R>>",
            6: b"<</First 7 0 R /Last 7 0 R /Count 1>>",
            7: b"<</Title (One) /Next 7 0 R /First 7 0 R /Parent 6 0 R>>",
        }
    )


def a_bomb_of_zeros() -> bytes:
    """Half a gibibyte in half a megabyte: one compressed block, again and again."""
    packer = zlib.compressobj(9)
    first, block = (packer.compress(bytes(2**22)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in "ab")
    packed = first + block * 127 + packer.flush()
    return good(changed={4: stream(packed, entries=b"/Filter /FlateDecode")})


def a_bomb_in_a_bomb() -> bytes:
    packed = zlib.compress(zlib.compress(b"(x) Tj " * 2**23, 9), 9)
    return good(changed={4: stream(packed, entries=b"/Filter [/FlateDecode /FlateDecode]")})


def a_bomb_of_letters() -> bytes:
    packed = zlib.compress(b"BT /F1 12 Tf 72 720 Td " + b"(word) Tj " * 2_000_000 + b"ET", 9)
    return good(changed={4: stream(packed, entries=b"/Filter /FlateDecode")})


def a_bomb_of_lines() -> bytes:
    packed = zlib.compress(b"0 0 m 100 100 l S " * 2_000_000, 9)
    return good(changed={4: stream(packed, entries=b"/Filter /FlateDecode")})


def graphics_states_without_end() -> bytes:
    return good(changed={4: stream(b"q " * 1_000_000 + text_of(_LINES))})


def a_bomb_of_unicode() -> bytes:
    """Each letter stands for a thousand."""
    ranges = b"".join(b"<%02x> <%s>\n" % (code, b"0041" * 1000) for code in range(32, 127))
    mapping = b"1 begincodespacerange <00> <ff> endcodespacerange %d beginbfchar\n%sendbfchar" % (
        95,
        ranges,
    )
    return good(
        _LINES * 100,
        changed={5: _FONT.replace(b">>", b" /ToUnicode 6 0 R>>"), 6: stream(mapping)},
    )


def a_unicode_range_without_end() -> bytes:
    mapping = b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange " + (
        b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange"
    )
    return good(changed={5: _FONT.replace(b">>", b" /ToUnicode 6 0 R>>"), 6: stream(mapping)})


def letters_without_unicode() -> bytes:
    font = _FONT.replace(b">>", b" /Encoding <</Differences [32 /a1 /a2 /a3 /.notdef]>>>>")
    return good(changed={5: font})


def locked() -> bytes:
    locks = b"<</Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s>>>" % (b"41" * 32, b"42" * 32)
    return good(changed={6: locks}, trailer=b"/Encrypt 6 0 R /ID [<41> <41>]")


def locked_by_a_lock_that_nobody_knows() -> bytes:
    locks = b"<</Filter /Unknown /V 99>>"
    return good(changed={6: locks}, trailer=b"/Encrypt 6 0 R /ID [<41> <41>]")


def no_text_layer() -> bytes:
    return good(changed={4: stream(b"0 0 612 792 re f")})


def one_empty_page_of_three() -> bytes:
    return good(
        changed={
            2: b"<</Type /Pages /Kids [3 0 R 6 0 R 3 0 R] /Count 3>>",
            6: page(contents=7),
            7: stream(b""),
        }
    )


def an_object_stream_in_itself() -> bytes:
    entries = b"/Type /ObjStm /N 1 /First 4 /Extends 6 0 R"
    return good(changed={3: b"6 0 R", 6: stream(b"6 0 6 0 R", entries=entries)})


def references_that_lead_to_themselves() -> bytes:
    return good(changed={3: b"6 0 R", 6: b"7 0 R", 7: b"6 0 R"})


def a_length_that_leads_to_itself() -> bytes:
    return good(changed={4: b"<</Length 4 0 R>>\nstream\n" + text_of(_LINES) + b"\nendstream"})


def a_form_in_itself() -> bytes:
    form = stream(b"/X Do /X Do", entries=_FORM + b" /Resources <</XObject <</X 6 0 R>>>>")
    shows = page().replace(b"/Font", b"/XObject <</X 6 0 R>> /Font")
    return good(changed={3: shows, 4: stream(b"/X Do"), 6: form})


def forms_that_double() -> bytes:
    """Each of thirty forms shows the next one twice: a thousand million in all."""
    last = 40
    forms = {
        number: stream(
            b"/X Do /X Do" if number < last else text_of(_LINES),
            entries=_FORM
            + b" /Resources <</XObject <</X %d 0 R>> /Font <</F1 5 0 R>>>>" % (number + 1),
        )
        for number in range(10, last + 1)
    }
    shows = page().replace(b"/Font", b"/XObject <</X 10 0 R>> /Font")
    return good(changed={3: shows, 4: stream(b"/X Do"), **forms})


_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]"


def arrays_in_arrays() -> bytes:
    return good(changed={3: page(entries=b"/X " + b"[" * 100_000 + b"]" * 100_000)})


def a_page_as_large_as_a_town() -> bytes:
    return good(changed={3: page(box=b"[0 0 99999999 99999999]")})


def a_page_of_no_size() -> bytes:
    return good(changed={3: page(box=b"[0 0 0 0]")})


def a_page_that_is_no_number() -> bytes:
    return good(changed={3: page(box=b"[nan inf -inf /x]")})


def a_page_with_its_corners_swapped() -> bytes:
    return good(changed={3: page(box=b"[612 792 0 0]")})


def a_page_on_its_side() -> bytes:
    return good(changed={3: page(entries=b"/Rotate 90")})


def a_page_turned_by_seven() -> bytes:
    return good(changed={3: page(entries=b"/Rotate 7")})


def letters_of_no_size() -> bytes:
    return good(changed={4: stream(text_of(_LINES).replace(b"/F1 12", b"/F1 0"))})


def letters_as_large_as_a_town() -> bytes:
    return good(changed={4: stream(text_of(_LINES).replace(b"/F1 12", b"/F1 9e30"))})


def letters_off_the_page() -> bytes:
    return good(changed={4: stream(text_of(_LINES).replace(b"72 720", b"-9999 99999"))})


def no_font() -> bytes:
    return good(changed={5: b"null"})


def a_font_of_junk() -> bytes:
    font = (
        b"<</Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 6 0 R"
        b" /FirstChar 0 /LastChar 99999999 /Widths [1e99 -5 nan]>>"
    )
    junk = bytes(range(256)) * 400
    descriptor = b"<</Type /FontDescriptor /FontName /X /Flags 32 /FontFile2 7 0 R>>"
    return good(changed={5: font, 6: descriptor, 7: stream(junk)})


def a_font_that_leads_to_itself() -> bytes:
    font = b"<</Type /Font /Subtype /Type0 /BaseFont /X /DescendantFonts [5 0 R] /Encoding 5 0 R>>"
    return good(changed={5: font})


def scripts() -> bytes:
    action = b"<</S /JavaScript /JS (while(true){app.alert\\(1\\)})>>"
    launch = b"<</S /Launch /F (/bin/sh)>>"
    return good(
        changed={
            1: b"<</Type /Catalog /Pages 2 0 R /OpenAction 6 0 R /AA <</WC 7 0 R>>>>",
            6: action,
            7: launch,
        }
    )


FILES: Mapping[str, Callable[[], bytes]] = {
    make.__name__: make
    for make in (
        sound, cut_off, cut_off_before_its_table, wrong_header, junk_before_its_header,
        html_by_another_name, zeros, only_a_header, a_table_that_leads_to_itself,
        tables_that_lead_to_each_other, a_start_beyond_the_end, negative_places,
        pages_that_hold_themselves, pages_that_hold_each_other, pages_thousands_deep,
        a_million_pages_declared, one_page_ten_thousand_times, one_page_two_thousand_times,
        no_pages, negative_count_of_pages, no_catalog, outlines_that_lead_to_themselves,
        a_bomb_of_zeros, a_bomb_in_a_bomb, a_bomb_of_letters, a_bomb_of_lines,
        graphics_states_without_end, a_bomb_of_unicode, a_unicode_range_without_end,
        letters_without_unicode, locked, locked_by_a_lock_that_nobody_knows, no_text_layer,
        one_empty_page_of_three, an_object_stream_in_itself, references_that_lead_to_themselves,
        a_length_that_leads_to_itself, a_form_in_itself, forms_that_double, arrays_in_arrays,
        a_page_as_large_as_a_town, a_page_of_no_size, a_page_that_is_no_number,
        a_page_with_its_corners_swapped, a_page_on_its_side, a_page_turned_by_seven,
        letters_of_no_size, letters_as_large_as_a_town, letters_off_the_page, no_font,
        a_font_of_junk, a_font_that_leads_to_itself, scripts,
    )
}  # fmt: skip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering import ordinal_word
from corpus.records import Item, Paragraph, Report
from corpus.references import Reference, read_references
from service.citation import note_of


def _first(text: str) -> Reference | None:
    """The first citation of a paragraph in a text."""
    found = read_references(text)
    return found[0] if found and not found[0].is_whole else None


def _read(text: str) -> Reference:
    reference = _first(text)
    assert reference is not None
    return reference


def _items_at(paragraph: Paragraph, item: Item) -> list[Item]:
    return [outer for outer in paragraph.items if outer.start <= item.start < outer.end]


def test_a_whole_citation_by_hand() -> None:
    reference = _read("What says E/2025/28, annex II, para. 26 (b) (ii)?")

    assert reference == Reference(
        symbol="E/2025/28",
        component="annex II",
        ranges=(("26", "26"),),
        parts=((("b", "ii"), ("b", "ii")),),
        rest=reference.rest,
    )


@pytest.mark.parametrize(
    ("text", "ranges"),
    [("para. 26", [("26", "26")]), ("paras. 12–16", [("12", "16")]), ("¶ 5", [("5", "5")]),
     ("paragraphs 5 to 9", [("5", "9")]), ("paras 5 through 9", [("5", "9")]),
     ("paras. 1, 3 and 5-7", [("1", "1"), ("3", "3"), ("5", "7")]),
     ("paras. 3 & 4", [("3", "3"), ("4", "4")]),
     ("PARAS. 3 AND 4A", [("3", "3"), ("4a", "4a")]),
     ("para. 12, para. 13", [("12", "12"), ("13", "13")]),
     ("Paragraph 4 bis", [("4 bis", "4 bis")]), ("par. 4bis", [("4 bis", "4 bis")]),
     ("paragraphs nos. 3 and 4", [("3", "3"), ("4", "4")])],
)  # fmt: skip
def test_numbers_and_ranges_by_hand(text: str, ranges: list[tuple[str, str]]) -> None:
    assert list(_read(text).ranges) == ranges


def test_a_quantity_after_a_number_is_none_of_the_list() -> None:
    assert _read("para. 12 and 13 countries").ranges == (("12", "12"),)


@pytest.mark.parametrize(
    ("text", "component"),
    [("annex, para. 3", "annex"), ("Annex ii, para. 3", "annex II"),
     ("appendix B, paras. 3 and 4", "appendix B"), ("resolution 68/1, para. 3", "resolution 68/1"),
     ("draft resolution I, para. 3", "draft resolution I"), ("para. 3", None),
     ("para. 3 of the annexed report", None)],
)  # fmt: skip
def test_components_by_hand(text: str, component: str | None) -> None:
    assert _read(text).component == component


@pytest.mark.parametrize(
    ("text", "bullets"),
    [("para. 26, ninth bullet point", (9,)), ("para. 26, 2nd bullet", (2,)),
     ("para. 26, sixth bullet point, second sub-bullet point", (6, 2)), ("para. 26, bullet", ())],
)  # fmt: skip
def test_bullets_by_hand(text: str, bullets: tuple[int, ...]) -> None:
    assert _read(text).parts == (((bullets, bullets),) if bullets else ())


@pytest.mark.parametrize(
    ("text", "section", "ordinal"),
    [("sect. IV, second paragraph", "IV", 2), ("section b, 3rd paragraph", "B", 3),
     ("E/2025/28, first paragraph", None, 1)],
)  # fmt: skip
def test_paragraphs_without_a_number_by_hand(text: str, section: str | None, ordinal: int) -> None:
    reference = _read(text)

    assert (reference.section, reference.ordinal, reference.ranges) == (section, ordinal, ())


@pytest.mark.parametrize(
    "text",
    ["", "Which drugs were seized?", "E/2025/28", "the first paragraph", "paragraph twenty",
     "the 26 paragraphs", "26", "sect. IV", "the last paragraph of sect. IV"],
)  # fmt: skip
def test_what_names_no_paragraph_is_no_reference(text: str) -> None:
    assert _first(text) is None


def test_a_title_that_names_a_paragraph_is_not_read_as_the_citation() -> None:
    title = "“Report pursuant to paragraph 5 of resolution S/RES/2231, annex I”"

    reference = _read(f"{title} (3 June 2025), annex II, para. 7 (b)")

    assert (reference.symbol, reference.component) == (None, "annex II")
    assert (reference.ranges, reference.parts) == ((("7", "7"),), ((("b",), ("b",)),))
    assert "pursuant" in reference.rest


def test_a_citation_in_quotation_marks_is_read_where_there_is_no_other() -> None:
    assert _read("“E/2025/28, para. 7”").ranges == (("7", "7"),)


def test_what_else_was_said_is_kept() -> None:
    assert _read("What says para. 26 of the 2021 report?").rest.split() == [
        "What", "says", "of", "the", "2021", "report?",
    ]  # fmt: skip


def test_every_paragraphs_note_is_read_back_to_its_number(bundled_report: Report) -> None:
    for paragraph in bundled_report.paragraphs:
        number = str(paragraph.number)

        assert _read(note_of(bundled_report, paragraph)).ranges == ((number, number),)


def test_every_items_note_is_read_back_to_its_place(bundled_report: Report) -> None:
    for paragraph in bundled_report.paragraphs:
        for item in paragraph.items:
            reference = _read(note_of(bundled_report, paragraph, spans=[(item.start, item.end)]))

            path = _items_at(paragraph, item)
            ((first, last),) = reference.parts
            assert first == last
            assert len(first) == len(path) == item.level
            assert reference.ranges == ((paragraph.number, paragraph.number),)


def test_no_two_items_of_a_paragraph_share_a_note(bundled_report: Report) -> None:
    for paragraph in bundled_report.paragraphs:
        notes = {
            note_of(bundled_report, paragraph, spans=[(item.start, item.end)])
            for item in paragraph.items
        }

        assert len(notes) == len(paragraph.items)


@given(
    component=st.sampled_from([None, "annex", "annex II", "resolution 68/1", "draft decision I"]),
    first=st.integers(1, 999),
    last=st.integers(1, 999),
    items=st.lists(st.sampled_from(["a", "bb", "iv", "3"]), max_size=3),
    bullets=st.lists(st.integers(1, 120), max_size=2),
)
def test_a_citation_is_read_back_to_what_made_it(
    component: str | None, first: int, last: int, items: list[str], bullets: list[int]
) -> None:
    named = f"{component}, " if component else ""
    labels = "".join(f" ({label})" for label in items)
    points = "".join(f", {ordinal_word(bullet)} bullet point" for bullet in bullets)

    reference = _read(f"E/2025/28, {named}paras. {first}–{last}{labels}{points}")

    assert (reference.symbol, reference.component) == ("E/2025/28", component)
    assert reference.ranges == ((str(first), str(last)),)
    path = (*items, *bullets)
    assert reference.parts == (((path, path),) if path else ())


def _named(text: str) -> list[tuple[object, ...]]:
    """What each citation of a text names: its symbol, component, section, numbers and the like."""
    return [
        tuple(part for part in (*_fields(each), *_runs(each)) if part is not None)
        for each in read_references(text)
    ]


def _fields(each: Reference) -> tuple[object, ...]:
    return each.symbol, each.component, each.section, each.ordinal, each.table, each.note


def _runs(each: Reference) -> list[str]:
    numbers = ["–".join(dict.fromkeys(ends)) for ends in each.ranges]
    paths = [["".join(map(str, path)) for path in run] for run in each.parts]
    return [*numbers, *("–".join(dict.fromkeys(run)) for run in paths)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("A/80/44, para. 20 and E/2025/28, para. 3",
         [("A/80/44", "20"), ("E/2025/28", "3")]),
        ("para. 20 of A/80/44 and para. 3 of E/2025/28",
         [("A/80/44", "20"), ("E/2025/28", "3")]),
        ("A/80/44, para. 20; annex I, para. 3", [("A/80/44", "20"), ("A/80/44", "annex I", "3")]),
        ("A/80/44, paras. 1–3, and paras. 7 and 9", [("A/80/44", "1–3", "7", "9")]),
        ("A/80/44 para 5 and A/80/36 paras 6 and 7", [("A/80/44", "5"), ("A/80/36", "6", "7")]),
        ("paras. 20 (a), (c) and 46 of A/80/44", [("A/80/44", "20", "a", "c"), ("A/80/44", "46")]),
        ("A/80/44, para. 20 (a)–(c)", [("A/80/44", "20", "a–c")]),
        ("A/80/44, paras. 20 (b) (ii) and 21 (a)",
         [("A/80/44", "20", "bii"), ("A/80/44", "21", "a")]),
    ],
)  # fmt: skip
def test_several_citations_by_hand(text: str, named: list[tuple[object, ...]]) -> None:
    assert _named(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("S/2025/71/Rev.1, summary, para 5", ("S/2025/71/Rev.1", "summary", "5")),
        ("S/2025/71/Rev.1, “Summary”, para. 5", ("S/2025/71/Rev.1", "Summary", "5")),
        ("E/2025/57, Summary, second paragraph", ("E/2025/57", "Summary", 2)),
        ("second paragraph of the summary of E/2025/57", ("E/2025/57", "summary", 2)),
        ("A/80/44, section II, para. 3", ("A/80/44", "II", "3")),
        ("A/80/44, annex I, sect. II.A, paras. 3–4", ("A/80/44", "annex I", "II.A", "3–4")),
        ("para. 3 of chapter ii of A/80/44", ("A/80/44", "II", "3")),
        ("annex I of A/80/44, para. 3", ("A/80/44", "annex I", "3")),
        ("A/80/44, para. 12345678", ("A/80/44", "12345678")),
        ("A/80/44, para. 26, table 2", ("A/80/44", "table 2", "26")),
        ("A/80/44, sect. II, first paragraph, table", ("A/80/44", "II", 1, "table")),
        ("A/80/44, para. 26, table manners", ("A/80/44", "26")),
    ],
)  # fmt: skip
def test_paragraphs_of_sections_by_hand(text: str, named: tuple[object, ...]) -> None:
    assert _named(text) == [named]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("section IV of A/80/36", ("A/80/36", "IV")),
        ("A/80/36, chapter II.A", ("A/80/36", "II.A")),
        ("annex I of A/80/39", ("A/80/39", "annex I")),
        ("A/80/39, annex I, section B", ("A/80/39", "annex I", "B")),
        ("E/2025/57, Summary", ("E/2025/57", "Summary")),
        ("table 1 of DP/2025/14", ("DP/2025/14", "table 1")),
        ("Figure II, A/80/81", ("A/80/81", "Figure II")),
        ("A/80/36, footnote 2", ("A/80/36", "2")),
    ],
)
def test_what_has_paragraphs_or_hangs_from_one_by_hand(
    text: str, named: tuple[object, ...]
) -> None:
    (reference,) = read_references(text)

    assert reference.is_whole
    assert _named(text) == [named]


def test_a_whole_section_is_only_named_where_no_paragraph_is() -> None:
    assert _named("A/80/36, para. 3, on annex I") == [("A/80/36", "3")]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    reference = _first(text)

    assert reference is None or reference.ranges or reference.ordinal


@pytest.mark.parametrize(
    "text",
    [
        "annex I, " * 200 + "x para. 1",
        "annex c, " * 200 + "x para. 1",
        "para. 1 and 2 " + "(a) or " * 300 + "x",
        "para. 1 and 2 " + "(a) through " * 160,
        "para. 3 and 4 " + "bullet 1 " * 200,
        "para. 3 and 4 " + "first bullet point " * 100,
    ],
)
def test_a_long_list_is_read_without_trying_every_way_to_read_it(text: str) -> None:
    """Each of these once took a time that doubled with every member."""
    assert read_references(text)

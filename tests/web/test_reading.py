from dataclasses import replace

import pytest

from service import Cover, Note, Paragraph, Report, Table
from web.opened import Target
from web.places import paragraph_name
from web.reading import Reading, table_views

LONG = " and more words" * 1_900  # 28 kB: two of them fill a part


def report_of(*paragraphs: Paragraph, notes: tuple[Note, ...] = ()) -> Report:
    return Report(
        report_id="e-2025-28",
        cover=Cover(symbol="E/2025/28", date="2025-06-10"),
        paragraphs=paragraphs,
        notes=notes,
    )


def paragraph_of(
    number: str,
    *sections: str,
    component: str = "body",
    notes: tuple[str, ...] = (),
    more: str = "",
) -> Paragraph:
    prefix = "" if component == "body" else "annex-i."
    return Paragraph(
        address=prefix + number,
        component=component,
        number=number,
        text=f"Words of {number}.{more}",
        sections=sections,
        notes=notes,
    )


REPORT = report_of(
    paragraph_of("1", "I. One"),
    paragraph_of("2", "I. One", "A. Deep"),
    paragraph_of("3", "I. One", "A. Deep"),
    paragraph_of("4", "II. Two", "A. Deep"),
    paragraph_of("1", "Annex I", component="annex I"),
)
IN_PARTS = report_of(
    *(paragraph_of(str(n), "I. One", "A. Deep", more=LONG) for n in range(1, 4)),
    paragraph_of("4", "I. One", "B. Other", more=LONG),
)


def headings(reading: Reading, part: int) -> list[tuple[list[tuple[int, str, str]], list[str]]]:
    return [
        (
            [(each.level, each.text, each.anchor) for each in stretch.headings],
            [each.number for each in stretch.paragraphs],
        )
        for stretch in reading.stretches(part)
    ]


def test_each_heading_stands_once_over_its_paragraphs() -> None:
    assert headings(Reading(REPORT), 0) == [
        ([(2, "I. One", "s-1-1")], ["1."]),
        ([(3, "A. Deep", "s-2-2")], ["2.", "3."]),
        ([(2, "II. Two", "s-3-1"), (3, "A. Deep", "s-3-2")], ["4."]),
        ([(2, "Annex I", "s-4-1")], ["1."]),
    ]


def test_a_part_within_a_section_repeats_its_headings_without_their_ids() -> None:
    reading = Reading(IN_PARTS)

    assert reading.parts == (range(2), range(2, 4))
    assert headings(reading, 1) == [
        ([(2, "I. One", ""), (3, "A. Deep", "")], ["3."]),
        ([(3, "B. Other", "s-2-2")], ["4."]),
    ]


def test_a_part_that_begins_with_a_section_repeats_what_stands_above_it() -> None:
    paragraphs = [
        replace(each, sections=("I. One", "A. Deep" if place < 2 else "B. Other"))
        for place, each in enumerate(IN_PARTS.paragraphs)
    ]

    assert headings(Reading(report_of(*paragraphs)), 1) == [
        ([(2, "I. One", ""), (3, "B. Other", "s-2-2")], ["3.", "4."]),
    ]


def test_ids_of_headings_and_paragraphs_are_unique(bundled_report: Report) -> None:
    for report in (REPORT, IN_PARTS, bundled_report):
        reading = Reading(report)
        stretches = [s for part in range(len(reading.parts)) for s in reading.stretches(part)]
        anchors = [h.anchor for stretch in stretches for h in stretch.headings if h.anchor]
        anchors += [p.anchor for stretch in stretches for p in stretch.paragraphs]

        assert len(anchors) == len(set(anchors))


def test_the_parts_of_a_report_have_every_paragraph_once(bundled_report: Report) -> None:
    for report in (IN_PARTS, bundled_report):
        reading = Reading(report)

        assert [
            view.anchor
            for part in range(len(reading.parts))
            for stretch in reading.stretches(part)
            for view in stretch.paragraphs
        ] == [f"p-{paragraph.address}" for paragraph in report.paragraphs]


def test_parts_are_told_and_linked() -> None:
    reading = Reading(IN_PARTS)
    link = reading.link(1, label="Next part")

    assert reading.place(0) == "Part 1 of 2: paragraphs 1 to 2"
    assert link is not None
    assert (link.words, link.url) == ("Paragraphs 3 to 4", "/r/e-2025-28?part=2")
    assert (reading.link(-1, label=""), reading.link(2, label="")) == (None, None)
    assert Reading(REPORT).place(0) == ""


def test_the_target_alone_is_marked_and_opened() -> None:
    target = Target(paragraph=REPORT.paragraphs[2], spans=((0, 5),), base_url="http://x")

    stretches = Reading(REPORT).stretches(0, target=target)

    views = [view for stretch in stretches for view in stretch.paragraphs]
    assert [view.number for view in views if view.opened] == ["3."]
    assert [view.number for view in views if view.has_mark] == ["3."]


def test_a_paragraph_has_the_words_of_its_notes() -> None:
    report = report_of(paragraph_of("1", notes=("1", "2")), notes=(Note(mark="1", text="One"),))

    (stretch,) = Reading(report).stretches(0)

    (view,) = stretch.paragraphs
    assert (view.notes_label, [note.text for note in view.notes]) == ("Notes 1, 2", ["One"])


def test_notes_stand_at_the_end_of_the_part_that_cites_them() -> None:
    first, *others = IN_PARTS.paragraphs
    last = others.pop()
    report = report_of(
        replace(first, notes=("1",)),
        *others,
        replace(last, notes=("2",)),
        notes=tuple(Note(mark=mark, text=mark) for mark in ("1", "2", "*")),
    )
    reading = Reading(report)

    assert [[note.mark for note in reading.notes(part)] for part in (0, 1)] == [["1"], ["2", "*"]]


def test_a_table_stands_after_the_paragraph_that_it_follows() -> None:
    tables = tuple(
        Table(title=address, rows=(("a",), ("b",)), address=address) for address in ("2", None, "x")
    )
    reading = Reading(replace(IN_PARTS, tables=tables))

    views = [v for part in (0, 1) for s in reading.stretches(part) for v in s.paragraphs]
    assert [[table.title for table in view.tables] for view in views] == [[], ["2"], [], []]
    assert reading.tables(0) == ()
    assert [table.title for table in reading.tables(1)] == ["", "x"]


def test_tables_without_rows_are_left_out() -> None:
    tables = (Table(title="Empty", rows=()), Table(title=None, rows=(("a",), ("b",))))

    (view,) = table_views(tables)

    assert (view.label, view.title, view.head, view.rows) == ("Table", "", ("a",), (("b",),))


@pytest.mark.parametrize(("columns", "is_wide"), [(2, False), (6, True)])
def test_a_table_of_many_columns_is_wide(columns: int, is_wide: bool) -> None:
    (view,) = table_views([Table(title=None, rows=(("resources",) * columns,))])

    assert view.is_wide is is_wide


def test_a_paragraph_is_named_with_its_component() -> None:
    names = [paragraph_name(REPORT.paragraphs[place]) for place in (0, 4)]

    assert names == ["Paragraph 1", "Annex I, paragraph 1"]

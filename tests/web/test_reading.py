from dataclasses import replace

import pytest

from service import Cover, Note, Paragraph, Report, Table
from web.reading import (
    Target,
    cover_facts,
    note_views,
    paragraph_name,
    parts_of,
    report_view,
    table_views,
)


def report_of(*paragraphs: Paragraph, notes: tuple[Note, ...] = ()) -> Report:
    return Report(
        report_id="e-2025-28",
        cover=Cover(symbol="E/2025/28", date="2025-06-10"),
        paragraphs=paragraphs,
        notes=notes,
    )


def paragraph_of(
    number: str, *sections: str, component: str = "body", notes: tuple[str, ...] = ()
) -> Paragraph:
    prefix = "" if component == "body" else "annex-i."
    return Paragraph(
        address=prefix + number,
        component=component,
        number=number,
        text=f"Words of {number}.",
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


def test_each_heading_stands_once_over_its_paragraphs() -> None:
    parts = parts_of(REPORT)

    assert [
        ([(h.level, h.text) for h in part.headings], [p.number for p in part.paragraphs])
        for part in parts
    ] == [
        ([(2, "I. One")], ["1."]),
        ([(3, "A. Deep")], ["2.", "3."]),
        ([(2, "II. Two"), (3, "A. Deep")], ["4."]),
        ([(2, "Annex I")], ["1."]),
    ]


def test_ids_of_headings_and_paragraphs_are_unique(bundled_report: Report) -> None:
    for report in (REPORT, bundled_report):
        parts = parts_of(report)
        anchors = [h.anchor for part in parts for h in part.headings]
        anchors += [p.anchor for part in parts for p in part.paragraphs]

        assert len(anchors) == len(set(anchors))


def test_the_target_alone_is_marked_and_cited() -> None:
    target = Target(paragraph=REPORT.paragraphs[2], spans=((0, 5),), base_url="http://x")

    parts = parts_of(REPORT, target=target)

    views = [view for part in parts for view in part.paragraphs]
    assert [view.number for view in views if view.citation] == ["3."]
    assert [view.number for view in views if view.has_mark] == ["3."]


def test_the_citation_of_the_target_quotes_what_is_marked() -> None:
    target = Target(paragraph=REPORT.paragraphs[0], spans=((0, 5),), base_url="http://x")

    parts = parts_of(REPORT, target=target)

    citation = parts[0].paragraphs[0].citation

    assert citation is not None
    assert citation.quotation == "“Words” (E/2025/28, para. 1)"
    assert citation.permalink == "http://x/r/e-2025-28/1"


def test_marks_of_notes_lead_to_the_first_note_of_that_mark() -> None:
    notes = (Note(mark="1", text="One"), Note(mark="1", text="Again"))
    report = report_of(paragraph_of("1", notes=("1", "2")), notes=notes)

    (part,) = parts_of(report)

    links = [(link.mark, link.anchor) for link in part.paragraphs[0].notes]
    assert links == [("1", "note-1"), ("2", "")]
    assert [view.anchor for view in note_views(notes)] == ["note-1", "note-2"]


def test_tables_without_rows_are_left_out() -> None:
    tables = (Table(title="Empty", rows=()), Table(title=None, rows=(("a",), ("b",))))

    (view,) = table_views(tables)

    assert (view.title, view.head, view.rows) == ("", ("a",), (("b",),))


@pytest.mark.parametrize(
    ("numbers", "pages", "told"),
    [
        (("1",), None, "1 paragraph"),
        (("1",), 1, "1 page, 1 paragraph"),
        (("1", "2"), 3, "3 pages, 2 paragraphs"),
    ],
)
def test_a_length_of_one_is_singular(
    numbers: tuple[str, ...], pages: int | None, told: str
) -> None:
    report = replace(report_of(*map(paragraph_of, numbers)), pages=pages)

    assert cover_facts(report)[-1].value == told


def test_the_cover_invents_nothing() -> None:
    labels = [fact.label for fact in cover_facts(REPORT)]

    assert labels == ["Symbol", "Date", "Length"]


def test_a_paragraph_is_named_with_its_component() -> None:
    names = [paragraph_name(REPORT.paragraphs[place]) for place in (0, 4)]

    assert names == ["Paragraph 1", "Annex I, paragraph 1"]


def test_a_report_without_a_title_is_listed_by_its_symbol() -> None:
    assert report_view(REPORT).title == "E/2025/28"

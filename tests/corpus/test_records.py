import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnknownAddress
from corpus.records import (
    Cover,
    Doubt,
    Item,
    Note,
    Paragraph,
    Report,
    Section,
    Table,
    header_json,
    known_paragraphs,
    paragraph_of,
    report_json,
    report_of,
)

TEXT = st.text(max_size=20)
MAYBE_TEXT = st.none() | TEXT
PAGE = st.none() | st.integers(1, 999)
PARAGRAPHS = st.builds(
    Paragraph,
    address=TEXT,
    component=TEXT,
    number=MAYBE_TEXT,
    text=TEXT,
    page=PAGE,
    sections=st.lists(TEXT, max_size=2).map(tuple),
    items=st.lists(st.from_type(Item), max_size=3).map(tuple),
    notes=st.lists(TEXT, max_size=2).map(tuple),
)
TABLES = st.builds(
    Table,
    title=MAYBE_TEXT,
    rows=st.lists(st.lists(TEXT, max_size=2).map(tuple), max_size=2).map(tuple),
    page=PAGE,
    address=MAYBE_TEXT,
)
REPORTS = st.builds(
    Report,
    report_id=TEXT,
    cover=st.from_type(Cover),
    paragraphs=st.lists(PARAGRAPHS, max_size=3).map(tuple),
    sections=st.lists(st.from_type(Section), max_size=2).map(tuple),
    notes=st.lists(st.from_type(Note), max_size=2).map(tuple),
    tables=st.lists(TABLES, max_size=2).map(tuple),
    doubts=st.lists(st.from_type(Doubt), max_size=2).map(tuple),
    pages=PAGE,
    source_name=TEXT,
    source_sha256=TEXT,
)
REPORT_FIELDS = {
    *"report_id symbol title organ session agenda_item date distribution language pages".split(),
    *"source_name source_sha256".split(),
}


@given(REPORTS)
def test_a_report_written_as_json_is_read_back_the_same(report: Report) -> None:
    assert report_of(json.loads(json.dumps(report_json(report)))) == report


@given(PARAGRAPHS)
def test_a_paragraph_written_as_json_is_read_back_the_same(paragraph: Paragraph) -> None:
    value = report_json(Report(report_id="r", cover=Cover(), paragraphs=(paragraph,)))

    assert paragraph_of(json.loads(json.dumps(value["paragraphs"][0]))) == paragraph


def test_the_form_of_the_contract_has_its_parts(bundled_report: Report) -> None:
    value = report_json(bundled_report)

    assert list(value) == ["report", "sections", "paragraphs", "notes", "tables", "warnings"]
    assert set(value["report"]) >= REPORT_FIELDS
    assert list(value["paragraphs"][0]) == [
        "address", "component", "number", "text", "page", "sections", "items", "notes", "boxes",
    ]  # fmt: skip


def test_the_header_is_the_report_object_of_the_contract(bundled_report: Report) -> None:
    assert header_json(bundled_report) == report_json(bundled_report)["report"]


@pytest.mark.parametrize(
    ("label", "title", "heading"),
    [("IV", "INTERPOL", "IV. INTERPOL"), (None, "Summary", "Summary"),
     ("Annex II", "Annex II", "Annex II"), ("Annex II", "Method", "Annex II. Method"),
     ("IV", "Chapter IV", "Chapter IV"), ("IV", "CHAPTER IV.", "CHAPTER IV."),
     ("A", "Vitamin A", "A. Vitamin A"), ("I", "Phase I", "I. Phase I")],
)  # fmt: skip
def test_headings_by_hand(label: str | None, title: str, heading: str) -> None:
    assert Section(label=label, title=title, level=1).heading == heading


@pytest.mark.parametrize(
    ("cover", "name"),
    [(Cover(symbol="E/2025/1", title="x"), "E/2025/1"), (Cover(title="x"), "x"), (Cover(), "r.md")],
)
def test_a_report_is_named_by_the_best_name_it_has(cover: Cover, name: str) -> None:
    assert Report(report_id="r", cover=cover, paragraphs=(), source_name="r.md").name == name


def test_the_year_is_that_of_the_date() -> None:
    assert [Cover(date="2021-04-07").year, Cover().year] == [2021, None]


def test_a_paragraph_is_found_by_its_address(bundled_report: Report) -> None:
    assert bundled_report.paragraph("26").number == "26"


def test_an_address_that_is_none_is_told_with_those_there_are(bundled_report: Report) -> None:
    with pytest.raises(UnknownAddress, match="has no paragraph 33; it has paragraphs 1 to 32"):
        bundled_report.paragraph("33")


def test_known_paragraphs_tell_their_gaps() -> None:
    paragraphs = tuple(
        Paragraph(address=n, component="body", number=n, text="x")
        for n in ("1", "2", "3", "5", "6", "8")
    )

    told = known_paragraphs(Report(report_id="r", cover=Cover(), paragraphs=paragraphs))

    assert told == "paragraphs 1 to 3, 5 to 6 and 8"

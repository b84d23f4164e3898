"""Pinpoints: which paragraphs of a report a citation names, and what is told of the others."""

from dataclasses import replace

import pytest

from corpus.records import Cover, Note, Paragraph, Report, Table
from corpus.references import Reference, read_references
from service.pinpoint import find_paragraphs, lines_of, nearest_paragraphs


def reference(text: str) -> Reference:
    (found,) = read_references(text)
    return found


def paragraph(
    address: str, number: str | None, component: str = "body", *sections: str, page: int = 1
) -> Paragraph:
    return Paragraph(
        address=address,
        component=component,
        number=number,
        text=address,
        sections=sections,
        page=page,
    )


DRUGS = Report(
    report_id="drugs",
    cover=Cover(title="Drugs"),
    paragraphs=(
        paragraph("1", "1"),
        paragraph("2", "2"),
        paragraph("4-bis", "4 bis"),
        paragraph("annex-i.1", "1", "annex I"),
    ),
)
RIVERS = Report(
    report_id="rivers",
    cover=Cover(title="Rivers", symbol="A/80/1"),
    paragraphs=(
        paragraph("summary.u1", None, "body", "Summary"),
        paragraph("summary.u2", None, "body", "Summary"),
        paragraph("1", "1", "body", "I. Sources", "A. Springs"),
        paragraph("2", "2", "body", "I. Sources", "B. Glaciers", page=2),
        paragraph("3", "3", "body", "II. Conclusions", page=3),
        paragraph("annex.u1", None, "annex", page=4),
        paragraph("annex-ii-decision-1.u1", None, "annex II, decision 1", page=5),
    ),
    notes=(Note(mark="1", text="See A/80/2.", address="2"), Note(mark="2", text="Ibid.")),
    tables=(
        Table(title="Table 1. Floods", rows=(), page=2),
        Table(title="Figure I\nFlow", rows=(("Year",), ("2019",), ("2020",)), page=9, address="1"),
        Table(title="Costs", rows=(), page=2),
    ),
)


def numbers(text: str, of: Report = DRUGS) -> list[str | None]:
    return [p.number for p in find_paragraphs(reference(text), of)[0]]


def addresses(text: str) -> list[str]:
    return [p.address for p in find_paragraphs(reference(f"A/80/1, {text}"), RIVERS)[0]]


def told(text: str) -> str:
    return find_paragraphs(reference(f"A/80/1, {text}"), RIVERS)[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("section I", ["1", "2"]),
        ("chapter I.B", ["2"]),
        ("conclusions", ["3"]),
        ("Summary", ["summary.u1", "summary.u2"]),
        ("summary, para. 2", ["summary.u2"]),
        ("“Summary”, para. 2", ["summary.u2"]),
        ("summary, second paragraph", ["summary.u2"]),
        ("section I, para. 2", ["2"]),
        ("section II, para. 2", []),
        ("annex", ["annex.u1"]),
        ("annex II", ["annex-ii-decision-1.u1"]),
        ("footnote 1", ["2"]),
        ("footnote 2", []),
        ("table 1", ["2"]),
        ("figure I", ["1"]),
        ("table 7", []),
    ],
)
def test_sections_annexes_notes_and_tables_are_found(text: str, expected: list[str]) -> None:
    assert addresses(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("section I", ""),
        ("section IV", "section IV: this report has no section IV; it has section I, section II."),
        ("section II, para. 2", "section II, para. 2: its section II has paragraphs 3 to 3."),
        (
            "annex I, para. 2",
            "annex I, para. 2: this report has no annex I; it has annex, annex II.",
        ),
        ("annex II, para. 2", "annex II, para. 2: the paragraphs of its annex II have no numbers."),
        ("summary, para. 5", "summary, para. 5: its summary has paragraphs 1 to 2."),
        ("footnote 1", "Footnote 1: “See A/80/2.”"),
        ("footnote 9", "footnote 9: this report has footnote 1, 2."),
        ("table 1", "“Table 1. Floods” is printed on page 2, after this paragraph or within it."),
        ("table 7", "table 7: this report has table 1."),
        ("box 1", "box 1: this report has no numbered box."),
    ],
)
def test_what_there_is_to_say_is_told(text: str, message: str) -> None:
    assert told(text) == message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("paras. 1-2", ["1", "2"]),
        ("paras. 2 and 1", ["2", "1"]),
        ("para. 4 bis", ["4 bis"]),
        ("annex I, para. 1", ["1"]),
        ("para. 9", []),
        ("paras. 1–999999999999", ["1", "2"]),
        ("paras. 2–1", ["1", "2"]),
    ],
)
def test_paragraphs_are_found_by_their_printed_numbers(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("para. 9", "para. 9: this report has paragraphs 1 to 2 and 4 bis."),
        ("paras. 2-9", "paras. 3–9: this report has paragraphs 1 to 2 and 4 bis."),
        ("annex I, para. 7", "annex I, para. 7: its annex I has paragraphs 1 to 1."),
        ("annex V, para. 1", "annex V, para. 1: this report has no annex V; it has annex I."),
        (
            "paras. 1–999999999999",
            "paras. 3–999999999999: this report has paragraphs 1 to 2 and 4 bis.",
        ),
        ("section IX, para. 1", "section IX, para. 1: this report has no section IX."),
        ("para. 1", ""),
    ],
)
def test_what_does_not_exist_is_said(text: str, missing: str) -> None:
    assert find_paragraphs(reference(text), DRUGS)[1] == missing


@pytest.mark.parametrize(("text", "near"), [("para. 9", ["2", "4 bis"]), ("para. 0", ["1", "2"])])
def test_the_nearest_paragraphs_are_nearest_in_number(text: str, near: list[str]) -> None:
    assert [p.number for p in nearest_paragraphs(reference(text), DRUGS)] == near


def test_an_annex_without_numbers_is_told_as_such() -> None:
    listed = Paragraph(address="annex.u1", component="annex", number=None, text="A list.")
    with_list = replace(DRUGS, paragraphs=(*DRUGS.paragraphs, listed))

    found, told = find_paragraphs(reference("annex, para. 3"), with_list)

    assert (found, told) == (
        (), "annex, para. 3: the paragraphs of its annex have no numbers.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rows"),
    [("figure I", ["2019", "2020"]), ("para. 1, figure I", ["2019", "2020"]),
     ("para. 1, table", ["2019", "2020"]), ("para. 1, table 1", []), ("para. 2, table", [])],
)  # fmt: skip
def test_the_rows_of_a_table_are_named_with_it(text: str, rows: list[str]) -> None:
    cited = reference(f"A/80/1, {text}")
    (paragraph,) = find_paragraphs(cited, RIVERS)[0]

    lines = lines_of(cited, paragraph, RIVERS)

    assert [RIVERS.tables[place].text[row.start : row.end] for place, row in lines] == rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [("para. 1", ["01"]), ("para. 01", ["01"]), ("paras. 1-3", ["01", "٢", "3"]),
     ("para. ٢", ["٢"]), ("para. 2", ["٢"])],
)  # fmt: skip
def test_numbers_are_the_same_however_they_are_printed(text: str, expected: list[str]) -> None:
    printed = replace(DRUGS, paragraphs=tuple(paragraph(n, n) for n in ("01", "٢", "3")))

    assert numbers(text, printed) == expected

"""Citations in every form, and back again."""

import inspect
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import service.citation
from corpus.reading import read_report
from corpus.records import Cover, Item, Paragraph, Report
from corpus.references import read_references
from service.citation import citation_forms, highlight_url, note_of, pinpoint_of, printed_date
from service.pinpoint import find_paragraphs

TEXT = "The Council:\n(a) Notes;\n(b) Requests:\n(i) one;\n(ii) two;\n• bullet"
ITEMS = (
    Item(label="(a)", level=1, start=13, end=23),
    Item(label="(b)", level=1, start=24, end=56),
    Item(label="(i)", level=2, start=38, end=46),
    Item(label="(ii)", level=2, start=47, end=56),
)


def paragraph(*, number: str | None = "26", component: str = "body") -> Paragraph:
    return Paragraph(
        address=number or "sect-iv.u2",
        component=component,
        number=number,
        text=TEXT,
        sections=("IV. INTERPOL",),
        items=ITEMS,
    )


def report(**cover: str) -> Report:
    return Report(report_id="r", cover=Cover(**cover), paragraphs=(), source_name="r.md")


def test_a_symbol_names_the_report() -> None:
    assert note_of(report(symbol="E/2025/28"), paragraph()) == "E/2025/28, para. 26"


def test_without_a_symbol_title_kind_and_date_name_it() -> None:
    cited = report(title="Reports", nature="conference room paper", date="2021-04-07")

    assert note_of(cited, paragraph()) == (
        "“Reports” (conference room paper, 7 April 2021), para. 26"
    )


@pytest.mark.parametrize(
    ("spans", "pinpoint"),
    [
        ([], "para. 26"),
        ([(0, 3)], "para. 26"),
        ([(17, 19)], "para. 26 (a)"),
        ([(28, 30)], "para. 26 (b)"),
        ([(50, 52)], "para. 26 (b) (ii)"),
        ([(0, 3), (17, 19)], "para. 26"),
    ],
)
def test_the_item_that_holds_the_quotes_is_named(
    spans: list[tuple[int, int]], pinpoint: str
) -> None:
    assert pinpoint_of(paragraph(), spans=spans) == pinpoint


def test_a_component_is_named_before_the_paragraph() -> None:
    assert pinpoint_of(paragraph(component="annex II")) == "annex II, para. 26"


def test_a_paragraph_without_number_is_counted_in_its_section() -> None:
    assert pinpoint_of(paragraph(number=None)) == "sect. IV, second paragraph"


def test_the_title_of_an_annex_is_cited_as_the_annex() -> None:
    title = replace(paragraph(number=None, component="annex"), address="annex.u0")

    assert pinpoint_of(title) == "annex"


def test_every_paragraph_and_item_of_the_bundled_report_is_read_back(
    bundled_report: Report,
) -> None:
    for each in bundled_report.paragraphs:
        for spans in [(), *(((item.start, item.end),) for item in each.items)]:
            (reference,) = read_references(note_of(bundled_report, each, spans=spans))

            assert reference.ranges == ((each.number, each.number),)


def test_forms_carry_what_the_cover_says() -> None:
    cited = report(symbol="E/2025/28", title="Drugs & crime", organ="CND", date="2025-01-02")

    forms = citation_forms(cited, paragraph(), spans=[(17, 19)], base_url="https://example.org")

    assert forms.note == "E/2025/28, para. 26 (a)"
    assert forms.permalink == "https://example.org/r/r/26"
    assert "title = {{Drugs \\& crime}}" in forms.bibtex
    assert forms.ris.startswith("TY  - RPRT\r\n")
    assert forms.ris.endswith("ER  - \r\n")
    assert json.loads(forms.csl_json)[0]["issued"] == {"date-parts": [[2025, 1, 2]]}


def test_a_title_of_any_characters_leaves_the_files_whole() -> None:
    title = "The {odd\nER  - title~^ \\"
    forms = citation_forms(report(title=title), paragraph())

    assert forms.bibtex.count("{") == forms.bibtex.count("}")
    assert "\\textbraceleft{}odd ER - title\\textasciitilde{}" in forms.bibtex
    assert [line[:5] for line in forms.ris.splitlines()].count("ER  -") == 1


def test_nothing_is_invented_for_a_bare_report() -> None:
    forms = citation_forms(report(), paragraph())

    assert forms.note == "r.md, para. 26"
    assert "number" not in json.loads(forms.csl_json)[0]


def test_a_marked_permalink_names_the_spans() -> None:
    assert highlight_url("r", "annex-i.4", [(1, 5), (9, 12)]) == (
        "/r/r/annex-i.4?mark=1-5,9-12#p-annex-i.4"
    )


UNNUMBERED = """\
# Report

## Summary

First of the summary.

## I. Trends

### A. Europe

Alpha.

Beta.

## II. Measures

### A. Europe

Gamma.

## Annex I

Delta.

### A. Sources

Epsilon.
"""


def test_every_paragraph_without_a_number_is_read_back(make_assistant: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(UNNUMBERED, encoding="utf-8")
    assistant = make_assistant(read_report(path))
    addresses = [paragraph.address for paragraph in assistant.report("report").paragraphs]
    asked = [note_of(assistant.report("report"), p) for p in assistant.report("report").paragraphs]

    opened = [[passage.address for passage in assistant.ask(note).passages] for note in asked]

    assert opened == [[address] for address in addresses]
    assert asked[1].endswith("sect. I.A, first paragraph")


def test_dates_are_printed_as_reports_print_them() -> None:
    assert (printed_date("2021-04-07"), printed_date(None)) == ("7 April 2021", None)


def test_months_are_english_in_every_locale() -> None:
    dates = [printed_date(f"2021-{month:02}-01") for month in (1, 5, 12)]

    assert dates == ["1 January 2021", "1 May 2021", "1 December 2021"]
    assert not re.search(r"%[bB]", inspect.getsource(service.citation))


NESTED = """\
# R

55. One.

56. The report read as follows:

1. The Working Group met in closed meetings before the session of the Commission, and was guided
by the mandate that the Council had given to it in its resolutions.

57. End.

## Annex I

1. Of the first annex.

## Annex III

## Decision 1

### On rivers

1. Decides so.

### On lakes

Text without a number.

### On rivers

More text.

## Annex IV

## 2025/8

## On seas

1. Takes note.
"""


def test_every_citation_of_components_in_components_opens_its_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "nested.md"
    path.write_text(NESTED, encoding="utf-8")
    report = read_report(path)

    cited = [read_references(note_of(report, paragraph))[0] for paragraph in report.paragraphs]

    found = [find_paragraphs(reference, report)[0] for reference in cited]
    assert found == [(paragraph,) for paragraph in report.paragraphs]
    assert {p.component for p in report.paragraphs} >= {
        "text quoted in paragraph 56", "annex III, decision 1", "annex IV, decision 2025/8",
    }  # fmt: skip

"""Names for links: short, readable, stable."""

import pytest

from corpus.addresses import (
    component_key,
    numbered_address,
    report_id_of,
    slug,
    unnumbered_address,
)
from corpus.records import Cover, Section


@pytest.mark.parametrize(
    ("cover", "report_id"),
    [
        (Cover(symbol="E/CN.7/2021/CRP.3", title="Drugs"), "e-cn-7-2021-crp-3"),
        (Cover(title="Reports by States", date="2021-04-07"), "reports-by-states-2021"),
        (Cover(title="Forests"), "forests"),
        (Cover(), "summary-of-2020"),
    ],
)  # fmt: skip
def test_a_report_is_named_by_symbol_then_title_then_file(cover: Cover, report_id: str) -> None:
    assert report_id_of(cover, "Summary of 2020.md") == report_id


@pytest.mark.parametrize(
    ("component", "number", "address"),
    [("body", "26", "26"), ("body", "4 bis", "4-bis"), ("annex I", "4", "annex-i.4")],
)
def test_a_number_is_the_address_within_its_component(
    component: str, number: str, address: str
) -> None:
    assert numbered_address(component, number) == address


@pytest.mark.parametrize(
    ("component", "section", "address"),
    [
        ("body", None, "u2"),
        ("body", Section(label="IV", title="INTERPOL", level=1), "sect-iv.u2"),
        ("body", Section(label=None, title="Summary", level=1), "summary.u2"),
        ("annex I", Section(label="Annex I", title="List", level=1), "annex-i.u2"),
    ],
)
def test_without_a_number_the_section_and_the_place_are_the_address(
    component: str, section: Section | None, address: str
) -> None:
    assert unnumbered_address(component, section, 2) == address


def test_a_slug_keeps_whole_words() -> None:
    assert slug("Commission on Narcotic Drugs", max_chars=22) == "commission-on-narcotic"


@pytest.mark.parametrize(
    ("title", "name", "report_id"),
    [("Été à Genève", "a.md", "ete-a-geneve"), ("Доклад", "Annual 5.md", "annual-5"),
     ("تقرير", "报告.md", "report")],
)  # fmt: skip
def test_a_report_id_is_never_empty(title: str, name: str, report_id: str) -> None:
    assert report_id_of(Cover(title=title), name) == report_id


def test_a_section_without_latin_letters_is_named_by_its_place() -> None:
    section = Section(label=None, title="Введение", level=1)

    assert unnumbered_address("body", section, 1, place=3) == "s3.u1"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("annex I", "Annex 1", True),
        ("annex III, decision 1", "annex 3, decision 1", True),
        ("decision 2025/8", "decision 2025/8", True),
        ("annex I", "annex II", False),
        ("annex A", "annex 1", False),
        ("text quoted in paragraph 56", "text quoted in paragraph 57", False),
    ],
)
def test_a_component_is_the_same_in_roman_and_arabic_numerals(
    one: str, other: str, is_same: bool
) -> None:
    assert (component_key(one) == component_key(other)) is is_same

"""The head of a table: all lines above its first row of values, told once for each column."""

import pytest

from corpus.table_heads import head_lines, head_of

YEARS = ("", "2024a", "2025b")
BRAZIL = ("Brazil", "3.4", "1.8")


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ((YEARS, BRAZIL), 1),
        ((("", "Annual change", ""), YEARS, BRAZIL), 2),
        ((("(Per cent)", "", ""), ("Country", "2024", "2025"), BRAZIL), 2),
        ((("Country", "2024", "2025"), ("Africa", "", ""), ("Chad", "1", "2")), 1),
        ((("Party", "Report"), ("Chad", "Third"), ("Fiji", "Second")), 1),
        ((("Region", "2023", ""), ("", "Done", "Left"), ("Africa", "Chad", "Mali")), 2),
        ((("Name", "Term expires"), ("Todd Buchwald", "2025")), 1),
        ((("Helped learning", "66%"), ("Helped strategy", "58%")), 0),
        ((), 0),
    ],
)
def test_a_head_ends_above_the_first_row_with_a_label_and_a_value(
    rows: tuple[tuple[str, ...], ...], lines: int
) -> None:
    assert head_lines(rows) == lines


def test_a_text_over_several_columns_is_told_over_each() -> None:
    rows = (("Area", "Dollars", "", "Share", ""), ("", "2024", "2023", "2024", "2023"),
            ("Chad", "5.5", "5.0", "1.0", "2.0"))  # fmt: skip

    assert head_of(rows) == ("Area", "Dollars 2024", "Dollars 2023", "Share 2024", "Share 2023")


def test_a_text_that_spans_rows_is_not_told_over_its_neighbour() -> None:
    rows = (
        ("Area", "Change", "", "Total"),
        ("", "2024", "2025", ""),
        ("Chad", "1.0", "2.0", "3.0"),
    )

    assert head_of(rows) == ("Area", "Change 2024", "Change 2025", "Total")


def test_a_table_without_a_head_has_none() -> None:
    assert head_of((("Helped learning", "66%"),)) == ()

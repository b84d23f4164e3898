"""Suggestions: which reports are offered for what is being typed, and in which order."""

import random

import pytest

from corpus.records import Cover, Report
from service.suggestion import Suggestions

OLD = "Reports by intergovernmental organizations on drug control: Côte d’Ivoire"


def report(symbol: str | None, title: str | None, *, year: int = 2025, name: str = "") -> Report:
    return Report(
        report_id=symbol or title or name,
        cover=Cover(symbol=symbol, title=title, date=f"{year}-01-01"),
        paragraphs=(),
        source_name=name,
    )


REPORTS = (
    report("E/2025/28", "Report of the Commission on Narcotic Drugs"),
    report("E/2025/27-E/CN.6/2025/19", "Report of the Commission on the Status of Women"),
    report("E/2025/9", "Sustainable development"),
    report(None, OLD, year=2021),
    report(None, None, name="minutes.md"),
)


def names(typed: str) -> list[str]:
    return [each.name for each in Suggestions(REPORTS).of(typed)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("E/2025/28, para", []),
        ("E/2025/2", ["E/2025/27-E/CN.6/2025/19", "E/2025/28"]),
        ("e 2025 2", ["E/2025/27-E/CN.6/2025/19", "E/2025/28"]),
        ("E/CN.6", ["E/2025/27-E/CN.6/2025/19"]),
        ("E/2025/", ["E/2025/9", "E/2025/27-E/CN.6/2025/19", "E/2025/28"]),
        ("narcotic", ["E/2025/28"]),
        ("drugs comm", ["E/2025/28"]),
        ("of commission", ["E/2025/27-E/CN.6/2025/19", "E/2025/28"]),
        ("cote", [f"“{OLD}” (1 January 2021)"]),
        ("igo", [f"“{OLD}” (1 January 2021)"]),
        ("2021", [f"“{OLD}” (1 January 2021)"]),
        ("minut", ["minutes.md (1 January 2025)"]),
        ("whaling", []),
        ("", []),
        ("?!", []),
        ("narcotic " * 100, []),
    ],
)
def test_reports_are_offered_by_the_beginnings_of_symbols_and_words(
    typed: str, expected: list[str]
) -> None:
    assert names(typed) == expected


def test_at_most_eight_are_offered_in_an_order_that_the_library_does_not_change() -> None:
    many = [report(f"A/80/{number}", "Report") for number in range(1, 31)]
    shuffled = random.Random(7).sample(many, len(many))

    offered = [[each.symbol for each in Suggestions(some).of("a/80")] for some in (many, shuffled)]

    assert offered == 2 * [[f"A/80/{number}" for number in range(1, 9)]]


def test_all_that_begin_so_are_told() -> None:
    found = Suggestions(REPORTS).beginning("E/2025/")

    assert [each.symbol for each in found] == ["E/2025/9", "E/2025/27-E/CN.6/2025/19", "E/2025/28"]

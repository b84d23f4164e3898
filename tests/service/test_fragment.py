import pytest

from corpus.records import Cover, Report
from service.fragment import begun_symbol, offered_reports
from service.suggestion import Suggestions

REPORTS = tuple(
    Report(report_id=symbol, cover=Cover(symbol=symbol, date=f"{year}-01-01"), paragraphs=())
    for symbol, year in (("S/2025/9", 2025), ("S/2025/10", 2025), ("A/80/1", 2024))
)


@pytest.mark.parametrize("text", ["S/2025/", "s/2025", "E/CN.7", "E/CN.7/", "2025", "DP-FPA/2025"])
def test_a_beginning_of_a_symbol_or_a_year_is_one(text: str) -> None:
    assert begun_symbol(text) == text


@pytest.mark.parametrize("text", ["and/or", "S", "12", "drugs", "2025 budget", "S/2025/ drugs"])
def test_other_text_is_none(text: str) -> None:
    assert begun_symbol(text) is None


@pytest.mark.parametrize(
    ("begun", "is_whole", "message"),
    [
        ("S/2025/", False, "Reports whose symbol begins with S/2025/: S/2025/9; S/2025/10."),
        ("S/2025/1", True, "No report with the symbol S/2025/1 is in the library. "
         "Symbols that begin so: S/2025/10."),
        ("E/2025/1", True, "No report with the symbol E/2025/1 is in the library."),
        ("E/CN.7", False, "No report in the library has a symbol that begins with E/CN.7."),
        ("2024", False, "Reports of 2024: A/80/1."),
        ("1999", False, ""),
    ],
)  # fmt: skip
def test_the_reports_that_begin_so_are_offered(begun: str, is_whole: bool, message: str) -> None:
    told = offered_reports(begun, Suggestions(REPORTS), REPORTS, is_whole=is_whole)

    assert told == message


def test_at_most_eight_are_named_and_the_others_counted() -> None:
    many = tuple(
        Report(report_id=str(n), cover=Cover(symbol=f"A/80/{n}"), paragraphs=()) for n in range(20)
    )

    told = offered_reports("A/80/", Suggestions(many), many, is_whole=False)

    assert told.endswith("A/80/7; and 12 more.")


def test_reports_out_of_scope_are_not_offered() -> None:
    told = offered_reports("S/2025/", Suggestions(REPORTS), REPORTS[:1], is_whole=False)

    assert told == "Reports whose symbol begins with S/2025/: S/2025/9."

import pytest

from corpus.records import Cover, Report
from service.completion import Ending, endings_of

REPORTS = tuple(
    Report(report_id=symbol, cover=Cover(symbol=symbol, title=title, organ=organ), paragraphs=())
    for symbol, title, organ in (
        ("E/CN.7/2021/1", "Drug control in 2020", "Commission on Narcotic Drugs"),
        ("E/2025/28", "Drug prices", "Economic and Social Council"),
    )
)


@pytest.mark.parametrize(
    ("typed", "endings"),
    [
        (":o", [("open", 1)]),
        (":re", [("reading", 2), ("reports", 2), ("receipt", 2)]),
        (":cite 2 bi", [("bibtex", 2)]),
        (":scope or", [("organ=", 2)]),
        (":scope o", [("organ=", 1), ("off", 1)]),
        (":scope organ=econ", [("Economic and Social Council", 4)]),
        (":scope symbol=E/2025/28 ye", [("year=", 2)]),
        (":open 2", []),
        ("what says e/cn.7", [("E/CN.7/2021/1", 6)]),
        ("what of drug pr", [("Drug prices", 7)]),
        ("what of Drug", [("Drug control in 2020", 4), ("Drug prices", 4)]),
        ("", []),
        ("what is ", []),
    ],
)
def test_a_line_goes_on(typed: str, endings: list[tuple[str, int]]) -> None:
    assert [tuple(ending) for ending in endings_of(typed, REPORTS)] == endings


def test_an_ending_takes_the_place_of_what_was_typed() -> None:
    assert endings_of("E/CN", REPORTS) == (Ending("E/CN.7/2021/1", 4),)

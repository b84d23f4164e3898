import pytest

from service import Cover, Report
from web.listing import PAGE_REPORTS, list_fields, listing_of, page_link
from web.schemas import ReportsQuery


def report(symbol: str, date: str | None, **cover: str) -> Report:
    return Report(
        report_id=symbol.lower(),
        cover=Cover(symbol=symbol, date=date, **cover),
        paragraphs=(),
        source_name=f"{symbol}.pdf",
    )


OPIUM = report("S/1", "2024-03-01", title="Opium prices", organ="Security Council")
TREES = report("A/2", "2025-01-01", title="Trees", organ="General Assembly", session="Eightieth")
WATER = report("A/3", "2025-01-01", title="Water prices", organ="General Assembly")
UNDATED = report("Z/9", None, title="Prices")
LIBRARY = (OPIUM, TREES, UNDATED, WATER)


def found(**asked: object) -> list[str | None]:
    listing = listing_of(LIBRARY, ReportsQuery.model_validate(asked))
    return [each.cover.symbol for each in listing.found]


def test_the_newest_reports_come_first_and_those_without_a_date_last() -> None:
    assert found() == ["A/2", "A/3", "S/1", "Z/9"]


@pytest.mark.parametrize(
    ("asked", "symbols"),
    [
        ({"organ": "general assembly"}, ["A/2", "A/3"]),
        ({"year": 2024}, ["S/1"]),
        ({"session": "Eightieth"}, ["A/2"]),
        ({"text": "PRICES"}, ["A/3", "S/1", "Z/9"]),
        ({"text": "prices opium"}, ["S/1"]),
        ({"text": "a/3"}, ["A/3"]),
        ({"text": "prices", "year": 2025}, ["A/3"]),
        ({"text": "nothing"}, []),
        ({"year": " ", "organ": "", "text": ""}, ["A/2", "A/3", "S/1", "Z/9"]),
    ],
)
def test_the_list_is_narrowed_by_everything_that_is_asked(
    asked: dict[str, object], symbols: list[str]
) -> None:
    assert found(**asked) == symbols


def test_reports_stand_under_their_years() -> None:
    years = listing_of(LIBRARY, ReportsQuery()).by_year

    assert [(year, len(reports)) for year, reports in years] == [
        ("2025", 2),
        ("2024", 1),
        ("Without a date", 1),
    ]


def test_choices_count_what_they_would_leave_of_what_else_is_asked() -> None:
    fields = list_fields(LIBRARY, ReportsQuery(text="prices", organ="General Assembly"))

    assert {field.name: [choice.label for choice in field.choices] for field in fields} == {
        "organ": ["General Assembly (1)", "Security Council (1)"],
        "year": ["2025 (1)"],
    }


def test_the_chosen_value_stays_though_nothing_has_it() -> None:
    fields = list_fields(LIBRARY, ReportsQuery(text="prices", session="Eightieth"))

    (session,) = (field for field in fields if field.name == "session")
    assert [(choice.label, choice.is_chosen) for choice in session.choices] == [
        ("Eightieth (0)", True)
    ]


def test_what_tells_no_reports_apart_is_not_offered() -> None:
    assert [field.name for field in list_fields((TREES, TREES), ReportsQuery())] == []


def test_a_long_list_has_pages_and_the_last_stands_for_all_past_it() -> None:
    many = [report(f"S/{n:04}", "2025-01-01") for n in range(2 * PAGE_REPORTS + 1)]
    query = ReportsQuery(year=2025, page=99)
    listing = listing_of(many, query)

    assert (listing.pages, listing.page) == (3, 3)
    assert [each.cover.symbol for _, group in listing.by_year for each in group] == ["S/0100"]
    link = page_link(query, listing, step=-1)
    assert link is not None
    assert link.url == "/reports?year=2025&page=2"
    assert page_link(query, listing, step=1) is None

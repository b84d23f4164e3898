"""The list of reports with one report, with several, and with thousands."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service import Assistant, Cover, RelatedReport, Report
from web.reader_contexts import ReportsContext

MakeClient = Callable[..., TestClient]


def values_given(response: object) -> dict[str, Any]:
    """What the template of a page was given, without the request that Starlette adds."""
    values: dict[str, Any] = dict(vars(response)["context"])
    del values["request"]
    return values


@pytest.fixture(scope="module")
def shelf_client(
    shelf: tuple[Report, ...], make_assistant: Callable[..., Assistant], make_client: MakeClient
) -> TestClient:
    return make_client(make_assistant(*shelf))


class Many:
    """An assistant over two thousand reports of twenty years."""

    def __init__(self, assistant: Assistant) -> None:
        self.receipt = assistant.receipt

    def reports(self) -> tuple[Report, ...]:
        return tuple(
            Report(
                report_id=f"s-{n}",
                cover=Cover(
                    symbol=f"S/{2000 + n % 20}/{n}",
                    title="Letter dated 1 March from the Chair addressed to the President " * 2,
                    date=f"{2000 + n % 20}-03-01",
                    organ="Security Council" if n % 2 else "General Assembly",
                    session=f"Session {n % 60}",
                ),
                paragraphs=(),
            )
            for n in range(2_000)
        )

    def paragraph_count(self, report_id: str) -> int:
        return 1_204

    def related(self, report: Report) -> tuple[RelatedReport, ...]:
        return ()


@pytest.fixture
def many_client(assistant: Assistant, make_client: MakeClient) -> TestClient:
    return make_client(Many(assistant))


def test_a_report_is_told_with_its_length_and_its_relations(shelf_client: TestClient) -> None:
    given = values_given(shelf_client.get("/reports"))

    first = given["groups"][0].reports[0]
    assert set(given) == set(ReportsContext.__dataclass_fields__)
    assert (given["count"], given["place"]) == ("3 reports", "")
    assert first.details == ("Security Council", "1 March 2025", "40 paragraphs")
    assert [(each.words, each.symbol) for each in first.relations] == [
        ("Revised by", "S/2025/71/Rev.1")
    ]


def test_one_report_needs_no_form(client: TestClient) -> None:
    assert values_given(client.get("/reports"))["has_form"] is False


def test_what_was_asked_for_is_told_with_what_was_found(shelf_client: TestClient) -> None:
    given = values_given(shelf_client.get("/reports?year=2025&text=nothing&utm_source=x"))

    assert (given["count"], given["is_narrowed"]) == ("0 of 3 reports", True)
    assert given["text"] == "nothing"


def test_thousands_of_reports_have_light_pages_that_lead_through_all(
    many_client: TestClient,
) -> None:
    seen: list[str] = []
    url: str | None = "/reports?organ=Security+Council"
    while url:
        response = many_client.get(url)
        given = values_given(response)
        assert len(response.content) < 100_000
        seen += [report.url for group in given["groups"] for report in group.reports]
        url = given["later"] and given["later"].url

    assert len(seen) == len(set(seen)) == 1_000
    assert given["place"] == "Page 20 of 20"


@pytest.mark.parametrize("query", ["year=x", "page=0", "page=x", "year=99999"])
def test_what_is_no_value_is_refused_on_a_page(shelf_client: TestClient, query: str) -> None:
    response = shelf_client.get(f"/reports?{query}")

    assert response.status_code == 422
    assert "text/html" in response.headers["content-type"]

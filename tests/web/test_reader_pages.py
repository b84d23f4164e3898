"""Long reports, and what the pages and their twins tell of a paragraph."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service import Assistant, Cover, Note, Paragraph, Report, Table
from web.reader_contexts import ReportContext

MakeClient = Callable[..., TestClient]
MAX_PAGE_BYTES = 100_000


def values_given(response: object) -> dict[str, Any]:
    """What the template of a page was given, without the request that Starlette adds."""
    values: dict[str, Any] = dict(vars(response)["context"])
    del values["request"]
    return values


@pytest.fixture(scope="module")
def long_report() -> Report:
    """911 paragraphs under 150 headings, with a note each and a table after every tenth."""
    text = "Уполномоченные органы сообщили об изъятии кокаина на северном направлении. " * 8
    paragraphs = tuple(
        Paragraph(
            address=str(n), component="body", number=str(n), text=f"{n} {text}", notes=(str(n),),
            sections=(f"{n // 40}. Chapter of some length", f"{n // 6}. Section"),
        )
        for n in range(1, 912)
    )  # fmt: skip
    rows = (("Country", "Tons"), *((f"Country {n}", str(n)) for n in range(20)))
    return Report(
        report_id="long",
        cover=Cover(symbol="E/2025/1", title="A long report", language="ru"),
        paragraphs=paragraphs,
        notes=tuple(Note(mark=p.address, text="A note.", address=p.address) for p in paragraphs),
        tables=tuple(Table(title=None, rows=rows, address=p.address) for p in paragraphs[::10]),
    )


@pytest.fixture(scope="module")
def long_client(
    long_report: Report, make_assistant: Callable[..., Assistant], make_client: MakeClient
) -> TestClient:
    return make_client(make_assistant(long_report))


def test_no_page_of_a_long_report_is_heavy_and_all_have_its_paragraphs_once(
    long_client: TestClient, long_report: Report
) -> None:
    shown: list[str] = []
    url: str | None = "/r/long"
    while url:
        response = long_client.get(url)
        given = values_given(response)
        assert len(response.content) < MAX_PAGE_BYTES
        shown += [p.anchor for stretch in given["stretches"] for p in stretch.paragraphs]
        url = given["later"] and given["later"].url

    assert shown == [f"p-{paragraph.address}" for paragraph in long_report.paragraphs]


@pytest.mark.parametrize("address", ["1", "455", "911"])
def test_a_permalink_opens_the_part_that_has_its_paragraph(
    long_client: TestClient, address: str
) -> None:
    response = long_client.get(f"/r/long/{address}", follow_redirects=False)

    assert response.status_code == 200
    assert len(response.content) < MAX_PAGE_BYTES
    assert f'id="p-{address}" tabindex="-1" autofocus' in response.text
    assert values_given(response)["opened"] == f"Paragraph {address}"


def test_the_twin_of_a_part_is_the_whole_report(
    long_client: TestClient, long_report: Report
) -> None:
    given = values_given(long_client.get("/r/long?part=2"))

    assert given["page_title"].startswith("Part 2 of ")
    assert len(long_client.get(given["twin_url"]).json()["paragraphs"]) == 911


def test_a_part_past_the_last_is_the_last(long_client: TestClient) -> None:
    given = values_given(long_client.get("/r/long?part=9999"))

    assert given["stretches"][-1].paragraphs[-1].anchor == "p-911"
    assert given["later"] is None


@pytest.mark.parametrize("part", ["0", "-1", "x"])
def test_what_is_no_part_is_refused(long_client: TestClient, part: str) -> None:
    assert long_client.get(f"/r/long?part={part}").status_code == 422


def test_the_reader_is_given_what_its_context_names(
    shelf: tuple[Report, ...], make_assistant: Callable[..., Assistant], make_client: MakeClient
) -> None:
    client = make_client(make_assistant(*shelf))

    given = values_given(client.get("/r/s-2025-71/30"))

    assert set(given) == set(ReportContext.__dataclass_fields__)
    assert [each.symbol for each in given["changes"]] == ["S/2025/71/Rev.1"]
    assert given["relations"] == ()
    (opened,) = (p.opened for stretch in given["stretches"] for p in stretch.paragraphs if p.opened)
    assert [each.citation for each in opened.also] == ["S/2025/71/Rev.1, para. 30"]


def test_the_twin_of_a_paragraph_tells_its_parallels(
    shelf: tuple[Report, ...], make_assistant: Callable[..., Assistant], make_client: MakeClient
) -> None:
    client = make_client(make_assistant(*shelf))

    parallels = client.get("/r/s-2025-71/30.json").json()["parallels"]

    assert [each["url"] for each in parallels["also"]] == ["/r/s-2025-71-rev-1/30#p-30"]
    assert parallels["related"] == []


def test_a_paragraph_that_does_not_exist_leads_to_its_report(long_client: TestClient) -> None:
    missing = long_client.get("/r/long/99999")
    unknown = long_client.get("/r/nothing/1")

    assert (missing.status_code, values_given(missing)["report_url"]) == (404, "/r/long")
    assert '<a href="/r/long">Open the report</a>' in missing.text
    assert (unknown.status_code, values_given(unknown)["report_url"]) == (404, "")

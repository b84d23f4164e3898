"""That a report was revised or corrected is told wherever it is cited."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from service import Assistant, Cover, Paragraph, RelatedReport, RelationKind, Report
from web.contexts import RelationView
from web.relations import change_views, other_views, relation_views

LINK = '<span>{} <a href="/r/{}" dir="auto">{}</a></span>'
REVISED = LINK.format("Revised by", "rev", "S/2025/71/Rev.1")
SUPPLEMENTED = LINK.format("Supplemented by", "add", "S/2025/71/Add.1")


def _report(report_id: str, symbol: str) -> Report:
    paragraph = Paragraph(address="1", component="body", number="1", text="Seizures rose.")
    return Report(
        report_id=report_id, cover=Cover(symbol=symbol, title="Seizures"), paragraphs=(paragraph,)
    )


@pytest.fixture(scope="module")
def revised_client(
    make_assistant: Callable[..., Assistant], make_client: Callable[..., TestClient]
) -> TestClient:
    """A report, its revision and its addendum."""
    symbols = {"add": "S/2025/71/Add.1", "first": "S/2025/71", "rev": "S/2025/71/Rev.1"}
    return make_client(make_assistant(*(_report(*each) for each in symbols.items())))


def _related(kind: RelationKind) -> RelatedReport:
    return RelatedReport(kind=kind, symbol="S/1", report_id="s-1", url="/r/s-1")


def test_a_relation_begins_its_line_with_a_capital() -> None:
    assert relation_views([_related(RelationKind.CORRECTED)]) == (
        RelationView(words="Corrected by", symbol="S/1", url="/r/s-1"),
    )


def test_a_passage_names_what_has_changed_its_report_and_nothing_else() -> None:
    told = change_views(map(_related, RelationKind))

    assert [each.words for each in told] == [
        "Revised by",
        "Reissued as",
        "Corrected by",
        "Amended by",
    ]


def test_every_relation_is_a_change_or_another() -> None:
    related = [_related(kind) for kind in RelationKind]

    views = [*change_views(related), *other_views(related)]

    assert sorted(each.words for each in views) == sorted(
        k.value.capitalize() for k in RelationKind
    )


def test_a_cited_passage_tells_the_revision(revised_client: TestClient) -> None:
    page = revised_client.post("/ask", data={"question": "S/2025/71, para. 1"}).text

    assert REVISED in page
    assert SUPPLEMENTED not in page


def test_a_passage_links_every_other_place_that_says_the_same(revised_client: TestClient) -> None:
    page = revised_client.post("/ask", data={"question": '"seizures rose"'}).text

    assert "<p>Also said in</p>" in page
    assert (
        '<li><a href="/r/first/1?mark=0-13#p-1" dir="auto" data-beside>S/2025/71, para. 1</a></li>'
        in page
    )
    assert (
        '<li><a href="/r/rev/1?mark=0-13#p-1" dir="auto" data-beside>'
        "S/2025/71/Rev.1, para. 1</a></li>" in page
    )


def test_a_passage_that_stands_alone_says_so_by_silence(revised_client: TestClient) -> None:
    page = revised_client.post("/ask", data={"question": "S/2025/71, para. 1"}).text

    assert "Also said in" not in page


def test_the_cover_tells_every_relation_and_first_what_has_changed_the_report(
    revised_client: TestClient,
) -> None:
    for path in ("/r/first", "/r/first/1"):
        page = revised_client.get(path).text

        assert '<li>Revised by <a href="/r/rev" dir="auto">S/2025/71/Rev.1</a></li>' in page
        assert SUPPLEMENTED in page


def test_the_json_of_a_paragraph_tells_them_too(revised_client: TestClient) -> None:
    found = revised_client.get("/r/rev/1.json").json()["relations"]

    assert found == [
        {
            "kind": "revision of",
            "symbol": "S/2025/71",
            "report_id": "first",
            "url": "/r/first",
        }
    ]

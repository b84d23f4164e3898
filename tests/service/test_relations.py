"""What a cited report is to the others of the library."""

from collections.abc import Callable

from corpus.records import Cover, Paragraph, Report
from service import Assistant, RelatedReport, RelationKind, answer_json
from service.relations import RelatedReports


def _report(report_id: str, symbol: str | None) -> Report:
    paragraph = Paragraph(
        address="1", component="body", number="1", text=f"Seizures told by {report_id}."
    )
    return Report(report_id=report_id, cover=Cover(symbol=symbol), paragraphs=(paragraph,))


FIRST = _report("s-2025-71", "S/2025/71")
REVISED = _report("s-2025-71-rev-1", "S/2025/71/Rev.1")
ADDED = _report("s-2025-71-add-1", "S/2025/71/Add.1")
OTHER = _report("s-2025-7", "S/2025/7")
BARE = _report("bare", None)
REPORTS = (BARE, OTHER, FIRST, ADDED, REVISED)


def _told(report: Report, *reports: Report) -> list[tuple[str, str]]:
    return [(each.kind.value, each.report_id) for each in RelatedReports(reports).of(report)]


def test_what_changes_a_report_comes_first() -> None:
    assert _told(FIRST, *REPORTS) == [
        ("revised by", "s-2025-71-rev-1"),
        ("supplemented by", "s-2025-71-add-1"),
    ]


def test_a_revision_names_what_it_revises() -> None:
    assert _told(REVISED, *REPORTS) == [("revision of", "s-2025-71")]


def test_a_report_alone_and_one_without_a_symbol_have_no_relations() -> None:
    assert _told(OTHER, *REPORTS) == _told(BARE, *REPORTS) == []


def test_of_reports_with_the_same_symbol_the_first_is_named() -> None:
    again = _report("s-2025-71-rev-1-2", "S/2025/71/Rev.1")

    assert _told(FIRST, FIRST, REVISED, again) == [("revised by", "s-2025-71-rev-1")]


def test_each_half_of_a_double_symbol_counts() -> None:
    double = _report("double", "A/80/62–E/2025/49")
    corrected = _report("corrected", "E/2025/49/Corr.1")

    assert _told(double, corrected, double) == [("corrected by", "corrected")]


def test_a_passage_tells_its_relations_in_json(make_assistant: Callable[..., Assistant]) -> None:
    assistant = make_assistant(FIRST, REVISED)

    answer = assistant.ask("S/2025/71, para. 1")

    revision = RelatedReport(
        kind=RelationKind.REVISED,
        symbol="S/2025/71/Rev.1",
        report_id="s-2025-71-rev-1",
        url="/r/s-2025-71-rev-1",
    )
    assert answer.passages[0].relations == assistant.related(FIRST) == (revision,)
    assert answer_json(answer)["passages"][0]["relations"][0]["kind"] == "revised by"

from pathlib import Path

from corpus.adding import KeptFile, RefusedFile
from corpus.errors import UnreadableReport
from corpus.library import Outcome
from corpus.records import Cover, Header
from corpus.summary import Summary


def _kept(name: str, outcome: Outcome, *, pages: int | None = None, warnings: int = 0) -> KeptFile:
    header = Header(
        report_id=name,
        cover=Cover(),
        pages=pages,
        source_name=f"{name}.md",
        source_sha256="",
        paragraphs=4,
        warnings=warnings,
    )
    return KeptFile(Path(f"{name}.md"), header, outcome)


OUTCOMES = (
    _kept("a", Outcome.ADDED, pages=3, warnings=2),
    RefusedFile(Path("b.md"), UnreadableReport("b.md is empty")),
    _kept("c", Outcome.UNCHANGED, pages=9),
    _kept("d", Outcome.REPLACED, pages=4),
    _kept("e", Outcome.ADDED),
)


def _summary(seconds: float) -> Summary:
    summary = Summary(seconds=seconds)
    for outcome in OUTCOMES:
        summary.count(outcome)
    return summary


def test_figures_count_what_became_of_the_files() -> None:
    summary = _summary(2.0)

    assert dict(zip(summary.columns, summary.row, strict=True)) == {
        "added": "2",
        "unchanged": "1",
        "replaced": "1",
        "refused": "1",
        "warnings": "2",
        "pages": "7",
        "seconds": "2.0",
        "pages/s": "3.5",
    }


def test_no_time_has_no_rate() -> None:
    assert _summary(0.0).row[-1] == "–"


def test_files_that_are_kept_come_before_those_that_were_refused() -> None:
    told = [(one["source_name"], one["outcome"]) for one in _summary(2.0).json]

    assert told == [
        ("a.md", "added"),
        ("c.md", "unchanged"),
        ("d.md", "replaced"),
        ("e.md", "added"),
        ("b.md", "refused"),
    ]

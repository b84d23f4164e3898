import runpy
import stat
from collections.abc import Callable, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.adding import KeptFile, RefusedFile, add_files
from corpus.errors import NoTextLayer, UnreadableReport
from corpus.isolation import Workers
from corpus.library import Library, Outcome
from corpus.ocr import Recognizer
from corpus.records import Cover, Report
from corpus.settings import CorpusSettings

PDFS: Mapping[str, Callable[[], bytes]] = runpy.run_path(
    str(Path(__file__).parent / "hostile" / "pdfs.py")
)["FILES"]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Twenty reports, each with words of its own."""
    paths = [tmp_path / f"{number:02}.md" for number in range(20)]
    for number, path in enumerate(paths):
        path.write_text(f"1. Number {number} is this one.")
    return paths


def _add(files: list[Path]) -> list[KeptFile | RefusedFile]:
    return list(add_files(files, CorpusSettings(reading_lanes=2)))


def _kept(home: Path) -> list[str]:
    return [header.source_name for header in Library(home, read_only=True).headers()]


def test_outcomes_come_in_the_order_of_the_files(files: list[Path]) -> None:
    assert [outcome.file for outcome in _add(files)] == files


def test_a_file_that_was_read_is_read_no_more(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(files)

    def refuse(*_: object) -> Report:
        raise UnreadableReport("read again")

    monkeypatch.setattr(Workers, "read_report", refuse)
    outcomes = _add(files)

    assert [o.outcome for o in outcomes if isinstance(o, KeptFile)] == [Outcome.UNCHANGED] * 20


def test_a_changed_sidecar_is_read(files: list[Path], home: Path) -> None:
    _add(files[:1])
    files[0].with_suffix(".toml").write_text('nature = "report"')

    [outcome] = _add(files[:1])

    assert isinstance(outcome, KeptFile)
    assert outcome.outcome is Outcome.REPLACED
    assert outcome.header.cover == Cover(nature="report")


def test_stopping_early_keeps_what_was_told_and_nothing_else(files: list[Path], home: Path) -> None:
    with closing(add_files(files, CorpusSettings(reading_lanes=2))) as added:
        told = [next(added).file.name for _ in range(3)]  # type: ignore[union-attr]

    assert _kept(home) == told


def test_a_report_is_in_the_library_when_it_is_told(files: list[Path], home: Path) -> None:
    for count, _ in enumerate(add_files(files, CorpusSettings(reading_lanes=1)), 1):
        assert len(_kept(home)) == count


class FakeWorkers(Workers):
    """Reads a scan only once words were put into it."""

    def read_report(self, name: str, source: bytes, *, told: Cover | None = None) -> Report:
        if source == PDFS["no_text_layer"]():
            raise NoTextLayer(f"{name} has no text layer")
        return super().read_report(name, source, told=told)


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PDF file of pictures."""
    monkeypatch.setattr("corpus.adding.Workers", FakeWorkers)
    path = tmp_path / "scan.pdf"
    path.write_bytes(PDFS["no_text_layer"]())
    return path


def test_a_scan_is_refused_with_what_would_read_it(scan: Path) -> None:
    [outcome] = _add([scan])

    assert isinstance(outcome, RefusedFile)
    assert str(outcome.error) == (
        'scan.pdf has no text layer; run "rapporteur add --ocr PATH" to have its pictures read'
    )


def test_a_scan_is_kept_as_it_is_with_the_words_that_were_recognized(
    scan: Path, tmp_path: Path, home: Path
) -> None:
    (tmp_path / "words.pdf").write_bytes(PDFS["sound"]())
    program = tmp_path / "ocrmypdf"
    program.write_text(f'#!/bin/sh\ncp {tmp_path / "words.pdf"} "$4"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)

    list(add_files([scan], CorpusSettings(), recognizer=Recognizer(str(program))))

    [report] = Library(home).reports()
    assert [doubt.code for doubt in report.doubts] == ["recognized"]
    assert report.source_sha256 == sha256(scan.read_bytes()).hexdigest()
    assert Library(home).original(report.report_id) == scan.read_bytes()

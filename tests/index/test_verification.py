from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import IndexDamaged, IndexMissing, IndexStale, LibraryUnavailable
from corpus.library import Library
from corpus.records import Report
from index.generation import Generation
from index.manifest import generation_name, read_manifest
from index.verification import verify_home

Build = Callable[..., str]


@pytest.fixture
def published(home: Path, build: Build, bundled_report: Report) -> Path:
    """The folder of the generation of a library that has the bundled report."""
    Library(home).add(bundled_report, b"")
    return home / "generations" / build(home, *Library(home).reports())


def _codes(home: Path) -> list[str]:
    return [fault.code for fault in verify_home(home).faults]


@pytest.fixture
def bundled_report(bundled_report: Report) -> Report:
    """The bundled report as one that was read from a file of no bytes."""
    return replace(bundled_report, source_sha256=sha256(b"").hexdigest())


def test_a_whole_home_has_no_fault(home: Path, published: Path) -> None:
    found = verify_home(home)

    assert (found.generation, found.library.reports, found.faults) == (published.name, 1, ())


def test_a_home_without_an_index_is_told(home: Path, bundled_report: Report) -> None:
    Library(home).add(bundled_report, b"")

    assert _codes(home) == [IndexMissing.code]


def test_a_home_that_keeps_nothing_cannot_be_verified(home: Path) -> None:
    with pytest.raises(IndexMissing):
        verify_home(home)


def test_every_fault_is_told_and_not_only_the_first(home: Path, published: Path) -> None:
    (published / "words_offsets.npy").unlink()
    (published / "vocabulary.json").write_bytes(b"{}")
    (published / "foreign").touch()
    library = home / "library.sqlite"
    library.write_bytes(library.read_bytes().replace(b"INTERPOL", b"INTERPOI"))

    codes = _codes(home)

    assert codes.count(IndexDamaged.code) == 3
    assert LibraryUnavailable.code in codes


def test_an_altered_manifest_is_told(home: Path, published: Path) -> None:
    (published / "manifest.json").write_bytes(b"{}")

    found = verify_home(home)

    assert [fault.code for fault in found.faults] == [IndexDamaged.code]
    assert found.manifest is None


@pytest.mark.parametrize("content", [b"", b"../../etc", b"0" * 32])
def test_a_current_that_names_no_generation_is_told(
    home: Path, published: Path, content: bytes
) -> None:
    (home / "generations" / "CURRENT").write_bytes(content)

    assert _codes(home) == [IndexDamaged.code]


def test_an_index_with_inverted_lists_is_told_and_not_opened(
    home: Path, published: Path, open_home: Callable[[Path], Generation]
) -> None:
    manifest = replace(read_manifest(published), search={"probes": 8, "recall": 1.0})
    content = manifest.to_bytes()
    (published / "manifest.json").write_bytes(content)
    published.rename(published.parent / generation_name(content))
    (home / "generations" / "CURRENT").write_text(f"{generation_name(content)}\n")

    assert _codes(home) == [IndexStale.code]
    with pytest.raises(IndexStale, match='another way to search; run "rapporteur index"'):
        open_home(home)


def test_a_library_that_changed_since_is_out_of_step(home: Path, published: Path) -> None:
    [header] = Library(home).headers()
    Library(home).remove(header.report_id)

    assert _codes(home) == [IndexStale.code]


def test_an_index_without_a_library_has_nothing_to_be_in_step_with(
    home: Path, build: Build, bundled_report: Report
) -> None:
    build(home, bundled_report)

    assert _codes(home) == []

import runpy
from pathlib import Path

import pytest

from eval.reading_speed import manifest_of, measure_adding, measure_baselines
from service import UnreadableReport

PDFS = Path(__file__).parent.parent / "corpus" / "hostile" / "pdfs.py"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three sound PDF files of a page each."""
    good = runpy.run_path(str(PDFS))["good"]
    paths = [tmp_path / f"{number}.pdf" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(good([f"1. The Council adopted {number}.", "2. It thanked the members."]))
    return paths


def test_the_whole_path_is_timed_and_weighed(home: Path, files: list[Path]) -> None:
    measures = measure_adding(files, home, tracked=iter)

    assert measures["whole-path-pages/s"].count == 3
    assert set(measures) == {
        "whole-path-pages/s",
        *(
            f"{who}-{kind}-MiB-after-{place}"
            for who in ("parent", "server")
            for kind in ("memory", "peak-memory")
            for place in ("first", "last")
        ),
    }


def test_a_refused_file_is_told(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"no PDF")

    with pytest.raises(UnreadableReport, match=r"a\.pdf is no readable PDF"):
        measure_adding([file], home, tracked=iter)


def test_what_others_read_is_timed_on_the_same_pages(files: list[Path]) -> None:
    measures = measure_baselines(files)

    assert {name: estimate.count for name, estimate in measures.items()} == {
        "pdfium-text-pages/s": 3,
        "pdfplumber-words-pages/s": 3,
    }


def test_the_manifest_names_files_and_versions(files: list[Path]) -> None:
    manifest = manifest_of(files)

    assert list(manifest.files) == ["0.pdf", "1.pdf", "2.pdf"]
    assert {"lanes", "processors", "pypdfium2", "pdfplumber"} == set(manifest.settings)

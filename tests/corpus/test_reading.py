import hashlib
import os
from pathlib import Path

import pytest

from corpus.errors import SourceUnavailable, UnreadableReport
from corpus.isolation import Workers
from corpus.reading import parse_report, read_report, read_source
from corpus.records import Cover, Report


def test_a_report_knows_the_file_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"1. One.")

    report = read_report(path)

    assert report.source_name == "report.md"
    assert report.source_sha256 == hashlib.sha256(b"1. One.").hexdigest()


def test_the_sidecar_completes_the_cover(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("# Title\n\n1. One.")
    (tmp_path / "report.toml").write_text('title = "Other"\nnature = "report"')

    cover = read_report(tmp_path / "report.md").cover

    assert (cover.title, cover.nature) == ("Title", "report")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match=r"cannot open .*absent\.md: No such file"):
        read_report(tmp_path / "absent.md")


def test_a_folder_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="is a folder; name a report file"):
        read_report(tmp_path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"1. One.")

    with pytest.raises(UnreadableReport, match=r"report\.md has 7 bytes; at most 6 are read"):
        read_source(path, max_bytes=6)


@pytest.mark.parametrize("content", [b"", b" \n\t\n"])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(content)

    with pytest.raises(UnreadableReport, match=r"report\.md is empty"):
        read_report(path)


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="File name too long"):
        read_source(tmp_path / ("a" * 5000), max_bytes=6)


def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.md")

    with pytest.raises(SourceUnavailable, match=r"x\.md is no regular file"):
        read_source(tmp_path / "x.md", max_bytes=6)


def test_a_device_is_no_report() -> None:
    with pytest.raises(SourceUnavailable, match="/dev/zero is no regular file"):
        read_source(Path("/dev/zero"), max_bytes=6)


def test_a_report_is_read_apart_and_as_it_is_read_here(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"1. One.")

    with Workers() as workers:
        report = read_report(path, workers=workers)

    assert report == parse_report("report.md", b"1. One.", told=Cover())


def test_a_report_that_keeps_little_of_its_file_has_a_doubt() -> None:
    """Contents belong to no paragraph; here they are nearly all there is."""
    contents = "\n".join(f"{number}. Heading {'. ' * 30}{number}" for number in range(1, 90))

    report = parse_report("a.md", f"# Contents\n\n{contents}\n\n# I. One\n\n1. One.".encode())

    assert [doubt.code for doubt in report.doubts] == ["text-lost"]


def test_a_report_that_keeps_its_file_has_none(bundled_report: Report) -> None:
    assert bundled_report.doubts == ()

from pathlib import Path

import pytest

from corpus.errors import UnreadableReport
from corpus.records import Cover
from corpus.sidecar import complete, read_sidecar


def test_without_a_sidecar_nothing_is_told(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "report.md") == Cover()


def test_the_sidecar_has_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "report.toml").write_text('nature = "conference room paper"\ndate = "2021-04-07"')

    told = read_sidecar(tmp_path / "report.md")

    assert told == Cover(nature="conference room paper", date="2021-04-07")


@pytest.mark.parametrize("content", ["nature =", "= 1", "nature = 'x", "[[", f"x = {'[' * 20_000}"])
def test_a_sidecar_that_is_no_toml_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "report.toml").write_text(content)

    with pytest.raises(UnreadableReport, match=r"report\.toml is no readable TOML"):
        read_sidecar(tmp_path / "report.md")


def test_a_sidecar_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.toml").write_bytes(b'nature = "\xff"')

    with pytest.raises(UnreadableReport, match=r"report\.toml is no readable TOML"):
        read_sidecar(tmp_path / "report.md")


@pytest.mark.parametrize("content", ['author = "x"', "[nature]\na = 1"])
def test_a_field_that_a_cover_does_not_have_is_told_with_those_it_has(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / "report.toml").write_text(content)

    with pytest.raises(UnreadableReport, match="allowed are texts for symbol, title, organ"):
        read_sidecar(tmp_path / "report.md")


@pytest.mark.parametrize("date", ["2021", "7 April 2021", "2021-13-01", "2021-4-7", "soon"])
def test_a_date_that_is_not_iso_8601_is_refused(tmp_path: Path, date: str) -> None:
    (tmp_path / "report.toml").write_text(f'date = "{date}"')

    with pytest.raises(UnreadableReport, match="date"):
        read_sidecar(tmp_path / "report.md")


def test_what_is_printed_wins() -> None:
    printed, told = Cover(title="Printed"), Cover(title="Told", nature="report")

    assert complete(printed, told) == Cover(title="Printed", nature="report")


def test_a_date_may_stand_without_quotation_marks(tmp_path: Path) -> None:
    (tmp_path / "report.toml").write_text("date = 2021-04-07")

    assert read_sidecar(tmp_path / "report.md").date == "2021-04-07"

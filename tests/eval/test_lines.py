from pathlib import Path

import pytest

from eval.lines import read_lines, read_objects, sha256_of, string_at
from service import JudgementsUnreadable, SourceUnavailable


def test_blank_lines_are_passed_over_and_still_counted(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"\xef\xbb\xbfone\r\n\n  \ntwo")

    lines = [(place.line, line) for place, line in read_lines(path)]

    assert lines == [(1, "one"), (4, "two")]


def test_bytes_that_are_no_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"one\ntw\xff")

    with pytest.raises(JudgementsUnreadable, match="lines, line 2: byte 3 is not UTF-8"):
        list(read_lines(path))


@pytest.mark.parametrize("line", ["{", "nothing", '{"a": }', "[" * 100_000])
def test_a_line_that_is_no_json_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "lines"
    path.write_text(f"{{}}\n{line}\n")

    with pytest.raises(JudgementsUnreadable, match="line 2: this is no JSON"):
        list(read_objects(path))


def test_a_line_that_is_no_object_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_text("[]")

    with pytest.raises(JudgementsUnreadable, match="line 1: a JSON object is expected"):
        list(read_objects(path))


def test_a_value_that_is_no_string_is_told_by_its_key(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_text('{"id": 7}')
    [(place, value)] = read_objects(path)

    with pytest.raises(JudgementsUnreadable, match='line 1: "id" must be a string'):
        string_at(place, value, key="id")


def test_a_missing_file_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="absent cannot be read"):
        list(read_lines(tmp_path / "absent"))
    with pytest.raises(SourceUnavailable, match="absent cannot be read"):
        sha256_of(tmp_path / "absent")

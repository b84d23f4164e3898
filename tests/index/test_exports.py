"""An encoder is exported once, and an export that was altered is made again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.records import Report
from index.generation import Generation, current_folder

Build = Callable[..., str]
Open = Callable[[Path], Generation]


def test_an_altered_export_of_the_encoder_is_made_again(
    home: Path, build: Build, open_home: Open, first: Report, second: Report
) -> None:
    build(home, first)
    [export] = (home / "encoders").glob("*/encoder.json")
    export.unlink()
    export.write_bytes(b"altered")

    build(home, second)

    assert open_home(home).passages.paragraph(0).text == "Heroin was found in Vienna."
    assert b"altered" not in export.read_bytes()


@pytest.mark.parametrize("content", [b"[]", b"{}", b"1", b"null", b'["encoder.json"]', b"\xff"])
def test_seals_that_are_none_are_made_again(
    home: Path, build: Build, open_home: Open, first: Report, second: Report, content: bytes
) -> None:
    build(home, first)
    [seals] = (home / "encoders").glob("*/seals.json")
    seals.write_bytes(content)

    build(home, second)

    assert (current_folder(home) / "encoder.json").exists()
    assert "encoder.json" in json.loads(seals.read_bytes())


def test_an_encoder_is_exported_once(
    home: Path, build: Build, first: Report, second: Report
) -> None:
    build(home, first)
    [export] = (home / "encoders").glob("*/encoder.json")
    inode = export.stat().st_ino

    build(home, second)

    assert export.stat().st_ino == inode

import stat
from pathlib import Path

import pytest

from corpus.errors import SettingsError, UnreadableReport
from corpus.ocr import Recognizer, find_recognizer

SCAN = b"%PDF pictures"


def _program(folder: Path, script: str) -> Path:
    """A stand-in for ocrmypdf: a shell script, given "--skip-text --quiet SCANNED RECOGNIZED"."""
    path = folder / "ocrmypdf"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_words_are_what_the_program_gives(tmp_path: Path) -> None:
    program = _program(tmp_path, 'cat "$3" > "$4"; echo " and words" >> "$4"')

    assert Recognizer(str(program)).recognize("a.pdf", SCAN) == b"%PDF pictures and words\n"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo first >&2; echo no Tesseract >&2; exit 3", "ocrmypdf failed: no Tesseract"),
        ("exit 4", "ocrmypdf failed: exit status 4"),
        ("exit 0", "ocrmypdf gave no file"),
        ("exec sleep 60", "ocrmypdf took longer than 0.2 s"),
    ],
)
def test_a_program_that_fails_is_told(tmp_path: Path, script: str, reason: str) -> None:
    recognizer = Recognizer(str(_program(tmp_path, script)), max_seconds=0.2)

    with pytest.raises(UnreadableReport) as refused:
        recognizer.recognize("a.pdf", SCAN)

    assert str(refused.value) == f"a.pdf has no text layer; {reason}"


def test_the_program_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = _program(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_recognizer() == Recognizer(str(program))


def test_a_program_that_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SettingsError, match="--ocr needs the program ocrmypdf; install it with"):
        find_recognizer()

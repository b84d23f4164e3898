import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.files import find_files
from corpus.readers import FORMATS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, which is also the working folder, with reports and what stands beside them."""
    names = ["a.md", "a.toml", "b.TXT", "sub/c.md", "sub/d.xyz", ".git/e.md", "~$a.md", ".f.md"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("1. One.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _names(*paths: str | Path) -> list[str]:
    return [str(file) for file in find_files([Path(path) for path in paths]).files]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (".", ["a.md", "b.TXT", "sub/c.md"]),
        ("**/*.md", ["a.md", "sub/c.md"]),
        ("*", ["a.md", "b.TXT", "sub/c.md"]),
        ("**", ["a.md", "b.TXT", "sub/c.md"]),
        ("*.[mt]*", ["a.md"]),
        ("su?/*", ["sub/c.md"]),
        (".git/*", [".git/e.md"]),
        (".f.md", [".f.md"]),
        ("sub/d.xyz", ["sub/d.xyz"]),
        ("absent.md", ["absent.md"]),
    ],
)
def test_a_path_names_its_report_files(folder: Path, path: str, names: list[str]) -> None:
    assert _names(path) == names


def test_a_pattern_may_be_absolute(folder: Path) -> None:
    assert _names(folder / "*.md") == [str(folder / "a.md")]


def test_what_a_shell_names_beside_reports_is_passed_over(folder: Path) -> None:
    assert _names("a.md", "a.toml", "~$a.md", "b.TXT") == ["a.md", "b.TXT"]


def test_a_file_is_found_once(folder: Path) -> None:
    assert _names("a.md", "sub/../a.md", ".") == ["a.md", "b.TXT", "sub/c.md"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder: Path) -> None:
    (folder / "[a].md").write_text("1. One.")

    assert _names("[a].md") == ["[a].md"]


@pytest.mark.parametrize(
    ("path", "fault"),
    [("*.pdfx", "no report file fits *.pdfx"), ("sub/*.xyz", "no report file fits sub/*.xyz")],
)
def test_a_pattern_that_fits_nothing_is_told(folder: Path, path: str, fault: str) -> None:
    [error] = find_files([Path(path)]).faults

    assert str(error) == f"{fault}; known formats are {', '.join(FORMATS)}"


def test_a_folder_that_cannot_be_opened_is_told_and_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_files([folder])

    assert [file.name for file in found.files] == ["a.md", "b.TXT"]
    assert [str(e) for e in found.faults] == [f"cannot open {folder / 'sub'}: Permission denied"]

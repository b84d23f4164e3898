"""Which report files are meant by files, folders and patterns on the command line.

What a folder holds beside reports is passed over: hidden files, the locks that word processors
leave ("~$x.docx"), sidecars, and formats that no reader knows. A file that is named is meant.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SourceUnavailable
from corpus.readers import FORMATS

_WILDCARD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """Report files, each once, in order; and why others were not found."""

    files: tuple[Path, ...]
    faults: tuple[SourceUnavailable, ...]


def find_files(paths: Sequence[Path]) -> FoundFiles:
    """Find the report files that paths name; a path may be a pattern such as "2025/**/*.md"."""
    files: dict[Path, Path] = {}
    faults: list[SourceUnavailable] = []
    for path in paths:
        for file in _files_of(path, faults):
            files.setdefault(file.resolve(), file)
    return FoundFiles(tuple(files.values()), tuple(faults))


def _files_of(path: Path, faults: list[SourceUnavailable]) -> Iterator[Path]:
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as error:
        faults.append(SourceUnavailable(f"cannot open {path}: {error.strerror}"))
        return
    if is_folder:
        yield from _told_if_none(_files_in(path, faults), faults, f"{path} has no report files")
    elif not is_there and _WILDCARD.search(str(path)):
        yield from _told_if_none(_files_like(path, faults), faults, f"no report file fits {path}")
    elif not _is_beside_a_report(path):
        yield path


def _told_if_none(
    files: Iterator[Path], faults: list[SourceUnavailable], reason: str
) -> Iterator[Path]:
    """The same files; where there are none and nothing else was told, that is."""
    known_faults, count = len(faults), 0
    for file in files:
        count += 1
        yield file
    if not count and len(faults) == known_faults:
        faults.append(SourceUnavailable(f"{reason}; known formats are {', '.join(FORMATS)}"))


def _files_in(folder: Path, faults: list[SourceUnavailable]) -> Iterator[Path]:
    """The report files in a folder and the folders in it, in the order of their names."""

    def tell(error: OSError) -> None:
        faults.append(SourceUnavailable(f"cannot open {error.filename}: {error.strerror}"))

    for name, folders, names in os.walk(folder, onerror=tell):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        yield from filter(_is_report_file, (Path(name, one) for one in sorted(names)))


def _files_like(pattern: Path, faults: list[SourceUnavailable]) -> Iterator[Path]:
    """The report files that a pattern fits, with those in the folders that it fits."""
    start = Path(pattern.anchor or ".")
    for path in sorted(start.glob(str(pattern.relative_to(pattern.anchor)))):
        if _is_hidden(path, pattern):
            continue
        if path.is_dir():
            yield from _files_in(path, faults)
        elif _is_report_file(path):
            yield path


def _is_hidden(path: Path, pattern: Path) -> bool:
    """Whether a name on the way to a file begins with a dot and is not written in the pattern."""
    return any(part.startswith(".") for part in path.parts if part not in pattern.parts)


def _is_report_file(path: Path) -> bool:
    is_passed_over = path.name.startswith((".", "~$"))
    return path.suffix.lower() in FORMATS and not is_passed_over and path.is_file()


def _is_beside_a_report(path: Path) -> bool:
    """Whether a shell's "*" named what only stands beside a report: its sidecar, its lock."""
    if path.name.startswith("~$"):
        return True
    siblings = (path.with_suffix(suffix) for suffix in FORMATS)
    return path.suffix == ".toml" and any(sibling.is_file() for sibling in siblings)

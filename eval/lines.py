"""The lines of judged files, each with its place, so that every complaint names a line.

Blank lines carry nothing and are passed over; they still count in line numbers.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service import JudgementsUnreadable, SourceUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a file; lines count from 1."""

    path: Path
    line: int

    def complaint(self, trouble: str) -> JudgementsUnreadable:
        """The error that says what is wrong here."""
        return JudgementsUnreadable(f"{self.path}, line {self.line}: {trouble}")


def read_lines(path: Path) -> Iterator[tuple[Place, str]]:
    """Read a UTF-8 file line by line, without line ends; a byte order mark is passed over.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: a line is not UTF-8.
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise SourceUnavailable(f"{path} cannot be read: {error.strerror}") from error
    for number, line in enumerate(lines, start=1):
        place = Place(path=path, line=number)
        try:
            text = line.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError as error:
            raise place.complaint(f"byte {error.start + 1} is not UTF-8") from error
        if text.strip():
            yield place, text


def read_objects(path: Path) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Read a JSON Lines file, one object a line.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: a line is no JSON object.
    """
    for place, line in read_lines(path):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise place.complaint(f"this is no JSON: {error}") from error
        if not isinstance(value, dict):
            raise place.complaint("a JSON object is expected")
        yield place, value


def string_at(place: Place, value: Mapping[str, Any], *, key: str) -> str:
    """The string that ``value`` must hold under ``key``.

    Raises:
        JudgementsUnreadable: it is absent or no string.
    """
    if not isinstance(value.get(key), str):
        raise place.complaint(f'"{key}" must be a string')
    return str(value[key])


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal.

    Raises:
        SourceUnavailable: the file cannot be opened.
    """
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError as error:
        raise SourceUnavailable(f"{path} cannot be read: {error.strerror}") from error

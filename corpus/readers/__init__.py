"""From a file's bytes to a transcript: one reader a format, chosen by the file's name.

A reader is imported when it is first asked for: most processes read no file, and the libraries
of all readers take longer to import than an answer takes.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import cast

from corpus.blocks import Block, Transcript
from corpus.errors import UnreadableReport

Reader = Callable[[bytes], Transcript]

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        ".md": "markdown",
        ".markdown": "markdown",
        ".txt": "text",
        ".pdf": "pdf",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
        ".docx": "docx",
    }
)
"""The format of a file by the end of its name; each has a module with its reader."""
_OF_TEXT = frozenset({"markdown", "text"})  # whose readers are given text, not bytes


def transcribe(name: str, source: bytes) -> Transcript:
    """Transcribe a report file; ``name`` says its format and stands in errors.

    Raises:
        UnreadableReport: the format is unknown, the file is empty, or it is not what its name
            says.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in FORMATS:
        raise UnreadableReport(f"{name} is of no known format; known are {', '.join(FORMATS)}")
    if not source.strip():
        raise UnreadableReport(f"{name} is empty")
    try:
        return load_reader(FORMATS[suffix])(source)
    except UnreadableReport as error:
        raise type(error)(f"{name} {error}") from error


def load_reader(form: str) -> Reader:
    """Import the reader of a format, with all that it is made of."""
    read = getattr(import_module(f"corpus.readers.{form}"), f"read_{form}")
    return _text_reader(read) if form in _OF_TEXT else cast("Reader", read)


def _text_reader(read: Callable[[str], tuple[Block, ...]]) -> Reader:
    """A reader of bytes from a reader of text."""

    def read_bytes(source: bytes) -> Transcript:
        blocks = read(_decode(source))
        return Transcript(
            blocks=blocks, pages=max((b.page for b in blocks if b.page), default=None)
        )

    return read_bytes


def _decode(source: bytes) -> str:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"is not a text file: byte {error.start} is not UTF-8"
        raise UnreadableReport(reason) from error
    if "\0" in text:
        raise UnreadableReport(f"is not a text file: byte {source.index(0)} is a NUL")
    return text

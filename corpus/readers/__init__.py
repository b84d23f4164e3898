"""From a file's bytes to a transcript: one reader a format, chosen by the file's name."""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from corpus.blocks import Block, Transcript
from corpus.errors import UnreadableReport
from corpus.readers.docx import read_docx
from corpus.readers.html import read_html
from corpus.readers.markdown import read_markdown
from corpus.readers.pdf import read_pdf
from corpus.readers.text import read_text

Reader = Callable[[bytes], Transcript]


def transcribe(name: str, source: bytes) -> Transcript:
    """Transcribe a report file; ``name`` says its format and stands in errors.

    Raises:
        UnreadableReport: the format is unknown, the file is empty, or it is not what its name
            says.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        raise UnreadableReport(f"{name} is of no known format; known are {', '.join(READERS)}")
    if not source.strip():
        raise UnreadableReport(f"{name} is empty")
    try:
        return READERS[suffix](source)
    except UnreadableReport as error:
        raise type(error)(f"{name} {error}") from error


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


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".md": _text_reader(read_markdown),
        ".markdown": _text_reader(read_markdown),
        ".txt": _text_reader(read_text),
        ".pdf": read_pdf,
        ".html": read_html,
        ".htm": read_html,
        ".xhtml": read_html,
        ".docx": read_docx,
    }
)

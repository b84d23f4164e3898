"""From a file's bytes to blocks: one reader a format, chosen by the file's name."""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from corpus.blocks import Block
from corpus.errors import UnreadableReport
from corpus.readers.markdown import read_markdown
from corpus.readers.text import read_text

READERS: Mapping[str, Callable[[str], tuple[Block, ...]]] = MappingProxyType(
    {".md": read_markdown, ".markdown": read_markdown, ".txt": read_text}
)


def read_blocks(name: str, source: bytes) -> tuple[Block, ...]:
    """Read the blocks of a report file; ``name`` says its format and stands in errors.

    Raises:
        UnreadableReport: the format is unknown, the file is empty, or it is not UTF-8 text.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        raise UnreadableReport(f"{name} is of no known format; known are {', '.join(READERS)}")
    if not source.strip():
        raise UnreadableReport(f"{name} is empty")
    return READERS[suffix](_decode(name, source))


def _decode(name: str, source: bytes) -> str:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8"
        raise UnreadableReport(f"{name} is not a text file: {reason}") from error
    if "\0" in text:
        reason = f"byte {source.index(0)} is a NUL"
        raise UnreadableReport(f"{name} is not a text file: {reason}")
    return text

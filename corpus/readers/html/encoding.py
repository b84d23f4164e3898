"""From the bytes of an HTML file to its characters, as browsers decide it.

A byte order mark goes before what the file declares, that before UTF-8, and windows-1252 is what
is left. A declared encoding that the bytes contradict is not believed.
"""

import codecs
import re
from collections.abc import Iterator

from corpus.errors import UnreadableReport

_DECLARED = re.compile(
    rb"""
    <meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)     # <meta charset="utf-8">
  | <\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)       # <?xml version="1.0" encoding="utf-8"?>
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DECLARATION_BYTES = 4096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FALLBACK = "cp1252"
_LATIN = frozenset({"ascii", "iso8859-1"})  # what browsers read as windows-1252
_TRUSTED = re.compile(  # codecs of text alone: Python has some that decode no characters
    r"utf-8|cp125\d|cp866|cp874|iso8859-\d+|koi8-[ru]|gbk|gb2312|gb18030|big5"
    r"|euc_jp|euc_kr|shift_jis|iso2022_jp|mac-roman"
)


def decode_page(source: bytes) -> str:
    """Decode an HTML file.

    Raises:
        UnreadableReport: it has a NUL, so it is no text.
    """
    for mark, encoding in _MARKS:
        if source.startswith(mark):
            return _without_nul(source[len(mark) :].decode(encoding, errors="replace"))
    for encoding in _candidates(source):
        try:
            return _without_nul(source.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _without_nul(source.decode(_FALLBACK, errors="replace"))


def _candidates(source: bytes) -> Iterator[str]:
    match = _DECLARED.search(source[:_DECLARATION_BYTES])
    if match is not None:
        try:
            name = codecs.lookup((match[1] or match[2]).decode("ascii")).name
        except LookupError:
            name = ""
        if _TRUSTED.fullmatch(name):
            yield _FALLBACK if name in _LATIN else name
    yield "utf-8"


def _without_nul(text: str) -> str:
    if (place := text.find("\0")) >= 0:
        raise UnreadableReport(f"is no HTML file: character {place:,} is a NUL")
    return text

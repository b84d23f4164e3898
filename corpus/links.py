"""Links that name a report by its symbol, read as the symbol.

People paste the address of the page that they have open: undocs.org/en/A/80/36,
https://docs.un.org/A/80/36, https://digitallibrary.un.org/record/1/files/A_80_36-EN.pdf.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from corpus.symbols import read_symbol

_LINK = re.compile(r"(?:https?://)?(?:[\w-]+\.)*(?:un|undocs)\.org/[^\s\"”»<>]+", re.IGNORECASE)
_FILE_ENDING = re.compile(r"-(?:AR|EN|ES|FR|RU|ZH)?(?:\.\w{2,4})?$|\.\w{2,4}$", re.IGNORECASE)
_LANGUAGES = frozenset({"ar", "en", "es", "fr", "ru", "zh"})
_OF_SYMBOLS = ("undocs.org", "docs.un.org")  # hosts whose paths are symbols


def spell_links(text: str) -> str:
    """The text with the symbol in place of each link that has one; other links stay."""
    return _LINK.sub(lambda link: _spelled(link[0]), text)


def _spelled(link: str) -> str:
    address = link.rstrip(".,;:)]")
    for candidate in _candidates(address):
        if symbol := read_symbol(candidate):
            return symbol + link[len(address) :]
    return link


def _candidates(address: str) -> Iterator[str]:
    """What in an address can be a symbol: a value of its query, the end of its path, a file."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    yield from (value for _, value in parse_qsl(parts.query))
    steps = unquote(parts.path).strip("/").split("/")
    if "." in steps[-1] or "_" in steps[-1]:
        yield _FILE_ENDING.sub("", steps[-1]).replace("_", "/")
    if steps[0].lower() in _LANGUAGES:
        steps = steps[1:]
    if parts.netloc.lower().endswith(_OF_SYMBOLS):
        yield "/".join(steps)

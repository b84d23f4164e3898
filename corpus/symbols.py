"""The grammar of document symbols: E/CN.7/2021/1, A/80/36, DP-FPA/2025/1, S/2025/71/Rev.1.

A symbol is letters, then parts parted by slashes, at least one of which has a digit (United
Nations Editorial Manual Online, "Document symbols"); a report in parts adds "(Part II)" or
"(Vol. I)". People type it in lower case, with blanks, or with a hyphen where a slash is printed;
``symbol_key`` makes all of these equal.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_PART = r"[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*(?:\([A-Za-z0-9]+\))?"
_SYMBOL = re.compile(
    rf"""
    (?<![\w/.\-])
    (?P<organ>[A-Za-z]{{1,10}}(?:-[A-Za-z]{{2,5}})?)      # E   DP-FPA   TPNW
    (?P<rest>(?:\s?/\s?{_PART})+)                         # /CN.7/2021/1   /COP(8)/CST/8
    (?P<volume>\s?\((?i:part|vol\.)\s[IVXivx]+(?:\s?/\s?{_PART})?\))?   # (Part II)   (Vol. I)
    (?![\w/])
    """,
    re.VERBOSE,
)
_KNOWN_SYMBOLS = 2**12  # those of a library are compared with each that is asked for
_MODIFIER = re.compile(r"(?:Add|Amend|Corr|Rev|Summary)\.\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SymbolMention:
    """A symbol found in running text: ``text[start:end]``, and its canonical spelling."""

    symbol: str
    start: int
    end: int


def find_symbols(text: str) -> tuple[SymbolMention, ...]:
    """Find the document symbols in a text, in order; "and/or" and "24/7" are none."""
    return tuple(
        SymbolMention(_canonical(match), match.start(), match.end())
        for match in _SYMBOL.finditer(text)
        if re.search(r"\d", match["rest"]) and _looks_official(match)
    )


def is_symbol(text: str) -> bool:
    """Whether the whole text is one symbol, as on a cover; double symbols are joined by "-"."""
    return read_symbol(text) is not None


def read_symbol(text: str) -> str | None:
    """Read a text that is one symbol: "A/80/62*−E/2025/12" gives "A/80/62-E/2025/12".

    The stars of a reissue are no part of a symbol.
    """
    found = [(part, find_symbols(part)) for part in symbol_parts(text.strip().rstrip("*"))]
    if any(not own or (own[0].start, own[0].end) != (0, len(part)) for part, own in found):
        return None
    return "-".join(own[0].symbol for _, own in found)


@lru_cache(maxsize=_KNOWN_SYMBOLS)
def symbol_parts(symbol: str) -> tuple[str, ...]:
    """The symbols that a double symbol joins: A/80/36–E/2025/28 has two, DP-FPA/2025/1 one."""
    return tuple(re.split(r"(?<=[\d)])\**\s?[–−-]\s?(?=[A-Z]+/)", symbol))


@lru_cache(maxsize=_KNOWN_SYMBOLS)
def symbol_key(symbol: str) -> str:
    """What all spellings of a symbol share: "e / cn.7/2021/1" and "E/CN.7/2021/1" alike."""
    return re.sub(r"[^A-Z0-9]+", "-", symbol.upper()).strip("-")


def _canonical(match: re.Match[str]) -> str:
    symbol = _spelled(re.sub(r"\s+", "", f"{match['organ']}{match['rest']}"))
    if match["volume"] is None:
        return symbol
    word, label = match["volume"].strip().strip("()").split(maxsplit=1)
    return f"{symbol} ({word.capitalize()} {_spelled(''.join(label.split()))})"


def _spelled(parts: str) -> str:
    return "/".join(
        part.capitalize() if _MODIFIER.fullmatch(part) else part.upper()
        for part in parts.split("/")
    )


def _looks_official(match: re.Match[str]) -> bool:
    """Refuse "km/2" and "covid/19": two bare parts need an organ in capitals or a long number."""
    parts = match["rest"].strip("/ ").split("/")
    return len(parts) > 1 or match["organ"].isupper() or bool(re.search(r"\d{4}", parts[0]))


def without_symbols(text: str) -> str:
    """A text with blanks in place of its symbols, whose numbers are neither years nor amounts."""
    for mention in find_symbols(text):
        blanks = " " * (mention.end - mention.start)
        text = f"{text[: mention.start]}{blanks}{text[mention.end :]}"
    return text

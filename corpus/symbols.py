"""The grammar of document symbols: E/CN.7/2021/1, A/80/36, DP-FPA/2025/1, S/2025/71/Rev.1.

A symbol is letters, then parts parted by slashes, at least one of which has a digit (United
Nations Editorial Manual Online, "Document symbols"). People type it in lower case, with blanks,
or with a hyphen where a slash is printed; ``symbol_key`` makes all of these equal.
"""

import re
from dataclasses import dataclass

_PART = r"[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*(?:\([A-Za-z0-9]+\))?"
_SYMBOL = re.compile(
    rf"""
    (?<![\w/.\-])
    (?P<organ>[A-Za-z]{{1,10}}(?:-[A-Za-z]{{2,5}})?)      # E   DP-FPA   TPNW
    (?P<rest>(?:\s?/\s?{_PART})+)                         # /CN.7/2021/1   /COP(8)/CST/8
    (?![\w/])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class SymbolMention:
    """A symbol found in running text: ``text[start:end]``, and its canonical spelling."""

    symbol: str
    start: int
    end: int


def find_symbols(text: str) -> tuple[SymbolMention, ...]:
    """Find the document symbols in a text, in order; "and/or" and "24/7" are none."""
    return tuple(
        SymbolMention(_canonical(match[0]), match.start(), match.end())
        for match in _SYMBOL.finditer(text)
        if re.search(r"\d", match["rest"]) and _looks_official(match)
    )


def is_symbol(text: str) -> bool:
    """Whether the whole text is one symbol, as on a cover; double symbols are joined by "-"."""
    return all(
        any(mention.start == 0 and mention.end == len(part) for mention in find_symbols(part))
        for part in symbol_parts(text.strip().rstrip("*"))
    )


def symbol_parts(symbol: str) -> tuple[str, ...]:
    """The symbols that a double symbol joins: A/80/36–E/2025/28 has two, DP-FPA/2025/1 one."""
    return tuple(re.split(r"(?<=[\d)])[–-](?=[A-Z]+/)", symbol))


def symbol_key(symbol: str) -> str:
    """What all spellings of a symbol share: "e / cn.7/2021/1" and "E/CN.7/2021/1" alike."""
    return re.sub(r"[^A-Z0-9]+", "-", symbol.upper()).strip("-")


def _canonical(symbol: str) -> str:
    parts = re.sub(r"\s+", "", symbol).split("/")
    return "/".join(p.capitalize() if _MODIFIER.fullmatch(p) else p.upper() for p in parts)


_MODIFIER = re.compile(r"(?:Add|Amend|Corr|Rev|Summary)\.\d+", re.IGNORECASE)


def _looks_official(match: re.Match[str]) -> bool:
    """Refuse "km/2" and "covid/19": two bare parts need an organ in capitals or a long number."""
    parts = match["rest"].strip("/ ").split("/")
    return len(parts) > 1 or match["organ"].isupper() or bool(re.search(r"\d{4}", parts[0]))

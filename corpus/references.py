"""The grammar of citations: from "E/2025/28, paras. 12–16" to what it names.

This is the way back of ``service.citation``: a citation that Rapporteur prints can be pasted
into it again. Forms: United Nations Editorial Manual Online, "Footnotes and other references".
"""

import re
from dataclasses import dataclass

from corpus.numbering import ordinal_value
from corpus.symbols import find_symbols

_NUMBER = r"\d{1,4}(?:\s?(?:bis|ter|quater)\b)?"
_RANGE = rf"{_NUMBER}(?:\s*(?:[-–—]|\bto\b|\bthrough\b|\bup\s+to\b)\s*{_NUMBER})?"
_NO_QUANTITY = r"(?!\s*(?!(?:and|of|in|to|from)\b)\w)"  # "12 and 13 countries" names para. 12
_LIST = rf"{_RANGE}(?:\s*(?:,|;|&|\band\b)\s*(?:paras?\.?\s*)?{_RANGE}{_NO_QUANTITY})*"

_COMPONENT = re.compile(
    r"""
    \b(?P<word>annex|appendix|draft\ resolution|draft\ decision|resolution|decision)
    (?:\s+(?P<label>[ivxlc]+|[a-z]|\d[\d/]*)(?![\w/]))?\s*,?\s*      # annex II,   resolution 68/1
    (?=para|par\b|¶|$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PARAGRAPHS = re.compile(
    rf"""
    (?:\bparagraphs?|\bparas?\b\.?|\bpars?\b\.?|¶+|§+)\s*          # paras.   ¶
    (?:nos?\.?\s*)?
    (?P<numbers>{_LIST})
    (?P<items>(?:\s*\((?:[a-z]{{1,5}}|\d{{1,3}})\))*)             # (b) (ii)
    (?P<bullets>(?:,\s*[a-z0-9-]+\s+(?:sub-)?bullet(?:\s+point)?)*)    # , ninth bullet point
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNNUMBERED = re.compile(
    r"""
    (?:\bsect(?:ion|\.)?\s+(?P<section>[ivxlc]+|[a-z]|\d+)(?:\.[a-z0-9]+)*\s*,\s*)?
    (?P<ordinal>[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|rd|th))\s+paragraph\b       # second paragraph
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a citation names.

    ``ranges`` are first and last paragraph numbers as printed; ``items`` the labels of the item
    path without their brackets; ``bullets`` (outermost first) and ``ordinal`` count from 1.
    ``rest`` is the text without the reference: what else was said, such as the report's name.
    """

    symbol: str | None
    component: str | None
    ranges: tuple[tuple[str, str], ...]
    items: tuple[str, ...] = ()
    bullets: tuple[int, ...] = ()
    section: str | None = None
    ordinal: int | None = None
    rest: str = ""


def read_reference(text: str) -> Reference | None:
    """Read the citation in a text; None when it names no paragraph."""
    mentions = find_symbols(text)
    symbol = mentions[0].symbol if mentions else None
    bare = _without(text, mentions[0].start, mentions[0].end) if mentions else text
    if match := _PARAGRAPHS.search(bare):
        return _numbered(bare, match, symbol=symbol)
    if match := _UNNUMBERED.search(bare):
        return _unnumbered(bare, match, symbol=symbol)
    return None


def _numbered(text: str, match: re.Match[str], *, symbol: str | None) -> Reference:
    component, rest = _split_component(_without(text, match.start(), match.end()), match.start())
    return Reference(
        symbol=symbol,
        component=component,
        ranges=_ranges(match["numbers"]),
        items=tuple(re.findall(r"\(([a-z]+|\d+)\)", match["items"].lower())),
        bullets=_bullets(match["bullets"].lower()),
        rest=rest,
    )


def _unnumbered(text: str, match: re.Match[str], *, symbol: str | None) -> Reference | None:
    ordinal = ordinal_value(match["ordinal"])
    if ordinal is None or (match["section"] is None and symbol is None):
        return None
    return Reference(
        symbol=symbol,
        component=None,
        ranges=(),
        section=match["section"] and match["section"].upper(),
        ordinal=ordinal,
        rest=_without(text, match.start(), match.end()),
    )


def _split_component(text: str, before: int) -> tuple[str | None, str]:
    """Find "annex II," that ends where the paragraph reference stood, at ``before``."""
    match = _COMPONENT.search(text[:before] + "para")
    if match is None:
        return None, text
    label = match["label"]
    word = match["word"].lower()
    name = f"{word} {label.upper()}" if label else word
    return name, _without(text, match.start(), min(match.end(), before))


def _ranges(numbers: str) -> tuple[tuple[str, str], ...]:
    ends = [re.findall(_NUMBER, part) for part in re.split(r",|;|&|\band\b", numbers)]
    return tuple((_tidy(pair[0]), _tidy(pair[-1])) for pair in ends if pair)


def _bullets(text: str) -> tuple[int, ...]:
    words = re.findall(r"([a-z0-9-]+)\s+(?:sub-)?bullet", text)
    return tuple(value for word in words if (value := ordinal_value(word)) is not None)


def _tidy(number: str) -> str:
    return re.sub(r"(?<=\d)\s*(?=[a-z])", " ", number.lower())


def _without(text: str, start: int, end: int) -> str:
    """The text with a blank in place of ``text[start:end]``, so that positions before it hold."""
    return f"{text[:start]} {text[end:]}"

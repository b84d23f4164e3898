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

_QUOTED = re.compile(r"“[^”]*”")
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
    (?:\bsect(?:ion|\.)?\s+(?P<section>[ivxlc]+|[a-z]|\d+)(?P<deeper>(?:\.[a-z0-9]+)*)\s*,\s*)?
    (?P<ordinal>[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|rd|th))\s+paragraph\b   # sect. II.A, second …
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(r"[“\"](?P<title>[^“”\"]+)[”\"],\s*$")  # “Summary”, (first paragraph)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a citation names.

    ``ranges`` are first and last paragraph numbers as printed; ``items`` the labels of the item
    path without their brackets; ``bullets`` (outermost first) and ``ordinal`` count from 1;
    ``section`` is a path of labels ("II.A") or a title.
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
    """Read the citation in a text; None when it names no paragraph.

    What stands in quotation marks counts only where nothing else does: a title may name a
    paragraph of another report.
    """
    unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    return _read(text, unquoted) or _read(text, text)


def _read(text: str, shown: str) -> Reference | None:
    """Read the citation that ``shown`` has; it is ``text`` with blanks for some characters."""
    mentions = find_symbols(shown)
    symbol = mentions[0].symbol if mentions else None
    if mentions:
        start, end = mentions[0].start, mentions[0].end
        text, shown = _without(text, start, end), _without(shown, start, end)
    if match := _PARAGRAPHS.search(shown):
        return _numbered(text, match, symbol=symbol)
    if match := _UNNUMBERED.search(shown):
        return _unnumbered(text, match, symbol=symbol)
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
    """Read "sect. II.A, second paragraph"; a bare "second paragraph" is plain English."""
    ordinal = ordinal_value(match["ordinal"])
    section = match["section"] and f"{match['section']}{match['deeper']}".upper()
    before = text[: match.start()]
    if section is None and (title := _TITLE_BEFORE.search(before)):
        section, before = title["title"], before[: title.start()]
    component, rest = _split_component(before, len(before))
    is_named = section or symbol or component or re.search(r"[“\"]", before)
    if ordinal is None or not is_named:
        return None
    return Reference(
        symbol=symbol,
        component=component,
        ranges=(),
        section=section,
        ordinal=ordinal,
        rest=f"{rest} {text[match.end() :]}",
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

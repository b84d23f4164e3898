"""The grammar of citations: from "E/2025/28, paras. 12–16" to what it names.

This is the way back of ``service.citation``: a citation that Rapporteur prints can be pasted
into it again. Forms: United Nations Editorial Manual Online, "Footnotes and other references".
"""

import re
from dataclasses import dataclass

from corpus.numbering import ordinal_value
from corpus.symbols import find_symbols

_NUMBER = r"\d{1,4}(?:\.\d+)*(?:\s?(?:bis|ter|quater)\b|[a-z]\b)?(?!\w)"
_RANGE = rf"{_NUMBER}(?:\s*(?:[-–—]|\bto\b|\bthrough\b|\bup\s+to\b)\s*{_NUMBER})?"
_AND = r"\s*(?:,|;|&|\band\b)\s*(?:paras?\.?\s*)?"
_NO_QUANTITY = r"(?!\s*(?!(?:and|of|in|to|from)\b)\w)"  # "paragraph 12 and 13 countries"

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_LABEL = r"(?:\s+(?:[ivxlc]+|[a-z]|\d[\d/]*)(?![\w/]))?"
_UNIT = (  # annex II   draft resolution I   decision 2025/8   text quoted in paragraph 56
    r"(?:text\s+quoted\s+in\s+paragraph\s+\d+"
    r"|(?:annex(?:es)?|appendix|enclosure|(?:(?:draft|intersessional)\s+)?(?:resolution|decision))"
    rf"{_LABEL})"
)
_COMPONENT = rf"\b(?P<component>{_UNIT}(?:\s*,\s*{_UNIT})*)"  # annex III, decision 1
_COMPONENT_BEFORE = re.compile(
    rf"{_COMPONENT}\s*[,(]?\s*$",  # annex II, (para. 4)   annex I (para. 2
    re.IGNORECASE,
)
_COMPONENT_AFTER = re.compile(
    rf"\s*,?\s*(?:of|in|to)\s+(?:the\s+)?{_COMPONENT}(?!\w)",  # (para. 4) of annex I
    re.IGNORECASE,
)
_PART = re.compile(
    r"""
    \((?P<label>[a-z]{1,5}|\d{1,3})\)                                   # (b)
  | ,?\s*(?P<ordinal>[a-z-]+|\d+(?:st|nd|rd|th))\s+(?:sub-)?bullet(?:\s+point)?   # ninth bullet
  | ,?\s*(?:sub-)?bullet(?:\s+point)?\s+(?P<count>\d{1,2})\b             # bullet 9
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PARTS = r"(?:\s*(?:\([a-z]{1,5}\)|\(\d{1,3}\)|,?\s*[a-z0-9-]+\s+(?:sub-)?bullet(?:\s+point)?|" + (
    r",?\s*(?:sub-)?bullet(?:\s+point)?\s+\d{1,2}\b))*"
)
_BULLET_BEFORE = re.compile(
    r"(?P<ordinal>[a-z-]+|\d+(?:st|nd|rd|th))\s+bullet(?:\s+point)?\s+(?:of|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(
    rf"""
    (?:(?:\bparagraphs|\bparas\b\.?|\bpars\b\.?|¶¶|§§)\s*(?:nos?\.?\s*)?       # paras. 2 and 3
        (?P<several>{_RANGE}(?:{_AND}{_RANGE})*)
      |(?:(?<!\bquoted\ in\ )\bparagraph|\bpara\b\.?|\bpar\b\.?|¶|§)            # para. 4   ¶4
        \s*(?:nos?\.?\s*)?
        (?P<numbers>{_RANGE}(?:{_AND}{_RANGE}{_NO_QUANTITY})*))
    (?P<parts>{_PARTS})                                                        # (b) (ii)
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

    ``ranges`` are first and last paragraph numbers as printed; ``path`` leads to an item from the
    outside in, a label without its brackets or the place of a bullet from 1; ``section`` is a
    path of labels ("II.A") or a title, and ``ordinal`` counts its paragraphs from 1.
    ``rest`` is the text without the reference: what else was said, such as the report's name.
    """

    symbol: str | None
    component: str | None
    ranges: tuple[tuple[str, str], ...]
    path: tuple[str | int, ...] = ()
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
    before, after = text[: match.start()], text[match.end() :]
    path = _path(match["parts"])
    if bullet := _BULLET_BEFORE.search(before):
        before, path = before[: bullet.start()], (*_counted(bullet["ordinal"]), *path)
    component = None
    if following := _COMPONENT_AFTER.match(after):
        component, after = _component(following), after[following.end() :]
    else:
        component, before = _split_component(before)
    return Reference(
        symbol=symbol,
        component=component,
        ranges=_ranges(match["several"] or match["numbers"]),
        path=path,
        rest=f"{before} {after}",
    )


def _unnumbered(text: str, match: re.Match[str], *, symbol: str | None) -> Reference | None:
    """Read "sect. II.A, second paragraph"; a bare "second paragraph" is plain English."""
    ordinal = ordinal_value(match["ordinal"])
    section = match["section"] and f"{match['section']}{match['deeper']}".upper()
    before = text[: match.start()]
    if section is None and (title := _TITLE_BEFORE.search(before)):
        section, before = title["title"], before[: title.start()]
    component, rest = _split_component(before)
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


def _split_component(before: str) -> tuple[str | None, str]:
    """Part "annex II," from the end of the text before a paragraph reference."""
    match = _COMPONENT_BEFORE.search(before)
    return (None, before) if match is None else (_component(match), before[: match.start()])


def _component(match: re.Match[str]) -> str:
    """A component as records name it: the words in lower case, their labels in capitals."""
    units = []
    for unit in re.split(r"\s*,\s*", match["component"]):
        *words, label = unit.split()
        is_label = bool(words) and re.fullmatch(r"[ivxlc]+|[a-z]|\d[\d/]*", label, re.IGNORECASE)
        units.append(
            " ".join([*map(str.lower, words), label.upper() if is_label else label.lower()])
        )
    return ", ".join(units)


def _ranges(numbers: str) -> tuple[tuple[str, str], ...]:
    parts = re.split(r",|;|&|\band\b", numbers, flags=re.IGNORECASE)
    ends = [re.findall(_NUMBER, part, re.IGNORECASE) for part in parts]
    return tuple((_tidy(pair[0]), _tidy(pair[-1])) for pair in ends if pair)


def _path(parts: str) -> tuple[str | int, ...]:
    path: list[str | int] = []
    for part in _PART.finditer(parts):
        if part["label"]:
            path.append(part["label"].lower())
        else:
            path += [int(part["count"])] if part["count"] else _counted(part["ordinal"])
    return tuple(path)


def _counted(word: str) -> list[int]:
    value = ordinal_value(word)
    return [] if value is None else [value]


def _tidy(number: str) -> str:
    return re.sub(r"(?<=\d)\s*(?=bis|ter|quater)", " ", number.lower())


def _without(text: str, start: int, end: int) -> str:
    """The text with a blank in place of ``text[start:end]``, so that positions before it hold."""
    return f"{text[:start]} {text[end:]}"

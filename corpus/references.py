"""The grammar of citations: from "E/2025/28, paras. 12–16" to what it names.

This is the way back of ``service.citation``: a citation that Rapporteur prints can be pasted
into it again. Forms: United Nations Editorial Manual Online, "Footnotes and other references".
One text may cite several times ("A/80/44, para. 20 and E/2025/28, para. 3").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.numbering import ordinal_value
from corpus.parts import BULLET_BEFORE, PARTS, Parts, read_parts
from corpus.quoted import without_quotations
from corpus.symbols import find_symbols

_SYMBOL = "\ue000"  # stands for a symbol in what is read: no letter, blank or mark
_OF_SYMBOL = rf"(?:\s*(?:of|in|to)\s+{_SYMBOL})?"

_NUMBER = r"\d{1,12}(?:\.\d+)*(?:\s?(?:bis|ter|quater)\b|[a-z]\b)?(?!\w)"
_RANGE = rf"{_NUMBER}(?:\s*(?:[-–—]|\bto\b|\bthrough\b|\bup\s+to\b)\s*{_NUMBER})?"
_AND = r"\s*(?:,\s*and\b|,|;|&|\band\b)\s*(?:paras?\.?\s*)?"
_NO_QUANTITY = r"(?!\s*(?!(?:and|of|in|to|from)\b)\w)"  # "paragraph 12 and 13 countries"

_LABEL = r"(?:\s+(?>[ivxlc]+|[a-z]|\d[\d/]*)(?![\w/]))?"  # atomic: a numeral is read one way
_UNIT = (  # annex II   draft resolution I   decision 2025/8   text quoted in paragraph 56
    r"(?:text\s+quoted\s+in\s+paragraph\s+\d+"
    r"|(?:annex(?:es)?|appendix|enclosure|(?:(?:draft|intersessional)\s+)?(?:resolution|decision))"
    rf"{_LABEL})"
)
_COMPONENT = rf"\b(?P<component>{_UNIT}(?:\s*,\s*{_UNIT})*)"  # annex III, decision 1
_COMPONENT_BEFORE = re.compile(
    rf"{_COMPONENT}{_OF_SYMBOL}\s*[,(]?\s*$",  # annex II, (para. 4)   annex I (para. 2
    re.IGNORECASE,
)
_COMPONENT_AFTER = re.compile(
    rf"\s*,?\s*(?:of|in|to)\s+(?:the\s+)?{_COMPONENT}(?!\w)",  # (para. 4) of annex I
    re.IGNORECASE,
)
_TITLE = r"(?:executive\s+)?summary|introduction|conclusions?(?:\s+and\s+recommendations)?"
_SECTION = rf"""
    (?:\b(?:sect(?:ion|\.)?|chap(?:ter|\.)?|part)\s+(?P<label>[ivxlc]+|[a-z]|\d+)
        (?P<deeper>(?:\.[a-z0-9]+)*)(?![\w/])                  # section II.A
      |\b(?P<title>{_TITLE})\b)                               # Summary
"""
_SECTION_BEFORE = re.compile(
    rf"(?:{_SECTION}|[“\"](?P<quoted>[^“”\"]+)[”\"]){_OF_SYMBOL}\s*,\s*$",
    re.VERBOSE | re.IGNORECASE,
)
_SECTION_AFTER = re.compile(
    rf"\s*,?\s*(?:of|in|under)\s+(?:the\s+)?{_SECTION}", re.VERBOSE | re.IGNORECASE
)
_TABLE = r"(?:table|figure|box|chart|map)"
_TABLE_AFTER = re.compile(  # (para. 26), table 2   (para. 4), table
    rf"\s*,\s*(?P<table>{_TABLE}(?:\s+(?:\d{{1,3}}|[ivxlc]+)\b)?)(?=\W*$|\s*[,;{_SYMBOL}])",
    re.IGNORECASE,
)
_SECTION_PATH = re.compile(r"(?:[IVXLC]+|[A-Z]|\d+)(?:\.[A-Z0-9]+)*")
_NUMBERED = rf"{_RANGE}{PARTS}"  # 20 (a), (c)
_PARAGRAPHS = re.compile(
    rf"""
    (?:(?:\bparagraphs|\bparas\b\.?|\bpars\b\.?|¶¶|§§)\s*(?:nos?\.?\s*)?       # paras. 2 and 3
        (?P<several>{_NUMBERED}(?:{_AND}{_NUMBERED})*)
      |(?:(?<!\bquoted\ in\ )\bparagraph|\bpara\b\.?|\bpar\b\.?|¶|§)            # para. 4   ¶4
        \s*(?:nos?\.?\s*)?
        (?P<numbers>{_NUMBERED}(?:{_AND}{_NUMBERED}{_NO_QUANTITY})*))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED_PART = re.compile(rf"(?P<range>{_RANGE})(?P<parts>{PARTS})", re.IGNORECASE)
_UNNUMBERED = re.compile(
    r"(?P<ordinal>[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|rd|th))\s+paragraph\b",  # second paragraph
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"""
    \b(?:foot)?note\s+(?P<note>\d{{1,3}}|\*+)(?!\w)                     # footnote 2
  | \b(?P<table>{_TABLE}\s+(?:\d{{1,3}}|[ivxlc]+))\b   # table 1   figure II
  | {_SECTION}
  | {_COMPONENT}
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a citation names.

    ``ranges`` are first and last paragraph numbers as printed; ``parts`` are runs of items of
    these paragraphs. ``section`` is a path of labels ("II.A") or a title, and ``ordinal`` counts
    its paragraphs from 1. ``table`` ("table 1", or "table" for any) and ``note`` (its mark) hang
    from a paragraph. With none of ranges, ordinal, table and note a whole section or component
    is named. ``rest`` is the text without its references: what else was said, such as the
    report's name.
    """

    symbol: str | None
    component: str | None
    ranges: tuple[tuple[str, str], ...]
    parts: Parts = ()
    section: str | None = None
    ordinal: int | None = None
    table: str | None = None
    note: str | None = None
    rest: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it names no paragraph, but what has paragraphs, or hangs from one."""
        return not self.ranges and self.ordinal is None

    @property
    def is_title(self) -> bool:
        """Whether it names a section by its title only; "summary of A/80/36" may be none."""
        has_label = self.component or self.table or self.note
        return self.is_whole and not has_label and not is_section_path(self.section or "")


def is_section_path(section: str) -> bool:
    """Whether a section is named by a path of labels, not by its title."""
    return _SECTION_PATH.fullmatch(section) is not None


def read_references(text: str) -> tuple[Reference, ...]:
    """Read the citations in a text, in order; a whole section or the like only where it is alone.

    What stands in quotation marks counts only where nothing else does: a title may name a
    paragraph of another report.
    """
    plain = text.replace(_SYMBOL, " ")
    unquoted = without_quotations(plain)
    return _read(plain, unquoted) or (() if unquoted == plain else _read(plain, plain))


@dataclass(frozen=True, slots=True)
class _Place:
    """References that stand together at ``text[start:end]``, with nothing else said there."""

    start: int
    end: int
    references: tuple[Reference, ...]


def _read(text: str, shown: str) -> tuple[Reference, ...]:
    """Read the citations that ``shown`` has; it is ``text`` with blanks for some characters."""
    mentions = find_symbols(shown)
    for mention in reversed(mentions):
        text, shown = (
            f"{each[: mention.start]}{_SYMBOL}{each[mention.end :]}" for each in (text, shown)
        )
    places = list(_paragraph_places(text, shown)) or _whole_places(shown)
    symbols = _symbols_of(places, text, [mention.symbol for mention in mentions])
    rest = _rest_of(places, text)
    return tuple(
        replace(reference, symbol=symbol, rest=rest)
        for place, symbol in zip(places, symbols, strict=True)
        for reference in place.references
    )


def _paragraph_places(text: str, shown: str) -> Iterator[_Place]:
    """Where paragraphs are named, each with the section and the component that they are in."""
    end = 0
    found = [*_PARAGRAPHS.finditer(shown), *_UNNUMBERED.finditer(shown)]
    for match in sorted(found, key=re.Match.start):
        if match.start() < end:
            continue
        place = _place_of(match, text, shown, after=end)
        if place is not None:
            yield place
            end = place.end


def _place_of(match: re.Match[str], text: str, shown: str, *, after: int) -> _Place | None:
    """What is named at a match; a bare "second paragraph" is plain English."""
    if match.re is _PARAGRAPHS:
        bullet = BULLET_BEFORE.search(shown, after, match.start())
        start = bullet.start() if bullet else match.start()
        around = _around(text, shown, after, (start, match.end()), is_numbered=True)
        references = _numbered(match, around.references[0], bullet=bullet and bullet["ordinal"])
        return replace(around, references=references)
    around = _around(text, shown, after, match.span(), is_numbered=False)
    (named,) = around.references
    ordinal = ordinal_value(match["ordinal"])
    is_quoted = re.search(r"[“\"]", text[: around.start]) is not None
    is_named = named.section or named.component or _SYMBOL in text or is_quoted
    if ordinal is None or not is_named:
        return None
    return replace(around, references=(replace(named, ordinal=ordinal),))


def _around(
    text: str, shown: str, after: int, span: tuple[int, int], *, is_numbered: bool
) -> _Place:
    """The section, the component and the table that are named around a span, and how far."""
    start, end = span
    section = component = table = None
    if before := _SECTION_BEFORE.search(text, after, start):
        title = before["quoted"]  # of a section, or of the report
        if title is None or not is_numbered or re.fullmatch(_TITLE, title, re.IGNORECASE):
            section, start = _section(before), before.start()
    elif following := _SECTION_AFTER.match(shown, end):
        section, end = _section(following), following.end()
    if following := _COMPONENT_AFTER.match(shown, end):
        component, end = _component(following), following.end()
    elif before := _COMPONENT_BEFORE.search(shown, after, start):
        component, start = _component(before), before.start()
    if following := _TABLE_AFTER.match(shown, end):
        table, end = _table(following), following.end()
    named = Reference(symbol=None, component=component, ranges=(), section=section, table=table)
    return _Place(start, end, (named,))


def _numbered(
    match: re.Match[str], named: Reference, *, bullet: str | None
) -> tuple[Reference, ...]:
    """A reference for each run of numbers that name the same parts, mostly none."""
    references: list[Reference] = []
    for each in _NUMBERED_PART.finditer(match["several"] or match["numbers"]):
        ends = re.findall(_NUMBER, each["range"], re.IGNORECASE)
        ranges = ((_tidy(ends[0]), _tidy(ends[-1])),)
        parts = read_parts(each["parts"], bullet=None if references else bullet)
        if references and not parts and not references[-1].parts:
            references[-1] = replace(references[-1], ranges=(*references[-1].ranges, *ranges))
        else:
            references.append(replace(named, ranges=ranges, parts=parts))
    return tuple(references)


def _whole_places(shown: str) -> list[_Place]:
    """Where sections, components, tables and notes are named; "annex I, section B" is one."""
    places: list[_Place] = []
    for match in _WHOLE.finditer(shown):
        if places and match.start() < places[-1].end:
            continue
        start, end, reference = match.start(), match.end(), _whole(match)
        if reference.component and (following := _TABLE_AFTER.match(shown, end)):
            end, reference = following.end(), replace(reference, table=_table(following))
        if places and re.fullmatch(r"\s*,\s*", shown[places[-1].end : start]):
            outer = places.pop()
            component = reference.component or outer.references[0].component
            start, reference = outer.start, replace(reference, component=component)
        places.append(_Place(start, end, (reference,)))
    return places


def _whole(match: re.Match[str]) -> Reference:
    return Reference(
        symbol=None,
        component=_component(match) if match["component"] else None,
        ranges=(),
        section=_section(match),
        table=_table(match) if match["table"] else None,
        note=match["note"],
    )


def _symbols_of(
    places: Sequence[_Place], text: str, symbols: Sequence[str]
) -> Iterator[str | None]:
    """The symbol that each place belongs to: the one before it, where the text begins with one.

    "para. 20 of A/80/44 and para. 3 of E/2025/28" begins with a place: there the next one counts.
    """
    marks = [match.start() for match in re.finditer(_SYMBOL, text)]
    is_before = bool(marks and places) and marks[0] < places[0].start
    for place in places:
        before = [s for mark, s in zip(marks, symbols, strict=True) if mark < place.end]
        after = [s for mark, s in zip(marks, symbols, strict=True) if mark >= place.end]
        ordered = (before[::-1], after) if is_before else (after, before[::-1])
        yield next((some[0] for some in ordered if some), None)


def _rest_of(places: Sequence[_Place], text: str) -> str:
    """The text without its places and symbols, each a blank."""
    kept, end = [], 0
    for place in places:
        kept.append(text[end : place.start])
        end = place.end
    return " ".join([*kept, text[end:]]).replace(_SYMBOL, " ")


def _table(match: re.Match[str]) -> str:
    return " ".join(match["table"].split())


def _section(match: re.Match[str]) -> str | None:
    """A section as a path of labels in capitals, or as a title."""
    if match["label"]:
        return f"{match['label']}{match['deeper']}".upper()
    own = match.groupdict()
    return own.get("quoted") or (" ".join(own["title"].split()) if own["title"] else None)


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


def _tidy(number: str) -> str:
    return re.sub(r"(?<=\d)\s*(?=bis|ter|quater)", " ", number.lower())

"""The scope that a question names: year, organ, session, symbol and section become filters.

Reading is a function of the question and the library's headers alone. What is read is loose: a
year or an organ in a question is as often what a paragraph speaks of as whose report it is in
("seizures in 2023" are told by a report of 2025). So a filter that was read keeps the reports
that bear the name and every other paragraph that speaks of it, while a field that the caller
asks for keeps reports that bear it, and nothing else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corpus.library import is_called
from corpus.numbering import ordinal_digits, ordinal_value
from corpus.records import Report
from corpus.symbols import find_symbols
from index.generation import Generation
from index.ranking import Mask, Ranking
from index.tokens import tokenize
from service.organs import OrganMention, Organs
from service.scope import Scope, reports_in, rows_in

_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_YEAR = re.compile(
    r"""
    (?<![\w/.,(–-])(?<!\bAgenda\ )                    # not "resolution 2334 (2016)"
    (?P<year>(?:19|20)\d\d)
    (?!\w|/(?!\d\d\b)|[.,]\d|\s+Agenda\b)           # not "the 2030 Agenda"
    """,
    re.VERBOSE,
)
_RANGE_END = re.compile(r"(?<=\d{4}[-–/])(?:(?:19|20)\d\d|\d\d)\b")  # 2022–2025, 2024/25
_SESSION = re.compile(
    r"""
    (?P<ordinal>\d{1,3}(?:st|nd|rd|th)|[a-z]+(?:-[a-z]+)?)      # fifty-ninth, 59th
    \s+(?:(?:regular|annual|special|plenary)\s+)?session\b
  | \b[A-Z]{3,}(?P<count>\d{1,3})\b                             # CSW69
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SECTION = re.compile(
    r"""
    \b(?:in|of|under|from|does|do|see)\s+(?:the\s+)?(?:
        (?P<unit>annex(?:es)?(?:\s+[ivxlc]+\b)?|appendix|enclosure)                # the annex
      | (?:chapter|chap\.|section|sect\.|part)\s+(?P<label>[ivxlc]+|[a-h]|\d{1,2})\b  # chapter IV
      | (?P<title>summary|introduction|conclusions?|recommendations|background)\b(?!\s+of\b)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEAST_MENTIONS = 2  # paragraphs of a report that speaks of a year, and
_GAP = 0.1  # most that the best of a year may score below the best of all, in its own reports
_GAP_OF_MENTIONS = 0.015  # and in others (un_dev: answerable .008 at most, a wrong year .019)
_LEAST_SHARE = 0.05  # their share of it (un_dev: 95 of 96 answers kept, 83 by mentions alone)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedField:
    """A field of the scope that a question names.

    ``places`` are the reports, by their place among the headers, whose covers bear it.
    ``wordings`` are token sets; a paragraph that has all of one speaks of it too.
    """

    field: str
    value: str | int
    places: tuple[int, ...]
    wordings: tuple[frozenset[str], ...] = ()

    def set_in(self, scope: Scope) -> Scope:
        """A scope with this field set."""
        changes: dict[str, Any] = {self.field: self.value}
        return replace(scope, **changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What is searched for a question.

    ``scope`` is what was asked for with what was read, whose names are ``inferred``. ``allowed``
    masks rows, None for all.
    """

    scope: Scope
    inferred: tuple[str, ...] = ()
    allowed: Mask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Where a question asks to look: the scope asked for, and the fields that it names.

    What the caller asks for is never overridden: beside a report, a symbol or the field itself
    nothing is read, and neither are ``open_fields``.
    """

    scope: Scope
    fields: tuple[NamedField, ...] = ()
    open_fields: frozenset[str] = frozenset()

    def read(self) -> tuple[NamedField, ...]:
        """The fields that the question may narrow."""
        if self.scope.report_id is not None or self.scope.symbol is not None:
            return ()
        return tuple(
            each
            for each in self.fields
            if each.field not in self.open_fields and getattr(self.scope, each.field) is None
        )

    def of_symbol(self) -> Reach:
        """Where a citation or a quotation is sought: what was asked for, and a symbol read."""
        for named in self.read():
            if named.field == "symbol":
                return Reach(scope=named.set_in(self.scope), inferred=("symbol",))
        return Reach(scope=self.scope)

    def reach(self, question: str, generation: Generation, *, found: Ranking) -> Reach:
        """Where a question is answered; ``found`` is the best of the scope asked for.

        A field that no report bears, that leaves nothing, or that leaves nothing out, is no
        filter. A section is read where one report is left.
        """
        reach = Reach(scope=self.scope, allowed=rows_in(self.scope, generation.passages))
        for named in self.read():
            reach = _narrowed(reach, named, generation, found=found)
        if self.scope.section is None and "section" not in self.open_fields:
            return _within_section(question, reach, generation)
        return reach


class ScopeReader:
    """Reads from questions which reports of a library they name."""

    def __init__(self, headers: Sequence[Report]) -> None:
        self._headers = headers
        self._organs = Organs(headers)
        self._years = [_years_of(header) for header in headers]
        self._sessions = [_sessions_of(header) for header in headers]

    def fields_named(self, question: str) -> tuple[NamedField, ...]:
        """The fields that a question names, each at most once; what is quoted names none.

        A symbol settles the report, so that beside one only a section is read. Several years or
        symbols are no filter: one field cannot tell them.
        """
        plain = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), question)
        symbols = dict.fromkeys(mention.symbol for mention in find_symbols(plain))
        if named := [field for symbol in symbols if (field := self._symbol(symbol))]:
            return tuple(named[:1]) if len(named) == 1 else ()
        plain = without_symbols(plain)
        found = (self._organ(plain), self._session(plain), self._year(plain))
        return tuple(field for field in found if field is not None)

    def organs_named(self, text: str) -> tuple[OrganMention, ...]:
        """The organs that a text names, in order."""
        return self._organs.named_in(text)

    def _symbol(self, symbol: str) -> NamedField | None:
        places = [place for place, each in enumerate(self._headers) if is_called(each, symbol)]
        if not places:
            return None
        return NamedField(field="symbol", value=symbol, places=tuple(places))

    def _organ(self, question: str) -> NamedField | None:
        organs = {
            organ.name: organ
            for mention in self._organs.named_in(question)
            for organ in mention.organs
        }
        if not organs:
            return None
        return NamedField(
            field="organ",
            value="; ".join(organs),
            places=tuple(sorted({place for organ in organs.values() for place in organ.places})),
            wordings=tuple(
                dict.fromkeys(
                    frozenset(tokenize(name))
                    for organ in organs.values()
                    for name in (organ.name, *organ.acronyms)
                )
            ),
        )

    def _session(self, question: str) -> NamedField | None:
        for match in _SESSION.finditer(question):
            ordinal = int(match["count"]) if match["count"] else _ordinal(match["ordinal"])
            if ordinal is None:
                continue
            found = [
                (place, sessions[ordinal])
                for place, sessions in enumerate(self._sessions)
                if ordinal in sessions
            ]
            if found:
                return NamedField(
                    field="session",
                    value=found[0][1],
                    places=tuple(place for place, _ in found),
                    wordings=(frozenset(tokenize(f"{ordinal_digits(ordinal)} session")),),
                )
        return None

    def _year(self, question: str) -> NamedField | None:
        years = years_named(question)
        if len(years) != 1:
            return None
        return NamedField(
            field="year",
            value=years[0],
            places=tuple(place for place, own in enumerate(self._years) if years[0] in own),
            wordings=(frozenset({str(years[0])}),),
        )


def _years_of(header: Report) -> frozenset[int]:
    """The year of a report's date, and those that its title and session tell."""
    cover = header.cover
    told = years_named(f"{cover.title or ''} {cover.session or ''}")
    return frozenset(told) | (frozenset() if cover.year is None else frozenset({cover.year}))


def _sessions_of(header: Report) -> Mapping[int, str]:
    """The sessions that a cover tells, as printed, by number."""
    found: dict[int, str] = {}
    for text in (header.cover.session, header.cover.title):
        for match in _SESSION.finditer(text or ""):
            ordinal = _ordinal(match["ordinal"]) if match["ordinal"] else None
            if ordinal is not None:
                found.setdefault(ordinal, match[0])
    return found


def _ordinal(word: str) -> int | None:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else ordinal_value(word.lower())


def years_named(question: str) -> tuple[int, ...]:
    """The years that a question names, in order; both ends of a range count."""
    found = [(start, int(question[start:end])) for start, end in year_places(question)]
    for match in _RANGE_END.finditer(question):
        century = question[match.start() - 5 : match.start() - 3]
        found.append((match.start(), int(match[0] if len(match[0]) == 4 else century + match[0])))
    return tuple(dict.fromkeys(year for _, year in sorted(found)))


def year_places(question: str) -> tuple[tuple[int, int], ...]:
    """Where a question names a year; of a range, its beginning."""
    return tuple(match.span("year") for match in _YEAR.finditer(question))


def section_named(question: str, header: Report) -> str | None:
    """The section of a report that a question names: its heading, or an annex's component."""
    match = _SECTION.search(question)
    if match is None:
        return None
    if match["unit"]:
        return match["unit"].lower()
    for section in header.sections:
        label = (section.label or "").strip("(). ").casefold()
        is_meant = label == match["label"].casefold() if match["label"] else False
        if match["title"]:
            is_meant = section.title.casefold().startswith(match["title"].casefold())
        if is_meant:
            return section.heading
    return None


def without_symbols(question: str) -> str:
    """A question with blanks in place of its symbols, whose numbers are no years."""
    for mention in find_symbols(question):
        blanks = " " * (mention.end - mention.start)
        question = f"{question[: mention.start]}{blanks}{question[mention.end :]}"
    return question


def _within_section(question: str, reach: Reach, generation: Generation) -> Reach:
    """Narrow to the section that a question names of the only report within its scope."""
    reports = reports_in(reach.scope, generation.passages.headers)
    if len(reports) != 1 or (section := section_named(question, reports[0])) is None:
        return reach
    scope = replace(reach.scope, section=section)
    allowed = rows_in(scope, generation.passages)
    if allowed is None or not allowed.any():
        return reach
    return replace(reach, scope=scope, inferred=(*reach.inferred, "section"), allowed=allowed)


def _narrowed(reach: Reach, named: NamedField, generation: Generation, *, found: Ranking) -> Reach:
    bearing = _bearing(named, generation)
    borne = _rows_of(bearing, generation)
    kept = borne.copy()
    for wording in named.wordings:
        kept |= _rows_with_all(wording, generation)
    left = kept if reach.allowed is None else kept & reach.allowed
    before = len(left) if reach.allowed is None else int(reach.allowed.sum())
    count = int(left.sum())
    if not borne.any() or count in (0, before) or not _is_likely(named, left, generation, found):
        return reach
    return Reach(
        scope=named.set_in(reach.scope),
        inferred=(*reach.inferred, named.field),
        allowed=left,
    )


def _is_likely(named: NamedField, left: Mask, generation: Generation, found: Ranking) -> bool:
    """Whether what a year leaves is about as good as what it leaves out; the rest is likely.

    "Seizures in 2028" must not be answered by the only paragraph that speaks of 2028.
    """
    if named.field != "year" or not len(found):
        return True
    places = np.flatnonzero(left[found.rows])
    if not len(places):
        return False
    report = int(generation.passages.report_places(found.rows[places[:1]])[0])
    gap = float(found.scores[0] - found.scores[places[0]])
    return gap <= (_GAP if report in named.places else _GAP_OF_MENTIONS)


def _bearing(named: NamedField, generation: Generation) -> Mask:
    """The reports that bear a name; those that keep speaking of a year count with its own."""
    sizes = generation.passages.report_sizes
    bearing: Mask = np.zeros(len(sizes), dtype=np.bool_)
    bearing[list(named.places)] = True
    if named.field == "year":
        rows = generation.lexical.rows_with(str(named.value))
        counts = np.bincount(generation.passages.report_places(rows), minlength=len(sizes))
        bearing |= (counts >= _LEAST_MENTIONS) & (counts >= _LEAST_SHARE * sizes)
    return bearing


def _rows_of(bearing: Mask, generation: Generation) -> Mask:
    rows: Mask = np.repeat(bearing, generation.passages.report_sizes)
    return rows


def _rows_with_all(tokens: frozenset[str], generation: Generation) -> Mask:
    mask = np.zeros(len(generation.passages), dtype=np.bool_)
    found = [generation.lexical.rows_with(token) for token in sorted(tokens)]
    if found:
        rows = found[0]
        for others in found[1:]:
            rows = np.intersect1d(rows, others, assume_unique=True)
        mask[rows] = True
    return mask

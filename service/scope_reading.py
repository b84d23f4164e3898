"""The scope that a question names: year, organ, session, symbol and section become filters.

Reading is a function of the question and the library's headers alone; ``service.reach`` decides
what of it narrows the search.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from corpus.library import is_called
from corpus.numbering import ordinal_digits, ordinal_value
from corpus.quoted import find_quotations, without_quotations
from corpus.records import Report
from corpus.symbols import find_symbols, without_symbols
from index.pacing import Pace
from index.tokens import tokenize
from service.organs import OrganMention, Organs
from service.scope import Scope
from service.wording import LEAST_TITLE_WORDS, title_key, titles_of

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
    \b(?P<ordinal>\d{1,3}(?:st|nd|rd|th)|[a-z]+(?:-[a-z]+)?)    # fifty-ninth, 59th
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
_TITLED = re.compile(  # report on the situation in Abyei
    r"\b(?:report|study|paper|note|update)\s+(?:on|of|about)\s+(.+)", re.IGNORECASE
)


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
class _Covers:
    """What covers tell and only some questions name, by the places of reports.

    ``titles`` are the keys of each report's, ``printed_sessions`` its own by number.
    """

    titles: Sequence[Sequence[str]]
    printed_sessions: Sequence[Mapping[int, str]]
    sessions: Mapping[int, Sequence[int]]
    years: Mapping[int, Sequence[int]]

    @classmethod
    def read(cls, headers: Sequence[Report], *, pace: Pace) -> Self:
        """Read them, each in its own portion of work."""
        printed_sessions = [_sessions_of(header) for header in pace(headers)]
        return cls(
            titles=[titles_of(header) for header in pace(headers)],
            printed_sessions=printed_sessions,
            sessions=_places_by(printed_sessions),
            years=_places_by(_years_of(header) for header in pace(headers)),
        )


class ScopeReader:
    """Reads from questions which reports of a library they name."""

    def __init__(self, headers: Sequence[Report]) -> None:
        self._headers = headers
        self._organs = Organs(headers)

    @cached_property
    def _covers(self) -> "_Covers":
        return _Covers.read(self._headers, pace=iter)

    def prepare(self, pace: Pace) -> None:
        """Read of the covers what only some questions name."""
        self._covers = _Covers.read(self._headers, pace=pace)

    def fields_named(self, question: str) -> tuple[NamedField, ...]:
        """The fields that a question names, each at most once; what is quoted names none.

        A symbol, or a title in quotation marks or after "report on", settles the report, so that
        beside one only a section is read. Several years or symbols are no filter: one field
        cannot tell them.
        """
        plain = without_quotations(question)
        symbols = dict.fromkeys(mention.symbol for mention in find_symbols(plain))
        if named := [field for symbol in symbols if (field := self._symbol(symbol))]:
            return tuple(named) if len(named) == 1 else ()
        if titled := self._title(question):
            return (titled,)
        plain = without_symbols(plain)
        found = (self._organ(plain), self._session(plain), self._year(plain))
        return tuple(field for field in found if field is not None)

    def organs_named(self, text: str) -> tuple[OrganMention, ...]:
        """The organs that a text names, in order."""
        return self._organs.named_in(text)

    def missing_symbol(self, question: str) -> str | None:
        """The first symbol in a question that no report goes by."""
        for mention in find_symbols(without_quotations(question)):
            if self._symbol(mention.symbol) is None:
                return mention.symbol
        return None

    def _symbol(self, symbol: str) -> NamedField | None:
        places = [place for place, each in enumerate(self._headers) if is_called(each, symbol)]
        if not places:
            return None
        return NamedField(field="symbol", value=symbol, places=tuple(places))

    def _title(self, question: str) -> NamedField | None:
        """The report whose title a question gives, and no other report's is."""
        told = [quotation.words for quotation in find_quotations(question)]
        told += [match[1] for match in _TITLED.finditer(question)]
        places = {
            place
            for text in told
            for place, titles in enumerate(self._covers.titles)
            if any(_begins(text, title) for title in titles)
        }
        if len(places) != 1:
            return None
        place = places.pop()
        report_id = self._headers[place].report_id
        return NamedField(field="report_id", value=report_id, places=(place,))

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
            if places := self._covers.sessions.get(ordinal):
                return NamedField(
                    field="session",
                    value=self._covers.printed_sessions[places[0]][ordinal],
                    places=tuple(places),
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
            places=tuple(self._covers.years.get(years[0], ())),
            wordings=(frozenset({str(years[0])}),),
        )


def _places_by(numbers: Iterable[Iterable[int]]) -> Mapping[int, Sequence[int]]:
    """The places of reports, ascending, by each number that is told of them."""
    places: dict[int, list[int]] = {}
    for place, own in enumerate(numbers):
        for number in own:
            places.setdefault(number, []).append(place)
    return places


def _years_of(header: Report) -> frozenset[int]:
    """The year of a report's date, and those that its title and session tell."""
    cover = header.cover
    told = years_named(f"{cover.title or ''} {cover.session or ''}")
    return frozenset(told) | (frozenset() if cover.year is None else frozenset({cover.year}))


def _begins(text: str, title: str) -> bool:
    """Whether a text begins with a title of three words or more."""
    is_long = len(title.split()) >= LEAST_TITLE_WORDS
    return is_long and f"{title_key(text)} ".startswith(f"{title} ")


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


def names_section(question: str) -> bool:
    """Whether a question names a section, whatever the report."""
    return _SECTION.search(question) is not None


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

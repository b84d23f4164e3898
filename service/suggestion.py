"""Suggestions as one types: the reports whose symbol or name begins so.

All are computed from the covers once, before anything is typed; a suggestion looks up prefixes in
sorted lists, so that it costs the same to the reader whatever the number of reports.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Report
from corpus.symbols import symbol_key, symbol_parts
from index.pacing import Pace
from service.citation import report_name
from service.wording import initials_of

MOST = 8
_MAX_CHARS = 200  # more is no name
_WORD = re.compile(r"\w+")
_COMBINING = re.compile(r"[\u0300-\u036f]")
_LAST = "\U0010ffff"  # after every word


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A report that can be meant; ``name`` is what to put in the box for it."""

    report_id: str
    name: str
    symbol: str | None
    title: str | None
    year: int | None


class Suggestions:
    """The reports of an assistant by the beginnings of their symbols and of the words of names."""

    def __init__(self, headers: Sequence[Report], *, pace: Pace = iter) -> None:
        names = [_natural(report.name) for report in pace(headers)]
        ordered = [headers[place] for place in sorted(range(len(headers)), key=names.__getitem__)]
        self._suggestions = tuple(_suggestion_of(report) for report in pace(ordered))
        self._symbols, self._words = _Beginnings(), _Beginnings()
        self._initials: dict[str, set[int]] = {}
        for place, report in enumerate(pace(ordered)):
            for rank, key in enumerate(_keys_of(report)):
                self._symbols.add(key, (rank, place))
            for word in _words_of(report):
                self._words.add(word, (0, place))
            for initials in initials_of(report.cover.title or ""):
                self._initials.setdefault(initials, set()).add(place)
        self._symbols.sort()
        self._words.sort()

    def of(self, typed: str, *, limit: int = MOST) -> tuple[Suggestion, ...]:
        """The reports that ``typed`` can begin to name, at most ``limit``.

        First those whose symbol begins so, one of a double symbol after the others; then, for
        what has no digit or begins no symbol, those whose cover has words that begin like all of
        its words. Each in the order of their names, 9 before 10.
        """
        if len(typed) > _MAX_CHARS:
            return ()
        found = self._by_symbol(typed)
        if not found or not any(character.isdigit() for character in typed):
            found += sorted(self._by_words(typed).difference(found))
        return tuple(self._suggestions[place] for place in found[:limit])

    def beginning(self, typed: str) -> tuple[Suggestion, ...]:
        """All reports whose symbol begins so, in the same order."""
        return tuple(self._suggestions[place] for place in self._by_symbol(typed))

    def _by_symbol(self, typed: str) -> list[int]:
        key = symbol_key(typed)
        found = sorted(self._symbols.of(key)) if key else []
        return list(dict.fromkeys(place for _, place in found))

    def _by_words(self, typed: str) -> set[int]:
        found = [
            {place for _, place in self._words.of(word)} | self._initials.get(word, set())
            for word in _split(typed)
        ]
        return set.intersection(*found) if found else set()


class _Beginnings:
    """Texts in order, each with the ranks and places of the reports that have it."""

    def __init__(self) -> None:
        self._places: dict[str, list[tuple[int, int]]] = {}
        self._texts: list[str] = []

    def add(self, text: str, place: tuple[int, int]) -> None:
        """Add a place under a text, before they are sorted."""
        self._places.setdefault(text, []).append(place)

    def sort(self) -> None:
        """Make the texts ready to be looked up."""
        self._texts = sorted(self._places)

    def of(self, prefix: str) -> Iterator[tuple[int, int]]:
        """The places of all texts that begin with a prefix."""
        first = bisect_left(self._texts, prefix)
        last = bisect_left(self._texts, prefix + _LAST, lo=first)
        return (place for text in self._texts[first:last] for place in self._places[text])


def _suggestion_of(report: Report) -> Suggestion:
    return Suggestion(
        report_id=report.report_id,
        name=report_name(report),
        symbol=report.cover.symbol,
        title=report.cover.title,
        year=report.cover.year,
    )


def _keys_of(report: Report) -> list[str]:
    """The keys of a symbol, or of each that a double symbol joins."""
    symbol = report.cover.symbol
    return [] if symbol is None else [symbol_key(each) for each in symbol_parts(symbol)]


def _words_of(report: Report) -> set[str]:
    cover = report.cover
    told = (cover.title, cover.organ, cover.session, cover.nature, cover.year)
    own = set(_split(" ".join(str(part) for part in told if part is not None)))
    return own if cover.symbol or cover.title else own | set(_split(report.source_name))


def _split(text: str) -> list[str]:
    """The words of a text in small letters, without accents."""
    plain = _COMBINING.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return _WORD.findall(plain)


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """What orders names so that 9 is before 10."""
    return tuple(
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.split(r"(\d+)", name.casefold())
        if part
    )

"""Suggestions as one types: the reports whose symbol or name begins so.

All are computed from the covers when an assistant is made; a suggestion looks up prefixes in
sorted lists, so that it costs the same to the reader whatever the number of reports.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeVar

from corpus.records import Report
from corpus.symbols import symbol_key, symbol_parts
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

    def __init__(self, headers: Sequence[Report]) -> None:
        ordered = sorted(headers, key=lambda report: _natural(report.name))
        self._suggestions = tuple(
            Suggestion(
                report_id=report.report_id,
                name=report_name(report),
                symbol=report.cover.symbol,
                title=report.cover.title,
                year=report.cover.year,
            )
            for report in ordered
        )
        self._symbols = sorted(
            (key, rank, place)
            for place, report in enumerate(ordered)
            for rank, key in enumerate(_keys_of(report))
        )
        self._words = sorted(
            {(word, place) for place, report in enumerate(ordered) for word in _words_of(report)}
        )
        self._initials: dict[str, set[int]] = {}
        for place, report in enumerate(ordered):
            for initials in initials_of(report.cover.title or ""):
                self._initials.setdefault(initials, set()).add(place)

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
        found = sorted((rank, place) for _, rank, place in _beginning(self._symbols, key))
        return list(dict.fromkeys(place for _, place in found)) if key else []

    def _by_words(self, typed: str) -> set[int]:
        found = [
            {place for _, place in _beginning(self._words, word)} | self._initials.get(word, set())
            for word in _split(typed)
        ]
        return set.intersection(*found) if found else set()


_Entry = TypeVar("_Entry", bound=tuple[str, *tuple[int, ...]])


def _beginning(ordered: Sequence[_Entry], prefix: str) -> Sequence[_Entry]:
    """The entries of a sorted list whose text begins with a prefix."""
    first = bisect_left(ordered, prefix, key=itemgetter(0))
    return ordered[first : bisect_left(ordered, prefix + _LAST, lo=first, key=itemgetter(0))]


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

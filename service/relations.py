"""The reports of the library that a cited report belongs with, by their symbols."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.records import Report
from corpus.relations import RelationKind, relations_of, stems_of
from service.citation import report_url

_KNOWN_REPORTS = 2**12


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedReport:
    """Another report, and what the cited one is to it: ``kind`` "revised by", say."""

    kind: RelationKind
    symbol: str
    report_id: str
    url: str


class RelatedReports:
    """The relations between reports, given in corpus order; of equal symbols the first counts."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._symbols: dict[str, set[str]] = defaultdict(set)
        self._report_ids: dict[str, str] = {}
        for report in reports:
            symbol = report.cover.symbol
            if symbol is None:
                continue
            self._report_ids.setdefault(symbol, report.report_id)
            for stem in stems_of(symbol):
                self._symbols[stem].add(symbol)

        self._related = lru_cache(maxsize=_KNOWN_REPORTS)(self._related_to)

    def of(self, report: Report) -> tuple[RelatedReport, ...]:
        """The related reports, those first that change how far this one can be relied on."""
        symbol = report.cover.symbol
        return () if symbol is None else self._related(symbol)

    def _related_to(self, symbol: str) -> tuple[RelatedReport, ...]:
        alike = {other for stem in stems_of(symbol) for other in self._symbols.get(stem, ())}
        return tuple(
            RelatedReport(
                kind=relation.kind,
                symbol=relation.symbol,
                report_id=self._report_ids[relation.symbol],
                url=report_url(self._report_ids[relation.symbol]),
            )
            for relation in relations_of(symbol, sorted(alike))
        )

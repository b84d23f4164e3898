"""Facets: what a scope can be narrowed to, counted over the best paragraphs of a ranking."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from corpus.records import Report
from index.passages import PassageTable
from index.ranking import Rows
from service.answer import Facet

_MOST_VALUES = 6  # of one field; the rest are seldom what a reader means


def facets_of(rows: Rows, passages: PassageTable) -> tuple[Facet, ...]:
    """The values of each field that some of the rows have, most frequent first.

    Fields come in the order report, organ, session, year; one with a single value narrows
    nothing and is left out. Equally frequent values keep the order of the ranking.
    """
    counts = Counter(passages.report_places(rows).tolist())
    reports = [(passages.headers[place], count) for place, count in counts.items()]
    return tuple(facet for field in _VALUES for facet in _facets(field, reports))


def _facets(field: str, reports: Sequence[tuple[Report, int]]) -> Iterator[Facet]:
    value_of, counts = _VALUES[field], Counter[str]()
    firsts: dict[str, tuple[str, Report]] = {}
    for header, count in reports:
        value = value_of(header)
        if value is not None:
            key = value.casefold()
            counts[key] += count
            firsts.setdefault(key, (value, header))
    if len(counts) > 1:
        for key, count in counts.most_common(_MOST_VALUES):
            value, header = firsts[key]
            label = _label(field, value, header)
            yield Facet(field=field, value=value, label=label, count=count)


def _label(field: str, value: str, header: Report) -> str:
    return header.name if field == "report_id" else value


def _year(header: Report) -> str | None:
    return None if header.cover.year is None else str(header.cover.year)


_VALUES: dict[str, Callable[[Report], str | None]] = {
    "report_id": lambda header: header.report_id,
    "organ": lambda header: header.cover.organ,
    "session": lambda header: header.cover.session,
    "year": _year,
}

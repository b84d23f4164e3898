"""Which reports a question is asked of, as a mask over the rows of a generation."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from corpus.catalogue import gettext, msgid
from corpus.library import is_called
from corpus.records import Report
from index.passages import PassageTable
from index.places import PlaceTable
from index.ranking import Mask
from service.organs import names_on

_LABELS = {
    "report_id": msgid("report"),
    "symbol": msgid("symbol"),
    "organ": msgid("organ"),
    "session": msgid("session"),
    "year": msgid("year"),
    "section": msgid("section"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which reports are searched; None leaves a field open.

    ``report_id`` takes any name of a report; ``section`` any part of a heading or of a
    component ("annex II"). ``organ`` is the organ as a cover prints it; where none does, one
    that covers name otherwise, or several parted by "; ".
    """

    report_id: str | None = None
    symbol: str | None = None
    organ: str | None = None
    session: str | None = None
    year: int | None = None
    section: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing is left out."""
        return self == Scope()


def scope_label(name: str) -> str:
    """What a field of a scope is called within a sentence."""
    return gettext(_LABELS[name])


def reports_in(scope: Scope, reports: tuple[Report, ...]) -> tuple[Report, ...]:
    """The reports within a scope, in corpus order; its section is not looked at."""
    names = _organ_names(scope.organ, reports)
    return tuple(report for report in reports if _holds(scope, report, organ_names=names))


def rows_in(scope: Scope, passages: PassageTable) -> Mask | None:
    """A mask of the rows within a scope; None when nothing is left out."""
    if scope.is_open:
        return None
    mask = np.zeros(len(passages), dtype=np.bool_)
    for report in reports_in(scope, passages.headers):
        rows = passages.rows_of(report.report_id)
        mask[rows.start : rows.stop] = True
    if scope.section is not None:
        mask &= _rows_under(scope.section, passages.places)
    return mask


def rows_without(
    places: Collection[tuple[str, str]], mask: Mask | None, passages: PassageTable
) -> Mask | None:
    """A mask without some paragraphs, each named by the id of its report and its address."""
    if not places:
        return mask
    left = np.ones(len(passages), dtype=np.bool_) if mask is None else mask.copy()
    for report_id in {report_id for report_id, _ in places}:
        for row in passages.rows_of(report_id):
            left[row] &= (report_id, passages.address(row)) not in places
    return left


def _organ_names(organ: str | None, reports: tuple[Report, ...]) -> frozenset[str]:
    """The names that an organ can have on a cover in place of its printed organ, folded."""
    if organ is None or any(_same(organ, report.cover.organ) for report in reports):
        return frozenset()
    return frozenset(organ.casefold().split("; "))


def _holds(scope: Scope, report: Report, *, organ_names: frozenset[str]) -> bool:
    cover = report.cover
    names = [name for name in (scope.report_id, scope.symbol) if name is not None]
    return (
        all(is_called(report, name) for name in names)
        and (scope.year is None or cover.year == scope.year)
        and (scope.session is None or _same(scope.session, cover.session))
        and (
            scope.organ is None
            or _same(scope.organ, cover.organ)
            or any(name.casefold() in organ_names for name in names_on(cover))
        )
    )


def _same(wanted: str, found: str | None) -> bool:
    return found is not None and wanted.casefold() == found.casefold()


def _rows_under(section: str, places: PlaceTable) -> Mask:
    """The rows with a section in one of their headings, or in their component."""
    name = section.casefold()
    under = places.sections.rows_where(lambda own: any(name in each.casefold() for each in own))
    return under | places.components.rows_where(lambda own: name in own.casefold())

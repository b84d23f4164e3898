"""The list of reports: what it can be narrowed to, and a page of it, newest first."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from service import Report, gettext, msgid, number_text
from web.reader_contexts import Link, ListChoice, ListField
from web.schemas import ReportsQuery

PAGE_REPORTS = 50  # about 40 kB
_VALUES: Mapping[str, Callable[[Report], str | None]] = {
    "organ": lambda report: report.cover.organ,
    "year": lambda report: None if report.cover.year is None else str(report.cover.year),
    "session": lambda report: report.cover.session,
}
_LABELS = {"organ": msgid("Organ"), "year": msgid("Year"), "session": msgid("Session")}
_UNDATED = msgid("Without a date")
_NEWER = msgid("Newer reports, page %(page)s")
_OLDER = msgid("Older reports, page %(page)s")


@dataclass(frozen=True, slots=True)
class Listing:
    """The reports that were found, newest first, and which page of them is shown, from 1."""

    found: tuple[Report, ...]
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-len(self.found) // PAGE_REPORTS))

    @property
    def by_year(self) -> list[tuple[str, tuple[Report, ...]]]:
        """The reports of the page under their years."""
        shown = self.found[(self.page - 1) * PAGE_REPORTS :][:PAGE_REPORTS]
        years = groupby(shown, key=lambda report: _VALUES["year"](report))
        return [(year or gettext(_UNDATED), tuple(reports)) for year, reports in years]


def listing_of(reports: Sequence[Report], query: ReportsQuery) -> Listing:
    """The reports that a query asks for; a page past the last is the last."""
    found = tuple(sorted(_narrowed(reports, query), key=lambda report: report.name))
    newest = tuple(sorted(found, key=lambda report: report.cover.date or "", reverse=True))
    listing = Listing(newest, query.page)
    return Listing(newest, min(query.page, listing.pages))


def list_fields(reports: Sequence[Report], query: ReportsQuery) -> tuple[ListField, ...]:
    """What the list can be narrowed by, each value with what it would leave of the rest.

    A field that tells no reports of the library apart is left out.
    """
    return tuple(
        ListField(name=name, label=gettext(_LABELS[name]), choices=choices)
        for name in _VALUES
        if len({_VALUES[name](report) for report in reports}) > 1
        if (choices := _choices(name, reports, query))
    )


def page_link(query: ReportsQuery, listing: Listing, *, step: int) -> Link | None:
    """The way to another page of the same list, on or back; None where there is none."""
    page = listing.page + step
    if not 1 <= page <= listing.pages:
        return None
    asked = {**query.model_dump(exclude_none=True), "page": page}
    words, label = (gettext("Older"), _OLDER) if step > 0 else (gettext("Newer"), _NEWER)
    url = f"/reports?{urlencode(asked)}"
    return Link(words=words, label=gettext(label, page=page), url=url)


def _narrowed(reports: Sequence[Report], query: ReportsQuery, *, without: str = "") -> list[Report]:
    """The reports that a query asks for, one of its fields left open."""
    wanted = {
        name: str(value).casefold()
        for name in _VALUES
        if name != without and (value := getattr(query, name)) is not None
    }
    words = (query.text or "").casefold().split()
    return [
        report
        for report in reports
        if all((_VALUES[name](report) or "").casefold() == value for name, value in wanted.items())
        and all(word in _searched(report) for word in words)
    ]


def _searched(report: Report) -> str:
    """What the text of a query is looked for in: symbol, title and the name of the file."""
    parts = (report.cover.symbol, report.cover.title, report.source_name)
    return " ".join(part for part in parts if part).casefold()


def _choices(name: str, reports: Sequence[Report], query: ReportsQuery) -> tuple[ListChoice, ...]:
    """The values of a field; the one that is chosen is there though nothing has it."""
    left = _narrowed(reports, query, without=name)
    counts = Counter(value for report in left if (value := _VALUES[name](report)))
    asked = getattr(query, name)
    chosen = "" if asked is None else str(asked)
    if chosen and chosen not in counts:
        counts[chosen] = 0
    ordered = sorted(counts, reverse=name == "year")
    return tuple(
        ListChoice(
            value=value, label=f"{value} ({number_text(counts[value])})", is_chosen=value == chosen
        )
        for value in ordered
    )

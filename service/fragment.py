"""Beginnings of symbols: "S/2025/" names no report, so those that begin so are offered."""

import re
from collections.abc import Sequence

from corpus.catalogue import gettext, ngettext
from corpus.records import Report
from service.citation import report_name
from service.lookup import no_such_symbol
from service.suggestion import MOST, Suggestions

_BEGUN = re.compile(r"[A-Za-z]{1,10}(?:-[A-Za-z]{2,5})?(?:/[\w.()-]*)+")  # S/2025/   E/CN.7
_YEAR = re.compile(r"(?:19|20)\d\d")


def begun_symbol(question: str) -> str | None:
    """The beginning of a symbol, or the year, that is all that was typed; else None."""
    typed = question.strip(" ?")
    is_begun = _BEGUN.fullmatch(typed) and any(c.isdigit() or c == "." for c in typed)
    return typed if is_begun or _YEAR.fullmatch(typed) else None


def offered_reports(
    begun: str, suggestions: Suggestions, headers: Sequence[Report], *, is_whole: bool
) -> str:
    """Which of ``headers`` begin with what was typed, or are of the year, told in a sentence.

    ``is_whole``: what was typed is a symbol that none of them has. "" for a year of no report.
    """
    if _YEAR.fullmatch(begun):
        of_year = [report_name(report) for report in headers if report.cover.year == int(begun)]
        told = gettext("Reports of %(year)s: %(reports)s.", year=begun, reports=_some(of_year))
        return told if of_year else ""
    within = {report.report_id for report in headers}
    found = [each.name for each in suggestions.beginning(begun) if each.report_id in within]
    if is_whole:
        alike = gettext("Symbols that begin so: %(reports)s.", reports=_some(found))
        return f"{no_such_symbol(begun)} {alike}" if found else no_such_symbol(begun)
    if not found:
        return gettext(
            "No report in the library has a symbol that begins with %(begun)s.", begun=begun
        )
    return gettext(
        "Reports whose symbol begins with %(begun)s: %(reports)s.",
        begun=begun,
        reports=_some(found),
    )


def _some(names: Sequence[str]) -> str:
    told, more = "; ".join(names[:MOST]), len(names) - MOST
    if more <= 0:
        return told
    return ngettext("%(names)s; and %(num)s more", "%(names)s; and %(num)s more", more, names=told)

"""Beginnings of symbols: "S/2025/" names no report, so those that begin so are offered."""

import re
from collections.abc import Sequence

from corpus.records import Report
from service.citation import report_name
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
        return f"Reports of {begun}: {_some(of_year)}." if of_year else ""
    within = {report.report_id for report in headers}
    found = [each.name for each in suggestions.beginning(begun) if each.report_id in within]
    if is_whole:
        missing = f"No report with the symbol {begun} is in the library."
        return f"{missing} Symbols that begin so: {_some(found)}." if found else missing
    if not found:
        return f"No report in the library has a symbol that begins with {begun}."
    return f"Reports whose symbol begins with {begun}: {_some(found)}."


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST
    return "; ".join(names[:MOST]) + (f"; and {more} more" if more > 0 else "")

"""The headings of a report: where each begins, and the contents that lead to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from service import Paragraph, Report, report_url
from web.parts import part_name, part_with
from web.reader_contexts import HeadingView, OutlineEntry, OutlinePart

_MAX_HEADING_LEVEL = 6  # HTML has no deeper heading
_MAX_ENTRIES = 120  # about 15 kB, and more than anyone looks through


@dataclass(frozen=True, slots=True)
class Run:
    """The places of neighbouring paragraphs under the same headings, and which of them are new."""

    first: Paragraph
    places: range
    headings: tuple[HeadingView, ...]


def runs_of(report: Report) -> tuple[Run, ...]:
    """A report's paragraphs by their headings, in order of print."""
    runs: list[Run] = []
    above: tuple[str, ...] = ()
    start = 0
    for sections, members in groupby(report.paragraphs, key=lambda each: each.sections):
        first, *others = members
        end = start + 1 + len(others)
        runs.append(Run(first, range(start, end), _new_headings(above, sections, run=len(runs))))
        above, start = sections, end
    return tuple(runs)


def headings_of(run: Run, paragraph: Paragraph, *, is_first: bool) -> tuple[HeadingView, ...]:
    """The headings over a run, or over the rest of it that begins with ``paragraph``.

    What is the first of its part has all of its headings, those of earlier parts without ids.
    """
    if not is_first:
        return run.headings
    sections = paragraph.sections
    new = run.headings if paragraph is run.first else ()
    above = sections[: len(sections) - len(new)]
    continued = (
        HeadingView(text=text, anchor="", level=_level(depth)) for depth, text in enumerate(above)
    )
    return (*continued, *new)


def outline_of(
    report: Report, runs: Sequence[Run], parts: Sequence[range], *, place: int
) -> tuple[OutlinePart, ...]:
    """The contents of a report, of which the paragraph at ``place`` is open.

    Where there are too many headings, the deep ones of the other parts are left out.
    """
    if len(parts) == 1 and not any(run.headings for run in runs):
        return ()
    current = part_with(parts, place) if len(parts) > 1 else 0
    deepest, here = _deepest_level(runs, parts, current=current), _heading_at(runs, place)
    outline = []
    for number, part in enumerate(parts):
        is_current = number == current
        url = "" if len(parts) == 1 else f"{report_url(report.report_id)}?part={number + 1}"
        entries = tuple(
            OutlineEntry(
                text=heading.text,
                url=f"{'' if is_current else url}#{heading.anchor}",
                level=heading.level,
                is_current=heading.anchor == here,
            )
            for heading in _headings_in(runs, part)
            if is_current or heading.level <= deepest
        )
        label = part_name(report, part, number=number) if url else ""
        outline.append(OutlinePart(label=label, url=url, is_current=is_current, entries=entries))
    return tuple(outline)


def _new_headings(
    above: Sequence[str], headings: Sequence[str], *, run: int
) -> tuple[HeadingView, ...]:
    """The headings from the first that differs from those above; ``run`` makes ids unique."""
    pairs = zip(above, headings, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return tuple(
        HeadingView(text=heading, anchor=f"s-{run + 1}-{depth + 1}", level=_level(depth))
        for depth, heading in enumerate(headings)
        if depth >= shared
    )


def _level(depth: int) -> int:
    return min(depth + 2, _MAX_HEADING_LEVEL)


def _headings_in(runs: Sequence[Run], part: range) -> Iterator[HeadingView]:
    """The headings that begin in a part."""
    for run in runs:
        if run.places.start in part:
            yield from run.headings


def _heading_at(runs: Sequence[Run], place: int) -> str:
    """The id of the last heading that begins at a paragraph or before it; "" where none does."""
    begun = [run.headings[-1].anchor for run in runs if run.headings and run.places.start <= place]
    return begun[-1] if begun else ""


def _deepest_level(runs: Sequence[Run], parts: Sequence[range], *, current: int) -> int:
    """The deepest level of heading that is told of the parts other than the current one."""
    levels = [
        heading.level
        for number, part in enumerate(parts)
        if number != current
        for heading in _headings_in(runs, part)
    ]
    for deepest in range(_MAX_HEADING_LEVEL, 1, -1):
        if sum(level <= deepest for level in levels) <= _MAX_ENTRIES:
            return deepest
    return 0

"""How a long report is shown in parts, so that no page of it grows heavy.

A part is a range of the report's paragraphs. It ends before a heading where it can, the highest
one in its second half, and every paragraph belongs to one part only, with its notes and tables.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from service import Paragraph, Report, Table, gettext, ngettext, range_text
from web.places import capitalized, paragraph_words

_MAX_BYTES = 60_000  # of a part; the frame, the contents and an opened paragraph come on top
_PARAGRAPH_BYTES = 600  # the markup of a paragraph
_ITEM_BYTES = 80
_CELL_BYTES = 40
_NOTE_BYTES = 250
_LONE = 99  # deeper than any heading: no heading begins here


def parts_of(report: Report) -> tuple[range, ...]:
    """The places of the paragraphs of each part; one part at least."""
    paragraphs, weights = report.paragraphs, _weights(report)
    parts: list[range] = []
    start = weight = 0
    for place, own in enumerate(weights):
        if weight + own > _MAX_BYTES and place > start:
            end = _end_of(paragraphs, weights, start=start, limit=place)
            parts.append(range(start, end))
            weight, start = sum(weights[end:place]), end
        weight += own
    return (*parts, range(start, len(paragraphs)))


def part_with(parts: Sequence[range], place: int) -> int:
    """Which part has the paragraph at a place; parts count from 0."""
    return next(number for number, part in enumerate(parts) if place in part)


def part_name(report: Report, part: range, *, number: int) -> str:
    """What a part is called: by what it holds, else by its number, which counts from 0."""
    held = part_words(report, part)
    return capitalized(held) if held else gettext("Part %(part)s", part=number + 1)


def part_words(report: Report, part: range) -> str:
    """What a part holds: "paragraphs 1 to 54"; "" where it has no printed number."""
    numbered = [p for p in report.paragraphs[part.start : part.stop] if p.number]
    if not numbered:
        return ""
    first, last = numbered[0], numbered[-1]
    if first.component != last.component:
        return range_text(paragraph_words(first), paragraph_words(last))
    if first is last:
        return paragraph_words(first)
    component = "" if first.component == "body" else f"{first.component}, "
    numbers = range_text(str(first.number), str(last.number))
    return component + ngettext(
        "paragraph %(numbers)s", "paragraphs %(numbers)s", len(numbered), numbers=numbers
    )


def _end_of(
    paragraphs: Sequence[Paragraph], weights: Sequence[int], *, start: int, limit: int
) -> int:
    """Where a part ends that begins at ``start`` and has no room for the one at ``limit``."""
    half, weight = start + 1, weights[start]
    while half < limit and weight < _MAX_BYTES / 2:
        weight += weights[half]
        half += 1
    return min(range(limit, half - 1, -1), key=lambda place: _depth(paragraphs, place))


def _depth(paragraphs: Sequence[Paragraph], place: int) -> int:
    """How deep the highest heading is that begins at a paragraph."""
    above, own = paragraphs[place - 1].sections, paragraphs[place].sections
    if above == own:
        return _LONE
    pairs = zip(above, own, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _weights(report: Report) -> list[int]:
    """About how many bytes each paragraph takes on a page.

    What belongs to no paragraph stands at the end of the report, and weighs with its last.
    """
    weights = [_weight(paragraph) for paragraph in report.paragraphs]
    if not weights:
        return []
    places = {paragraph.address: place for place, paragraph in enumerate(report.paragraphs)}
    told: Counter[int] = Counter()
    for table in report.tables:
        told[places.get(table.address or "", len(weights) - 1)] += _table_weight(table)
    for note in report.notes:  # where it is cited, and at the end
        own = 2 * (len(note.text.encode()) + _NOTE_BYTES)
        told[places.get(note.address or "", len(weights) - 1)] += own
    return [weight + told[place] for place, weight in enumerate(weights)]


def _weight(paragraph: Paragraph) -> int:
    headings = sum(len(heading.encode()) for heading in paragraph.sections)
    text = len(paragraph.text.encode())
    return text + headings + _PARAGRAPH_BYTES + _ITEM_BYTES * len(paragraph.items)


def _table_weight(table: Table) -> int:
    return sum(len(cell.encode()) + _CELL_BYTES for row in table.rows for cell in row)

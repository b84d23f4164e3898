"""Which years a text tells of, and whether it tells of others than those that are asked for.

The right organ in the wrong year is the likeliest wrong answer of official reports: each says
the same of another year.
"""

import re
from collections.abc import Sequence

from corpus.records import Paragraph

_YEAR = r"(?:19|20)\d\d"
_YEARS = re.compile(rf"\b{_YEAR}\b")
_SPAN = re.compile(
    rf"\b(?P<first>{_YEAR})\s*(?:[-–—/]|\bto\b|\band\b)\s*(?P<last>{_YEAR}|\d\d)\b",  # 2022–25
    re.IGNORECASE,
)
_BESIDE = re.compile(  # a year that another is measured by: 14 per cent more than in 2023
    rf"\b(?:from|since|than|before|after|until|to|with|of|by)\s+(?:in\s+)?{_YEAR}\b",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"\bsince\s+(?P<year>{_YEAR})\b", re.IGNORECASE)
_END = 2100


def years_of(text: str) -> frozenset[int]:
    """The years that a text names, those within a span, and those since one."""
    years = {int(year) for year in _YEARS.findall(text)}
    for span in _SPAN.finditer(text):
        first = span["first"]
        years.update(range(int(first), int(first[: 4 - len(span["last"])] + span["last"]) + 1))
    for since in _SINCE.finditer(text):
        years.update(range(int(since["year"]), _END))
    return frozenset(years)


def tells_other_years(question: str, paragraph: Paragraph, quotes: Sequence[str]) -> bool:
    """Whether quotes of a paragraph tell of years, and of none that the question asks for.

    The year of a quote may stand in the item around it, or in a heading above.
    """
    asked = {int(year) for year in _YEARS.findall(question)}
    quoted = "\n".join(quotes)
    if not asked or not _YEARS.search(_BESIDE.sub(" ", quoted)):
        return False
    near = "\n".join([quoted, *paragraph.sections, *(_around(paragraph, q) for q in quotes)])
    return not asked & years_of(near)


def _around(paragraph: Paragraph, quote: str) -> str:
    """The outermost items in which a quote stands; all before the first where it is in none."""
    start = paragraph.text.find(quote)
    if start < 0:
        return ""
    end = start + len(quote)
    items = [item for item in paragraph.items if item.level == 1]
    held = [item for item in items if item.start < end and start < item.end]
    if held:
        return paragraph.text[held[0].start : held[-1].end]
    return paragraph.text[: items[0].start] if items else paragraph.text

"""Our own links, pasted: /r/e-2025-28/26?mark=0-40#p-26, with or without the host."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from corpus.records import Paragraph
from service.answer import Highlight

_LINK = re.compile(
    r"""
    (?:https?://\S+?)?/r/
    (?P<report>[\w%-]+)
    (?:/(?P<address>[\w%.-]+))?/?
    (?:\?mark=(?P<marks>\d{1,6}-\d{1,6}(?:,\d{1,6}-\d{1,6})*))?
    (?:\#\S*)?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Permalink:
    """A link to a report, to a paragraph of it, or to marked places in the paragraph."""

    report_id: str
    address: str | None
    marks: tuple[tuple[int, int], ...]


def read_permalink(text: str) -> Permalink | None:
    """Read a text that is one of our links; None when it is anything else."""
    match = _LINK.fullmatch(text.strip())
    if match is None:
        return None
    pairs = re.findall(r"(\d+)-(\d+)", match["marks"] or "")
    return Permalink(
        unquote(match["report"]),
        unquote(match["address"]) if match["address"] else None,
        tuple((int(start), int(end)) for start, end in pairs),
    )


def spans_in(paragraph: Paragraph, marks: tuple[tuple[int, int], ...]) -> tuple[Highlight, ...]:
    """The marked slices of a paragraph in order of print; marks outside it are left out."""
    text = paragraph.text
    return tuple(
        Highlight(start=start, end=end, quote=text[start:end])
        for start, end in sorted(set(marks))
        if start < end <= len(text)
    )

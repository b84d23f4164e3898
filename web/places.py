"""What a paragraph is called on the pages, and where it stands on them."""

from urllib.parse import quote

from service import Paragraph, Report, paragraph_url
from web.reader_contexts import Link


def paragraph_name(paragraph: Paragraph) -> str:
    """What a paragraph is called: ``Paragraph 26``, ``Annex II, paragraph 4``."""
    number = f"paragraph {paragraph.number}" if paragraph.number else "paragraph without a number"
    name = number if paragraph.component == "body" else f"{paragraph.component}, {number}"
    return name[0].upper() + name[1:]


def anchor_of(paragraph: Paragraph) -> str:
    """The id of a paragraph on its report's page."""
    return f"p-{paragraph.address}"


def permalink_of(report: Report, paragraph: Paragraph) -> str:
    """The path that opens a report at a paragraph."""
    return f"{paragraph_url(report.report_id, paragraph.address)}#{quote(anchor_of(paragraph))}"


def link_to(report: Report, paragraph: Paragraph, *, label: str) -> Link:
    """The way to a paragraph; ``label`` says what it is to the one that is open."""
    name = paragraph_name(paragraph)
    return Link(words=name, label=f"{label}: {name}", url=permalink_of(report, paragraph))

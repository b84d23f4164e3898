"""What a paragraph is called on the pages, and where it stands on them."""

from urllib.parse import quote

from service import Paragraph, Report, gettext, paragraph_url
from web.reader_contexts import Link


def paragraph_name(paragraph: Paragraph) -> str:
    """What a paragraph is called: ``Paragraph 26``, ``Annex II, paragraph 4``."""
    return capitalized(paragraph_words(paragraph))


def paragraph_words(paragraph: Paragraph) -> str:
    """What a paragraph is called within a sentence: ``annex II, paragraph 4``."""
    words = gettext("paragraph without a number")
    if paragraph.number:
        words = gettext("paragraph %(number)s", number=paragraph.number)
    return words if paragraph.component == "body" else f"{paragraph.component}, {words}"


def capitalized(words: str) -> str:
    """Words as they begin a sentence."""
    return words[:1].upper() + words[1:]


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

"""What is told of a report besides its words: its cover, its length, and what to check."""

from collections.abc import Sequence

from service import Doubt, Report, gettext, msgid, ngettext
from web.contexts import Fact
from web.dates import date_text

_LANGUAGES = {
    "ar": msgid("Arabic"),
    "en": msgid("English"),
    "es": msgid("Spanish"),
    "fr": msgid("French"),
    "ru": msgid("Russian"),
    "zh": msgid("Chinese"),
}


def title_of(report: Report) -> str:
    """What a report is headed with."""
    return report.cover.title or report.name


def cover_details(report: Report) -> tuple[str, ...]:
    """What tells a report from others besides its symbol and title."""
    cover = report.cover
    details = (cover.organ, cover.session, date_text(cover.date), cover.nature)
    return tuple(detail for detail in details if detail)


def cover_facts(report: Report) -> tuple[Fact, ...]:
    """What the cover prints, and how long the report is; what it does not print is left out."""
    cover = report.cover
    facts = (
        (gettext("Symbol"), cover.symbol),
        (gettext("Organ"), cover.organ),
        (gettext("Session"), cover.session),
        (gettext("Agenda"), cover.agenda_item),
        (gettext("Date"), date_text(cover.date)),
        (gettext("Distribution"), cover.distribution),
        (gettext("Language"), _language_text(cover.language)),
        (gettext("Kind"), cover.nature),
        (gettext("Source"), cover.source),
        (gettext("Length"), _length(report)),
    )
    return tuple(Fact(label=label, value=value) for label, value in facts if value)


def paragraphs_text(number: int) -> str:
    """How many paragraphs there are: "1,204 paragraphs"."""
    return ngettext("%(num)s paragraph", "%(num)s paragraphs", number)


def reports_text(number: int) -> str:
    """How many reports there are: "81 reports"."""
    return ngettext("%(num)s report", "%(num)s reports", number)


def doubt_texts(doubts: Sequence[Doubt]) -> tuple[str, ...]:
    """What a reader should check, each with its page, as it is kept with the report: in English."""
    return tuple(
        doubt.message if doubt.page is None else f"{doubt.message} (page {doubt.page})"
        for doubt in doubts
    )


def _length(report: Report) -> str:
    paragraphs = paragraphs_text(len(report.paragraphs))
    if report.pages is None:
        return paragraphs
    pages = ngettext("%(num)s page", "%(num)s pages", report.pages)
    return f"{pages}, {paragraphs}"


def _language_text(tag: str | None) -> str | None:
    return gettext(_LANGUAGES[tag]) if tag in _LANGUAGES else tag

"""What is told of a report besides its words: its cover, its length, and what to check."""

from collections.abc import Sequence

from service import Doubt, Report, count_text, printed_date
from web.contexts import Fact

_LANGUAGES = {
    "ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian",
    "zh": "Chinese",
}  # fmt: skip
_FROM_THE_RIGHT = frozenset({"ar", "fa", "he", "ur"})  # languages whose script runs to the left


def title_of(report: Report) -> str:
    """What a report is headed with."""
    return report.cover.title or report.name


def direction_of(report: Report) -> str:
    """The side that a report's paragraph numbers stand on, as HTML says it."""
    return "rtl" if report.cover.language in _FROM_THE_RIGHT else "ltr"


def cover_details(report: Report) -> tuple[str, ...]:
    """What tells a report from others besides its symbol and title."""
    cover = report.cover
    details = (cover.organ, cover.session, printed_date(cover.date), cover.nature)
    return tuple(detail for detail in details if detail)


def cover_facts(report: Report) -> tuple[Fact, ...]:
    """What the cover prints, and how long the report is; what it does not print is left out."""
    cover = report.cover
    facts = (
        ("Symbol", cover.symbol),
        ("Organ", cover.organ),
        ("Session", cover.session),
        ("Agenda", cover.agenda_item),
        ("Date", printed_date(cover.date)),
        ("Distribution", cover.distribution),
        ("Language", _LANGUAGES.get(cover.language or "", cover.language)),
        ("Kind", cover.nature),
        ("Source", cover.source),
        ("Length", _length(report)),
    )
    return tuple(Fact(label=label, value=value) for label, value in facts if value)


def doubt_texts(doubts: Sequence[Doubt]) -> tuple[str, ...]:
    """What a reader should check, each with its page."""
    return tuple(
        doubt.message if doubt.page is None else f"{doubt.message} (page {doubt.page})"
        for doubt in doubts
    )


def _length(report: Report) -> str:
    paragraphs = count_text(len(report.paragraphs), "paragraph")
    if report.pages is None:
        return paragraphs
    return f"{count_text(report.pages, 'page')}, {paragraphs}"

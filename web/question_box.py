"""The question box: what it offers, and what it carries along of the conversation."""

import re
from collections.abc import Sequence

from service import Report
from web.contexts import Choice, HiddenField, QuestionForm, ScopeField

_EXAMPLES = 2
_EXAMPLE_CHARS = 60  # a longer section title makes no natural question
_PLAIN_TITLE = re.compile(r"(introduction|summary|conclusion|recommendation|annex)", re.IGNORECASE)
_HINT = "In your own words; or a citation such as “para. 12”; or words “in quotation marks”."
_FOLLOW_UP_HINT = "A follow-up is understood with the questions before it."


def opening_form(question: str, headers: Sequence[Report], *, max_chars: int) -> QuestionForm:
    """The box that opens a conversation, with the scope that a reader may choose."""
    return QuestionForm(
        label="Your question",
        hint=_HINT,
        question=question,
        max_chars=max_chars,
        is_focused=True,
        carried=(),
        scope_fields=scope_fields_of(headers),
    )


def follow_up_form(carried: Sequence[HiddenField], *, max_chars: int) -> QuestionForm:
    """The box under an answer; the conversation and its scope are carried along."""
    return QuestionForm(
        label="Ask a further question",
        hint=_FOLLOW_UP_HINT,
        question="",
        max_chars=max_chars,
        is_focused=False,
        carried=tuple(carried),
        scope_fields=(),
    )


def examples_of(report: Report) -> tuple[str, ...]:
    """Questions that a report invites: about its sections, and a paragraph by its citation."""
    titles = [
        section.title
        for section in report.sections
        if len(section.title) <= _EXAMPLE_CHARS and not _PLAIN_TITLE.match(section.title)
    ]
    about = [f"What does the report say about {title}?" for title in titles[:_EXAMPLES]]
    numbers = [p.number for p in report.paragraphs if p.number and p.component == "body"]
    named = f"{report.cover.symbol}, para." if report.cover.symbol else "para."
    return (*about, *(f"{named} {number}" for number in numbers[len(numbers) // 2 :][:1]))


def scope_fields_of(headers: Sequence[Report]) -> tuple[ScopeField, ...]:
    """The scope fields that tell the reports of this library apart."""
    fields = (
        ScopeField(name="report_id", label="Report", choices=tuple(map(_report_choice, headers))),
        _scope_field("organ", "Organ", values=[report.cover.organ for report in headers]),
        _scope_field("session", "Session", values=[report.cover.session for report in headers]),
        _scope_field("year", "Year", values=[_year_text(report) for report in headers]),
    )
    return tuple(field for field in fields if len(field.choices) > 1)


def _scope_field(name: str, label: str, *, values: Sequence[str | None]) -> ScopeField:
    found = sorted({value for value in values if value})
    return ScopeField(
        name=name,
        label=label,
        choices=tuple(Choice(value=value, label=value) for value in found),
    )


def _report_choice(report: Report) -> Choice:
    return Choice(value=report.report_id, label=report.name)


def _year_text(report: Report) -> str | None:
    return None if report.cover.year is None else str(report.cover.year)

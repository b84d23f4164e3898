"""The question box: what it offers, and what it carries along of the conversation."""

import hashlib
import re
from collections.abc import Sequence
from itertools import islice

from service import Assistant, Report, gettext, msgid
from web.contexts import Choice, QuestionForm, ScopeField
from web.schemas import AskForm
from web.turns import history_fields, within_field, within_of

_EXAMPLES = 3  # questions, a citation coming on top
_EXAMPLE_CHARS = 60  # a longer section title makes no natural question
_PLAIN_TITLE = re.compile(
    r"""
    .*\b(introduction | summary | conclusions? | recommendations? | annex | overview | background
       | agenda | organi[sz]ation(al)?\ of | other\ matters | elements | mandate | membership
       | adoption | opening | general)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HINT = msgid("In your own words; or a citation such as “para. 12”; or words “in quotation marks”.")
_FOLLOW_UP_HINT = msgid("A follow-up is understood with the questions before it.")


def opening_form(
    headers: Sequence[Report], *, question: str = "", notice: str = "", max_chars: int
) -> QuestionForm:
    """The box that opens a conversation, with the scope that a reader may choose."""
    return QuestionForm(
        label=gettext("Your question"),
        hint=gettext(_HINT),
        question=question,
        notice=notice,
        rows=2,
        max_chars=max_chars,
        is_focused=True,
        carried=(),
        scope_fields=scope_fields_of(headers),
    )


def follow_up_form(
    form: AskForm, *, question: str = "", notice: str = "", max_chars: int
) -> QuestionForm:
    """The box under a conversation, which is carried along with its scope."""
    return QuestionForm(
        label=gettext("Ask a further question"),
        hint=gettext(_FOLLOW_UP_HINT),
        question=question,
        notice=notice,
        rows=1,
        max_chars=max_chars,
        is_focused=bool(notice),
        carried=(*history_fields(form), within_field(within_of(form))),
        scope_fields=(),
    )


def examples_of(assistant: Assistant) -> tuple[str, ...]:
    """Questions that the reports at hand invite: on their sections, and a paragraph by citation.

    They are English, as their reports are. Which reports depends on the generation: the same one
    always invites the same questions.
    """
    reports = sorted(
        (each for each in assistant.reports() if each.cover.language in (None, "en")),
        key=lambda report: _draw(assistant.receipt.generation, report.report_id),
    )
    is_only = len(reports) == 1
    invited = [_about(report, is_only=is_only) for report in reports]
    cited = (_named(assistant.report(each.report_id), is_only=is_only) for each in reports)
    per_report = _EXAMPLES if is_only else 1
    about = [question for questions in invited for question in questions[:per_report]]
    return (*about[:_EXAMPLES], *islice(filter(None, cited), 1))


def _about(report: Report, *, is_only: bool) -> list[str]:
    """Questions on the sections of a report, which is named where there are others."""
    name = "the report" if is_only else report.cover.symbol or report.name
    titles = [
        section.title
        for section in report.sections
        if len(section.title) <= _EXAMPLE_CHARS and not _PLAIN_TITLE.match(section.title)
    ]
    return [f"What does {name} say about {title}?" for title in titles]


def _named(report: Report, *, is_only: bool) -> str:
    """The citation of a paragraph in the middle of a report; "" where that cannot be."""
    numbers = [
        each.number for each in report.paragraphs if each.number and each.component == "body"
    ]
    if not numbers or not (is_only or report.cover.symbol):
        return ""
    pinpoint = f"para. {numbers[len(numbers) // 2]}"
    return f"{report.cover.symbol}, {pinpoint}" if report.cover.symbol else pinpoint


def _draw(generation: str, report_id: str) -> str:
    return hashlib.sha256(f"{generation} {report_id}".encode()).hexdigest()


def scope_fields_of(headers: Sequence[Report]) -> tuple[ScopeField, ...]:
    """The scope fields that tell the reports of this library apart."""
    fields = (
        ScopeField(
            name="report_id", label=gettext("Report"), choices=tuple(map(_report_choice, headers))
        ),
        _scope_field("organ", gettext("Organ"), values=[report.cover.organ for report in headers]),
        _scope_field(
            "session", gettext("Session"), values=[report.cover.session for report in headers]
        ),
        _scope_field("year", gettext("Year"), values=[_year_text(report) for report in headers]),
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

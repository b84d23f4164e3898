"""What each page is given: one dataclass a page, and every template variable a field of it.

Everything here is ready to print: templates choose and repeat, and compute nothing.
"""

from dataclasses import dataclass

from web.typesetting import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenField:
    """A form field that the reader does not see."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a scope field, and how it is called on the page."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeField:
    """A scope field that a reader may choose from."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeFilter:
    """A scope field in force; the same question with ``remaining`` is asked without it."""

    label: str
    value: str
    remaining: tuple[HiddenField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """The question box, and what the conversation carries along."""

    label: str
    hint: str
    question: str
    max_chars: int
    is_focused: bool
    carried: tuple[HiddenField, ...]
    scope_fields: tuple[ScopeField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that the cover says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationLine:
    """The words of a citation in print, with those that stay on one line apart."""

    start: str
    unbroken: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationView:
    """What a report is to another, which is named by its symbol: "Revised by"."""

    words: str
    symbol: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatementView:
    """Another place that says what a passage says."""

    citation: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A passage: its excerpt, and the whole paragraph where the excerpt leaves something out.

    ``quotation`` is what is copied, the quotes with their citation; "" where nothing answers.
    ``anchor`` is the id of the passage on its page; ``place`` is where it stands in the report,
    outermost first; ``length`` is that of the whole paragraph. ``relations`` name what has
    changed the report since. ``also`` are the other places that say the same, and
    ``more`` those past a handful, which open under ``more_label``.
    """

    anchor: str
    number: str
    citation: str
    citation_line: CitationLine
    quotation: str
    place: tuple[str, ...]
    language: str
    excerpt: tuple[Group, ...]
    whole: tuple[Group, ...]
    length: str
    url: str
    relations: tuple[RelationView, ...]
    also: tuple[RestatementView, ...]
    more: tuple[RestatementView, ...]
    more_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What ``base.html`` needs; ``twin_url`` is the same in JSON, "" where there is none."""

    page_title: str
    section: str
    twin_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskContext(PageContext):
    """The page that asks; ``notice`` says why a question could not be asked, else ""."""

    form: QuestionForm
    notice: str
    examples: tuple[str, ...]
    reports: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContext(PageContext):
    """The page that answers, with the conversation so far.

    ``first`` are the passages shown at full size; ``others`` follow under ``others_title``.
    """

    question: str
    understood: str
    conversation: tuple[str, ...]
    filters: tuple[ScopeFilter, ...]
    is_answered: bool
    verdict: str
    message: str
    confidence: str
    first: tuple[PassageView, ...]
    others_title: str
    others: tuple[PassageView, ...]
    receipt: tuple[Fact, ...]
    form: QuestionForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorContext(PageContext):
    """A page that could not be shown."""

    status: int
    heading: str
    detail: str

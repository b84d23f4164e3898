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
    """A scope field in force; the same question ``within`` what remains is asked without it.

    ``is_read`` says that it was read from the question, and not chosen.
    """

    label: str
    value: str
    is_read: bool
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value that the scope can be narrowed to, and ``within``, which asks again with it."""

    label: str
    count: int
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetGroup:
    """What a field of the scope can be narrowed to."""

    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """The question box, and what the conversation carries along.

    ``notice`` says why the question could not be asked, else "".
    """

    label: str
    hint: str
    question: str
    notice: str
    rows: int
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
class QuotedTableView:
    """Rows of a table that answer, under the head of their table, with its citation."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Words that were asked for and what is printed in their place; either can be ""."""

    typed: str
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A passage: its excerpt, and the whole paragraph where the excerpt leaves something out.

    ``quotes`` are what answers, set first and largest; none where nothing does, where ``tables``
    answer better, or where the paragraph itself is what was asked for. ``quotation`` is what is
    copied, all that is quoted with its citations; "" where nothing answers.
    ``copied_citation`` has the citations of all that is quoted.
    ``anchor`` is the id of the passage on its page; ``place`` is where it stands in the report,
    outermost first; ``direction`` is the way that the report's script runs; ``length`` is that
    of the whole paragraph. ``relations`` name what has changed the report since. ``also`` are
    the other places that say the same, and ``more`` those past a handful, which open under
    ``more_label``. ``within`` asks again in this report alone; "" where that is so already.
    """

    anchor: str
    is_compact: bool
    quotes: tuple[str, ...]
    changes: tuple[ChangeView, ...]
    tables: tuple[QuotedTableView, ...]
    number: str
    citation: str
    citation_line: CitationLine
    copied_citation: str
    quotation: str
    place: tuple[str, ...]
    language: str
    direction: str
    excerpt: tuple[Group, ...]
    whole: tuple[Group, ...]
    length: str
    url: str
    relations: tuple[RelationView, ...]
    also: tuple[RestatementView, ...]
    more: tuple[RestatementView, ...]
    more_label: str
    bibtex_url: str
    ris_url: str
    csl_url: str
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """One side of a comparison; ``verdict`` says that nothing answers it, else ""."""

    label: str
    verdict: str
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What is said to a question.

    ``searched`` is the query where it is not the question itself, else ""; ``announcement`` is
    what a screen reader is told once. ``first`` are the passages shown at full size; ``others``
    follow under ``others_title``. ``link`` opens the conversation up to here again. One that
    ``is_folded`` has its first passages alone, and a button that shows all of it.
    """

    searched: str
    readings: tuple[str, ...]
    filters: tuple[ScopeFilter, ...]
    facets: tuple[FacetGroup, ...]
    is_answered: bool
    verdict: str
    message: str
    confidence: str
    announcement: str
    first: tuple[PassageView, ...]
    others_title: str
    others: tuple[PassageView, ...]
    columns: tuple[ColumnView, ...]
    receipt: tuple[Fact, ...]
    link: str
    takes_feedback: bool
    is_folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnView:
    """A question and its answer; None where an earlier one is not shown again.

    ``before`` carries the turns before it, and ``within`` what it is asked within: together with
    the question they ask it again.
    """

    anchor: str
    question: str
    before: tuple[HiddenField, ...]
    within: HiddenField
    answer: AnswerView | None
    is_newest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPassage:
    """A passage on paper, with its citation and address in full; ``notes`` follow it."""

    quotation: str
    citation: str
    url: str
    notes: tuple[str, ...]
    tables: tuple[QuotedTableView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedGroup:
    """Passages under a title, which is "" where none is needed."""

    title: str
    passages: tuple[PrintedPassage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTurn:
    """A question and its answer on paper."""

    question: str
    understanding: tuple[str, ...]
    verdict: str
    message: str
    groups: tuple[PrintedGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What ``base.html`` needs; ``twin_url`` is the same in JSON, "" where there is none."""

    page_title: str
    section: str
    twin_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskContext(PageContext):
    """The page that asks; ``reports`` says how many there are, "" where none is."""

    form: QuestionForm
    examples: tuple[str, ...]
    reports: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationContext(PageContext):
    """The conversation, newest turn last; without turns, it waits for a link to be opened."""

    turns: tuple[TurnView, ...]
    form: QuestionForm


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnContext:
    """A turn alone, with the box that follows it, for a page that has the turns before it."""

    page_title: str
    turn: TurnView
    form: QuestionForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintContext(PageContext):
    """A conversation for paper, with the receipt of its answers."""

    turns: tuple[PrintedTurn, ...]
    receipt: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksContext(PageContext):
    """What follows feedback where no script tells of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorContext(PageContext):
    """A page that could not be shown; ``report_url`` leads to the report it is of, if any."""

    status: int
    heading: str
    detail: str
    report_url: str

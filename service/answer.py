"""What the assistant says: cited passages, or an honest none.

Every record here is plain and frozen; ``answer_json`` is the contract's form of an ``Answer``.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from corpus.records import Item
from service.relations import RelatedReport
from service.scope import Scope


class AnswerKind(StrEnum):
    """The road that the question took."""

    ANSWER = "answer"
    LOOKUP = "lookup"
    QUOTATION = "quotation"
    ABSTENTION = "abstention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A quote and where it stands: always ``passage.text[start:end] == quote``."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedRow:
    """A row of a table that follows a passage, under the table's title and head, with its citation.

    ``cells`` and ``head`` are as printed, a cell for each column; either may have fewer.
    """

    title: str | None
    head: tuple[str, ...]
    cells: tuple[str, ...]
    page: int | None
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Where a passage differs from the words that were asked for.

    ``quote`` is ``passage.text[start:end]``, "" where it lacks words; ``typed`` is what was asked
    for in its place, "" where nothing was.
    """

    start: int
    end: int
    quote: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A value of a scope field, how a reader calls it, and how many passages it would leave."""

    field: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """Another paragraph that says what a passage says, with its citation and permalink."""

    report_id: str
    symbol: str | None
    number: str | None
    address: str
    citation: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph chosen as evidence, with its citation.

    ``citation`` names the items that hold all highlights; ``url`` is the path of the
    permalink, which opens the report at the paragraph with its highlights marked. ``relations``
    are the reports of the library that revise, correct or supplement the cited one, or that it
    does so to. ``also`` are the other places that say the same, in the order of the ranking.
    ``rows`` are what tables that follow it say in answer.
    ``changes`` are where a quotation that was asked for differs, in order of print.

    Raises:
        ValueError: a highlight or a change is not a slice of the text.
    """

    rank: int
    score: float
    report_id: str
    symbol: str | None
    title: str | None
    component: str
    number: str | None
    address: str
    sections: tuple[str, ...]
    page: int | None
    text: str
    items: tuple[Item, ...]
    highlights: tuple[Highlight, ...]
    citation: str
    url: str
    relations: tuple[RelatedReport, ...] = ()
    also: tuple[Restatement, ...] = ()
    changes: tuple[Change, ...] = ()
    rows: tuple[QuotedRow, ...] = ()

    def __post_init__(self) -> None:
        quoted: tuple[Highlight | Change, ...] = (*self.highlights, *self.changes)
        for each in quoted:
            if self.text[each.start : each.end] != each.quote:
                raise ValueError(f"{each} is no slice of {self.address}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What produced an answer: the same receipt and question give the same bytes."""

    generation: str
    corpus_sha256: str
    encoder: str
    settings_sha256: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One side of a comparison: what it is about, what was searched for it, and what was found.

    ``passages`` are cited and shown as those of an answer; none where nothing answers.
    """

    label: str
    query: str
    answered: bool
    confidence: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The passages that answer a question, or the nearest ones when none does.

    ``confidence`` is the calibrated probability that the passages answer the question.
    ``message`` says in one sentence why there is no answer; it is empty when there is one.
    ``scope`` is what was searched: the fields asked for, and those that were read from the
    question, whose names are ``inferred``: a year, organ or session that was read also keeps
    other paragraphs that speak of it. ``readings`` are other questions that a follow-up can
    mean, each standing alone. ``facets`` are what the scope can be narrowed to. ``columns`` are
    the sides of a comparison; ``passages`` are then the first of each.
    """

    question: str
    query: str
    kind: AnswerKind
    answered: bool
    confidence: float
    scope: Scope
    passages: tuple[Passage, ...]
    receipt: Receipt
    message: str = ""
    inferred: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether nothing was searched: ``message`` replies to a greeting or to thanks."""
        return not self.query


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The ranking that an answer is chosen from: paragraphs, cited, and nothing marked in them.

    ``query``, ``scope`` and ``inferred`` are as in an answer.
    """

    question: str
    query: str
    scope: Scope
    passages: tuple[Passage, ...]
    receipt: Receipt
    inferred: tuple[str, ...] = ()


def answer_json(answer: Answer | SearchResult) -> dict[str, Any]:
    """The answer in the form of the contract of ``POST /api/v1/ask``, or what search found."""
    return asdict(answer)

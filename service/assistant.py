"""The assistant: the main path of an answer, on one screen.

A question is a citation to open, a quotation to find, or a question to answer; each road brings
back a ``Finding``, which is told as an ``Answer``. The assistant keeps nothing between calls:
the caller carries the conversation, and the same question over the same generation gives the
same bytes.
"""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from corpus.errors import QuestionEmpty, QuestionTooLong
from corpus.records import Paragraph, Report
from index.generation import Generation
from index.pacing import Rest, paced
from index.ranking import Vectors
from index.settings import RetrievalSettings, settings_digest
from service.answer import Answer, Passage, Receipt, SearchResult
from service.answer_types import is_keyword_search
from service.citation_road import CitationRoad
from service.comparison_road import ComparisonRoad
from service.confidence import Features
from service.conversation import Asked, turns_of, understand
from service.courtesy import reply_to_courtesy, without_courtesy
from service.finding import Chosen, Finding, column_of, nothing_found, passage_of
from service.ordinals import meant_by_place, names_place
from service.parallels import Parallels, find_parallels
from service.question_road import QuestionRoad
from service.quotation_road import QuotationRoad
from service.reach import aim_of
from service.relations import RelatedReport
from service.scope import Scope, rows_in, rows_without
from service.scope_reading import ScopeReader
from service.searcher import Searcher
from service.settings import ServiceSettings
from service.stages import Watch, unwatched
from service.suggestion import Suggestion

_MAX_TURNS = 20  # earlier questions that can still be meant


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved paragraph and its score."""

    report_id: str
    address: str
    score: float


class Assistant:
    """Answers questions over one generation; safe to share between threads."""

    def __init__(
        self,
        generation: Generation,
        *,
        settings: ServiceSettings,
        retrieval: RetrievalSettings,
        watch: Watch = unwatched,
    ) -> None:
        self._settings = settings
        self._passages = generation.passages
        self._reader = ScopeReader(generation.passages.headers)
        self._searcher = Searcher(generation, settings=settings, retrieval=retrieval, watch=watch)
        self._citations = CitationRoad(self._searcher, settings=settings)
        self._quotations = QuotationRoad(self._searcher)
        self._questions = QuestionRoad(self._searcher, settings=settings)
        self._comparisons = ComparisonRoad(self._searcher, self._questions, self._reader)
        self.receipt = Receipt(
            generation=generation.name,
            corpus_sha256=generation.manifest.corpus_sha256,
            encoder=generation.manifest.encoder,
            settings_sha256=settings_digest(settings, retrieval),
            version=version("rapporteur"),
        )

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Scope | None = None,
        limit: int = 5,
        open_fields: Collection[str] = (),
    ) -> Answer:
        """Answer a question; ``history`` is the earlier questions, oldest first.

        The question narrows the fields of the scope that it names, save those in
        ``open_fields`` and those that ``scope`` sets. At most ``limit`` passages come back, save
        for a citation, which opens all that it names.

        Raises:
            QuestionEmpty: it has no words.
            QuestionTooLong: it has more characters than the settings allow.
            ValueError: ``limit`` is below 1, or a name in ``open_fields`` is no field of a scope.
        """
        _check(limit, open_fields)
        question, scope = self._checked(question), scope or Scope()
        turns = [self._checked(turn) for turn in history[-_MAX_TURNS:] if _has_words(turn)]
        asked = self._understood(question, turns)
        if turns and names_place(question):
            shown = self.ask(turns[-1], history=turns[:-1], scope=scope)
            asked = meant_by_place(question, shown) or asked
        aim = aim_of(asked.scoped, self._reader, scope=scope, open_fields=frozenset(open_fields))
        opened = aim.of_symbol()
        finding = (
            _reply(question)
            or self._quotations.find(question, aim=aim, limit=limit)
            or self._citations.open(asked.words, scope=opened.scope, limit=limit)
            or self._quotations.miss(question, aim=aim, limit=limit)
            or self._comparisons.answer(question, asked, aim=aim, limit=limit)
        )
        if asked.earlier and not finding.is_answer and is_keyword_search(asked.words):
            alone = self.ask(question, scope=scope, limit=limit, open_fields=open_fields)
            if alone.answered:  # words that are looked for anew, and meant nothing before
                return alone
        reach = finding.reach or opened
        return Answer(
            question=question,
            query=finding.query,
            kind=finding.kind,
            answered=finding.is_answer,
            confidence=finding.confidence,
            scope=reach.scope,
            inferred=reach.inferred,
            passages=self._passages_of(finding.chosen),
            receipt=self.receipt,
            message=finding.message,
            readings=asked.readings,
            facets=finding.facets,
            columns=tuple(column_of(e, related=self._searcher.related) for e in finding.columns),
        )

    def rank(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Scope | None = None,
        limit: int = 10,
        open_fields: Collection[str] = (),
    ) -> SearchResult:
        """The ranking that ``ask`` chooses from, for the same question: no evidence, no silence.

        A citation or a quotation is searched for by its words.

        Raises:
            QuestionEmpty, QuestionTooLong, ValueError: as for ``ask``.
        """
        _check(limit, open_fields)
        question, scope = self._checked(question), scope or Scope()
        turns = [self._checked(turn) for turn in history[-_MAX_TURNS:] if _has_words(turn)]
        asked = self._understood(question, turns)
        aim = aim_of(asked.scoped, self._reader, scope=scope, open_fields=frozenset(open_fields))
        reach, chosen = self._questions.ranked(asked, aim=aim, limit=limit)
        return SearchResult(
            question=question,
            query=asked.query,
            scope=reach.scope,
            inferred=reach.inferred,
            passages=self._passages_of(chosen),
            receipt=self.receipt,
        )

    def search(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Scope | None = None,
        depth: int = 100,
    ) -> tuple[Hit, ...]:
        """Rank paragraphs for a question: no look-up, evidence or abstention."""
        read = self._searcher.read(self._understood(question, history))
        retrieved = self._searcher.retrieve(read, scope or Scope(), depth=depth)
        return tuple(
            Hit(self._passages.header_at(row).report_id, self._passages.address(row), score)
            for row, score in retrieved.ranking
        )

    def embedding_of(self, query: str) -> Vectors:
        """What the encoder makes of a query as it stands: a unit vector of shape ``(d,)``."""
        return self._searcher.generation.encoder.encode(query)

    def reports(self) -> tuple[Report, ...]:
        """All reports, in corpus order, without their paragraphs."""
        return self._passages.headers

    def prepare(self, *, rest: Rest = time.sleep) -> None:
        """Make what only some questions and suggestions need, unhurried, beside all others.

        Without it the first of them takes up to a second, over some thousand reports. ``rest`` is
        given the seconds to wait after each portion; what it raises ends the work.
        """
        pace = partial(paced, rest=rest)
        self._reader.prepare(pace)
        self._searcher.prepare(pace)

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """The reports that what is being typed can name, at most eight."""
        return self._searcher.suggestions.of(typed)

    def report(self, report_id: str) -> Report:
        """A report with its paragraphs.

        Raises:
            UnknownReport: there is no such report.
        """
        return self._passages.report(report_id)

    def related(self, report: Report) -> tuple[RelatedReport, ...]:
        """The reports that belong with one by their symbols, revisions of it first."""
        return self._searcher.related.of(report)

    def paragraph_count(self, report_id: str) -> int:
        """How many paragraphs a report has.

        Raises:
            UnknownReport: there is no such report.
        """
        return len(self._passages.rows_of(report_id))

    def parallels(self, report: Report, paragraph: Paragraph) -> Parallels:
        """Where else the reports say what a paragraph of a report says, or speak of the same."""
        return find_parallels(self._searcher, report, paragraph)

    def features(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Scope | None = None,
        without: Collection[tuple[str, str]] = (),
    ) -> Features | None:
        """What the confidence in an answer is judged by; None when nothing is retrieved.

        ``without`` are paragraphs, by report id and address, as if the library lacked them.
        """
        asked, scope = self._understood(question, history), scope or Scope()
        aim = aim_of(asked.scoped, self._reader, scope=scope)
        allowed = rows_without(without, rows_in(scope, self._passages), self._passages)
        return self._questions.features(question, asked, aim=aim, allowed=allowed)

    def _passages_of(self, chosen: Sequence[Chosen]) -> tuple[Passage, ...]:
        related = self._searcher.related
        return tuple(passage_of(rank, each, related=related) for rank, each in enumerate(chosen, 1))

    def _understood(self, question: str, history: Sequence[str]) -> Asked:
        """A question read with the conversation before it; a citation stays what it is."""
        cited = self._citations.completed(without_courtesy(question), turns_of(history))
        if cited is not None:
            return Asked(words=cited)
        return understand(question, history, idf=self._searcher.generation.lexical.idf)

    def _checked(self, question: str) -> str:
        text = " ".join(question.split())
        if not _has_words(text):
            raise QuestionEmpty("the question is empty; ask in words, or cite a paragraph")
        allowed = self._settings.max_question_chars
        if len(text) > allowed:
            raise QuestionTooLong(
                f"the question has {len(text):,} characters; at most {allowed:,} are read"
            )
        return text


def _check(limit: int, open_fields: Collection[str]) -> None:
    if limit < 1:
        raise ValueError(f"limit is {limit}; it must be at least 1")
    if unknown := set(open_fields) - set(Scope.__slots__):
        raise ValueError(f"open_fields has {sorted(unknown)}; a scope has no such fields")


def _reply(question: str) -> Finding | None:
    """What a greeting or thanks is answered with: nothing is searched for it."""
    reply = reply_to_courtesy(question)
    return None if reply is None else nothing_found("", (), message=reply)


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)

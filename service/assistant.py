"""The assistant: the main path of an answer, on one screen.

A question is a citation to open, a quotation to find, or a question to answer; each road brings
back a ``Finding``, which is told as an ``Answer``. The assistant keeps nothing between calls:
the caller carries the conversation, and the same question over the same generation gives the
same bytes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import islice

from corpus.errors import QuestionEmpty, QuestionTooLong
from corpus.library import is_called
from corpus.records import Paragraph, Report
from corpus.references import Reference, read_reference
from corpus.symbols import find_symbols, is_symbol
from index.generation import Generation
from index.retriever import Query, Retrieved, Retriever
from index.settings import RetrievalSettings, settings_digest
from index.tokens import tokenize
from service.answer import Answer, AnswerKind, Receipt
from service.confidence import Features, features_of, read_confidence_model
from service.evidence import Evidence, score_sentences, select_evidence
from service.finding import Chosen, Finding, nothing_found, passage_of
from service.lookup import (
    agrees,
    candidate_reports,
    find_paragraphs,
    missing_item,
    named_report,
    nearest_paragraphs,
    span_of,
    topic_of,
    which_report,
    words_beside,
)
from service.quotation import places_of, quoted_words, rows_with_all
from service.relations import RelatedReport, RelatedReports
from service.restatements import groups_to_show, shown_of, with_quotes
from service.rewriting import rewrite
from service.scope import Scope, reports_in, rows_in, rows_without
from service.settings import ServiceSettings

_NOTHING_LIKE_IT = "No paragraph of these reports has anything in common with this."
_NOWHERE = "These words stand in no paragraph of the reports."
_MAX_TURNS = 20  # earlier questions that can still be meant
_MAX_CANDIDATES = 100  # reports that are opened to see which has the paragraph
_MIN_GATHERED = 20  # passages looked through for those that say the same; the same for all limits


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved paragraph and its score."""

    report_id: str
    address: str
    score: float


class Assistant:
    """Answers questions over one generation; safe to share between threads."""

    def __init__(
        self, generation: Generation, *, settings: ServiceSettings, retrieval: RetrievalSettings
    ) -> None:
        self._passages = generation.passages
        self._related = RelatedReports(generation.passages.headers)
        self._generation = generation
        self._settings = settings
        self._retriever = Retriever(generation, retrieval)
        self._confidence = read_confidence_model()
        asked = settings.min_confidence
        self._min_confidence = self._confidence.min_confidence if asked is None else asked
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
    ) -> Answer:
        """Answer a question; ``history`` is the earlier questions, oldest first.

        At most ``limit`` passages come back, save for a citation, which opens all that it names.

        Raises:
            QuestionEmpty: it has no words.
            QuestionTooLong: it has more characters than the settings allow.
            ValueError: ``limit`` is below 1.
        """
        if limit < 1:
            raise ValueError(f"limit is {limit}; it must be at least 1")
        question, scope = self._checked(question), scope or Scope()
        turns = [self._checked(turn) for turn in history[-_MAX_TURNS:] if _has_words(turn)]
        asked = rewrite(question, turns)
        finding = (
            self._find_quotation(question, scope=scope, limit=limit)
            or self._open_citation(asked, scope=scope, limit=limit)
            or self._miss_quotation(question, scope=scope, limit=limit)
            or self._answer(question, self._retriever.read(asked), scope=scope, limit=limit)
        )
        return Answer(
            question=question,
            query=finding.query,
            kind=finding.kind,
            answered=finding.kind is not AnswerKind.ABSTENTION,
            confidence=finding.confidence,
            scope=scope,
            passages=tuple(
                passage_of(rank, each, related=self._related)
                for rank, each in enumerate(finding.chosen, 1)
            ),
            receipt=self.receipt,
            message=finding.message,
        )

    def search(
        self, query: str, *, scope: Scope | None = None, depth: int = 100
    ) -> tuple[Hit, ...]:
        """Rank paragraphs for a query as it stands: no look-up, evidence or abstention."""
        retrieved = self._retrieve(self._retriever.read(query), scope or Scope(), depth=depth)
        return tuple(
            Hit(self._passages.header_at(row).report_id, self._passages.address(row), score)
            for row, score in retrieved.ranking
        )

    def reports(self) -> tuple[Report, ...]:
        """All reports, in corpus order, without their paragraphs."""
        return self._passages.headers

    def report(self, report_id: str) -> Report:
        """A report with its paragraphs.

        Raises:
            UnknownReport: there is no such report.
        """
        return self._passages.report(report_id)

    def related(self, report: Report) -> tuple[RelatedReport, ...]:
        """The reports that belong with one by their symbols, revisions of it first."""
        return self._related.of(report)

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
        query = self._retriever.read(rewrite(question, history))
        allowed = rows_without(without, rows_in(scope or Scope(), self._passages), self._passages)
        retrieved = self._retriever.search(query, depth=1, allowed=allowed)
        if not len(retrieved.ranking):
            return None
        return self._features(question, query, retrieved, self._first(query, retrieved))

    def _open_citation(self, question: str, *, scope: Scope, limit: int) -> Finding | None:
        """Open the paragraphs that a citation names; None when the question is no citation."""
        headers = reports_in(scope, self.reports())
        named, rest = named_report(question, headers)
        reference = read_reference(rest)
        if reference is None:
            return self._open_symbol(question, headers, limit=limit)
        candidates = (named,) if named else candidate_reports(reference, headers)
        holding = self._holding(reference, candidates)
        meant = holding or self._only(reference, candidates, headers)
        if len(meant) != 1:
            message = which_report(reference, holding or candidates, headers, holds=bool(holding))
            return nothing_found(question, (), message=message)
        return self._opened(question, reference, meant[0])

    def _holding(self, reference: Reference, candidates: Sequence[Report]) -> list[Report]:
        """Those candidates that have what the citation names."""
        reports = [self.report(each.report_id) for each in candidates[:_MAX_CANDIDATES]]
        return [report for report in reports if find_paragraphs(reference, report)[0]]

    def _only(
        self, reference: Reference, candidates: Sequence[Report], headers: Sequence[Report]
    ) -> list[Report]:
        """The one report that a citation can mean, though it has no such paragraph."""
        if len(candidates) == 1:
            return [self.report(candidates[0].report_id)]
        return self._lone(reference, headers)

    def _lone(self, reference: Reference, headers: Sequence[Report]) -> list[Report]:
        """The only report, when the words beside a citation are about its paragraph."""
        if len(headers) != 1 or reference.symbol or not agrees(reference.rest, headers[0]):
            return []
        report = self.report(headers[0].report_id)
        paragraphs, _ = find_paragraphs(reference, report)
        own = {token for paragraph in paragraphs for token in tokenize(paragraph.text)}
        return [report] if words_beside(reference) & own else []

    def _opened(self, question: str, reference: Reference, report: Report) -> Finding:
        """Open what a citation names in the report that it means, or say what does not exist."""
        paragraphs, missing = find_paragraphs(reference, report)
        if not paragraphs:
            near = [Chosen(report, p, 0.0) for p in nearest_paragraphs(reference, report)]
            return nothing_found(question, near, message=missing)
        most = self._settings.max_lookup_paragraphs
        if len(paragraphs) > most:
            missing = f"Only the first {most} of {len(paragraphs)} paragraphs are shown. {missing}"
        chosen = []
        for paragraph in paragraphs[:most]:
            evidence = self._named(reference, paragraph, report)
            if evidence is None:
                near = [Chosen(report, paragraph, 0.0)]
                return nothing_found(question, near, message=missing_item(paragraph))
            chosen.append(Chosen(report, paragraph, 1.0, evidence))
        message = missing.strip()
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen, message=message)

    def _open_symbol(
        self, question: str, headers: Sequence[Report], *, limit: int
    ) -> Finding | None:
        """Open the beginning of the report whose symbol is all that was typed."""
        symbol = question.strip(" .?")
        if not is_symbol(symbol) or not find_symbols(symbol):
            return None
        found = [report for report in headers if is_called(report, symbol)]
        if not found:
            message = f"No report with the symbol {symbol} is in the library."
            return nothing_found(question, (), message=message)
        rows = self._passages.rows_of(found[0].report_id)[:limit]
        chosen = [Chosen(found[0], self._passages.paragraph(row), 1.0) for row in rows]
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen)

    def _find_quotation(self, question: str, *, scope: Scope, limit: int) -> Finding | None:
        """Find where the reports say the words in quotation marks; None when nowhere."""
        words = quoted_words(question)
        if words is None:
            return None
        allowed = rows_in(scope, self._passages)
        rows = rows_with_all(words, self._generation.lexical, count=len(self._passages))
        places = (
            (row, paragraph, found)
            for row in rows
            if allowed is None or allowed[row]
            if (found := places_of(words, paragraph := self._passages.paragraph(row)))
        )
        depth = self._depth(limit)
        chosen = [
            Chosen(self._passages.header_at(row), paragraph, 1.0, Evidence(found, found[0].start))
            for row, paragraph, found in islice(places, depth + 1)
        ]
        if not chosen:
            return None
        groups = self._groups(chosen[:depth], query=words)
        shown = min(limit, len(groups))
        more = f"These words stand in more paragraphs; the first {shown} are shown."
        return Finding(
            kind=AnswerKind.QUOTATION,
            query=words,
            chosen=[shown_of(chosen, group) for group in groups[:limit]],
            message=more if len(groups) > limit or len(chosen) > depth else "",
        )

    def _miss_quotation(self, question: str, *, scope: Scope, limit: int) -> Finding | None:
        """Tell that words in quotation marks stand nowhere; None when there are none."""
        words = quoted_words(question)
        if words is None:
            return None
        query = self._retriever.read(words)
        retrieved = self._retrieve(query, scope, depth=self._depth(limit))
        near = self._choose(query, retrieved, limit=limit)
        return nothing_found(words, near, message=_NOWHERE)

    def _answer(self, question: str, query: Query, *, scope: Scope, limit: int) -> Finding:
        """Retrieve, select evidence, and decide whether it answers."""
        retrieved = self._retrieve(query, scope, depth=self._depth(limit))
        if not len(retrieved.ranking):
            message = _NOTHING_LIKE_IT if scope.is_open else "No report is within this scope."
            return nothing_found(query.text, (), message=message)
        chosen = self._choose(query, retrieved, limit=limit)
        first = self._first(query, retrieved, chosen)
        confidence = self._confidence.probability(self._features(question, query, retrieved, first))
        if confidence < self._min_confidence:
            message = "No paragraph of these reports was found to answer this."
            return nothing_found(query.text, chosen, message=message, confidence=confidence)
        return Finding(
            kind=AnswerKind.ANSWER, query=query.text, chosen=chosen, confidence=confidence
        )

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

    def _retrieve(self, query: Query, scope: Scope, *, depth: int) -> Retrieved:
        allowed = rows_in(scope, self._passages)
        return self._retriever.search(query, depth=depth, allowed=allowed)

    def _choose(self, query: Query, retrieved: Retrieved, *, limit: int) -> list[Chosen]:
        """The best paragraphs that say different things, each with what it says in answer."""
        ranked = [(row, self._ranked(row, score)) for row, score in retrieved.ranking]
        rows, found = [row for row, _ in ranked], [each for _, each in ranked]
        return [
            with_quotes(
                shown_of(found, group),
                self._evidence(query, rows[group[0]], found[group[0]].paragraph),
            )
            for group in self._groups(found, query=query.text)[:limit]
        ]

    def _first(self, query: Query, retrieved: Retrieved, chosen: Sequence[Chosen] = ()) -> Chosen:
        """The paragraph ranked first, whichever of those that say the same is shown."""
        row, score = next(iter(retrieved.ranking))
        first = self._ranked(row, score)
        for shown in chosen[:1]:
            if (shown.report, shown.paragraph) == (first.report, first.paragraph):
                return shown
        return replace(first, evidence=self._evidence(query, row, first.paragraph))

    def _ranked(self, row: int, score: float) -> Chosen:
        return Chosen(self._passages.header_at(row), self._passages.paragraph(row), score)

    def _groups(self, found: Sequence[Chosen], *, query: str) -> Sequence[tuple[int, ...]]:
        """The places of what was found, those together that say the same; first the one shown."""
        if not self._settings.group_restatements:
            return [(place,) for place in range(len(found))]
        return groups_to_show(found, query=query, related=self._related)

    def _depth(self, limit: int) -> int:
        """How many paragraphs are looked through to show ``limit`` that say different things."""
        return max(2 * limit, _MIN_GATHERED) if self._settings.group_restatements else limit

    def _evidence(self, query: Query, row: int, paragraph: Paragraph) -> Evidence:
        scored = score_sentences(
            query,
            paragraph,
            self._generation.sentences.of_row(row),
            idf=self._generation.lexical.idf,
            settings=self._settings,
        )
        return select_evidence(paragraph, scored, self._settings)

    def _named(self, reference: Reference, paragraph: Paragraph, report: Report) -> Evidence | None:
        """What a citation highlights: what it names, or what answers the rest of the question.

        None when it names an item that the paragraph does not have.
        """
        topic = topic_of(reference, report, paragraph)
        if not topic or reference.path:
            span = span_of(reference, paragraph)
            return Evidence((span,), span.start if reference.path else None) if span else None
        row = self._passages.rows_of(report.report_id)[report.paragraphs.index(paragraph)]
        return self._evidence(self._retriever.read(topic), row, paragraph)

    def _features(
        self, question: str, query: Query, retrieved: Retrieved, best: Chosen
    ) -> Features:
        _, vectors = self._generation.sentences.of_row(int(retrieved.ranking.rows[0]))
        return features_of(
            question,
            query,
            sentence_cosine=float((vectors @ query.vector).max(initial=0.0)),
            best=best.paragraph,
            report=best.report,
            quotes=[highlight.quote for highlight in best.evidence.highlights],
            rows=self._passages.rows_of(best.report.report_id),
            lexical=self._generation.lexical,
        )


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)

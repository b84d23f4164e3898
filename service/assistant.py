"""The assistant: the main path of an answer, on one screen.

A question is a citation to open, a quotation to find, or a question to answer; each road brings
back a ``Finding``, which is told as an ``Answer``. The assistant keeps nothing between calls:
the caller carries the conversation, and the same question over the same generation gives the
same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice

from corpus.errors import QuestionEmpty, QuestionTooLong
from corpus.records import Paragraph, Report
from corpus.references import Reference, read_reference
from index.generation import Generation
from index.retriever import Query, Retrieved, Retriever
from index.settings import RetrievalSettings, settings_digest
from service.answer import Answer, AnswerKind, Receipt
from service.confidence import Features, features_of, read_confidence_model
from service.evidence import Evidence, score_sentences, select_evidence
from service.finding import Chosen, Finding, nothing_found, passage_of
from service.lookup import (
    candidate_reports,
    find_paragraphs,
    nearest_paragraphs,
    span_of,
    topic_of,
    which_report,
)
from service.quotation import places_of, quoted_words, rows_with_all
from service.rewriting import rewrite
from service.scope import Scope, reports_in, rows_in
from service.settings import ServiceSettings


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
        self._generation = generation
        self._settings = settings
        self._retriever = Retriever(generation, retrieval)
        self._confidence = read_confidence_model()
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
        if reference := read_reference(question):
            finding = self._open_citation(question, reference, scope=scope)
        elif words := quoted_words(question):
            finding = self._find_quotation(words, scope=scope, limit=limit)
        else:
            query = self._retriever.read(rewrite(question, history))
            finding = self._answer(question, query, scope=scope, limit=limit)
        return Answer(
            question=question,
            query=finding.query,
            kind=finding.kind,
            answered=finding.kind is not AnswerKind.ABSTENTION,
            confidence=finding.confidence,
            scope=scope,
            passages=tuple(passage_of(rank, each) for rank, each in enumerate(finding.chosen, 1)),
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

    def features(
        self, question: str, *, history: Sequence[str] = (), scope: Scope | None = None
    ) -> Features | None:
        """What the confidence in an answer is judged by; None when nothing is retrieved."""
        query = self._retriever.read(rewrite(question, history))
        retrieved = self._retrieve(query, scope or Scope(), depth=1)
        if not len(retrieved.ranking):
            return None
        best = self._choose(query, retrieved, limit=1)[0]
        return self._features(question, query, retrieved, best)

    def _open_citation(self, question: str, reference: Reference, *, scope: Scope) -> Finding:
        """Open the paragraphs that a citation names."""
        headers = reports_in(scope, self.reports())
        candidates = candidate_reports(reference, headers)
        if len(candidates) != 1:
            message = which_report(reference, candidates, headers)
            return nothing_found(question, (), message=message)
        report = self.report(candidates[0].report_id)
        paragraphs, missing = find_paragraphs(reference, report)
        if not paragraphs:
            near = [Chosen(report, p, 0.0) for p in nearest_paragraphs(reference, report)]
            return nothing_found(question, near, message=missing)
        topic = topic_of(reference, report)
        chosen = [
            Chosen(report, paragraph, 1.0, self._named(reference, paragraph, report, topic))
            for paragraph in paragraphs[: self._settings.max_lookup_paragraphs]
        ]
        return Finding(kind=AnswerKind.LOOKUP, query=question, chosen=chosen, message=missing)

    def _find_quotation(self, words: str, *, scope: Scope, limit: int) -> Finding:
        """Find the places where the reports say the words in quotation marks."""
        allowed = rows_in(scope, self._passages)
        places = (
            (row, paragraph, found)
            for row in rows_with_all(words, self._generation.lexical)
            if allowed is None or allowed[row]
            if (found := places_of(words, paragraph := self._passages.paragraph(row)))
        )
        chosen = [
            Chosen(self._passages.header_at(row), paragraph, 1.0, Evidence(found, found[0].start))
            for row, paragraph, found in islice(places, limit)
        ]
        if chosen:
            return Finding(kind=AnswerKind.QUOTATION, query=words, chosen=chosen)
        query = self._retriever.read(words)
        near = self._choose(query, self._retrieve(query, scope, depth=limit), limit=limit)
        return nothing_found(words, near, message="These words stand in none of the reports.")

    def _answer(self, question: str, query: Query, *, scope: Scope, limit: int) -> Finding:
        """Retrieve, select evidence, and decide whether it answers."""
        retrieved = self._retrieve(query, scope, depth=limit)
        if not len(retrieved.ranking):
            message = "No report is within this scope."
            return nothing_found(query.text, (), message=message)
        chosen = self._choose(query, retrieved, limit=limit)
        confidence = self._confidence.probability(
            self._features(question, query, retrieved, chosen[0])
        )
        if confidence < self._settings.min_confidence:
            message = "No paragraph of these reports was found to answer this."
            return nothing_found(query.text, chosen, message=message, confidence=confidence)
        return Finding(
            kind=AnswerKind.ANSWER, query=query.text, chosen=chosen, confidence=confidence
        )

    def _checked(self, question: str) -> str:
        text = " ".join(question.split())
        if not any(character.isalnum() for character in text):
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
        """The best paragraphs of a ranking, each with what it says in answer."""
        return [
            Chosen(
                self._passages.header_at(row),
                paragraph := self._passages.paragraph(row),
                score,
                self._evidence(query, row, paragraph),
            )
            for row, score in islice(retrieved.ranking, limit)
        ]

    def _evidence(self, query: Query, row: int, paragraph: Paragraph) -> Evidence:
        sentences, vectors = self._generation.sentences.of_row(row)
        scored = score_sentences(
            query,
            paragraph,
            sentences,
            vectors,
            idf=self._generation.lexical.idf,
            vector_weight=self._settings.sentence_vector_weight,
        )
        return select_evidence(paragraph, scored, self._settings)

    def _named(
        self, reference: Reference, paragraph: Paragraph, report: Report, topic: str
    ) -> Evidence:
        """What a citation highlights: what it names, or what answers the rest of the question."""
        if not topic or reference.items or reference.bullets:
            named = span_of(reference, paragraph)
            return Evidence((named,), named.start if reference.items or reference.bullets else None)
        rows = self._passages.rows_of(report.report_id)
        row = rows[report.paragraphs.index(paragraph)]
        return self._evidence(self._retriever.read(topic), row, paragraph)

    def _features(
        self, question: str, query: Query, retrieved: Retrieved, best: Chosen
    ) -> Features:
        return features_of(
            question,
            query,
            cosine=float(retrieved.cosines[0]),
            best=best.paragraph,
            report=best.report,
            quotes=[highlight.quote for highlight in best.evidence.highlights],
            rows=self._passages.rows_of(best.report.report_id),
            lexical=self._generation.lexical,
        )

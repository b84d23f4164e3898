"""Paragraphs found and told apart: what the roads of an answer share.

A ``Searcher`` retrieves paragraphs of one generation, groups those that say the same, and selects
what each says in answer to a query.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np

from corpus.records import Paragraph
from index.generation import Generation
from index.pacing import Pace
from index.ranking import Ranking, Rows
from index.retriever import Query, Retrieved, Retriever
from index.settings import RetrievalSettings
from service.conversation import Asked
from service.evidence import Evidence, score_sentences, select_evidence
from service.finding import Chosen
from service.lookup import ReportNames
from service.reach import Reach
from service.relations import RelatedReports
from service.restatements import groups_to_show, shown_of, with_quotes
from service.scope import Scope, rows_in
from service.settings import ServiceSettings
from service.stages import Stage, Watch, timed, unwatched
from service.suggestion import Suggestions
from service.table_rows import select_rows

_KNOWN_TOKENS = 2**14
_KNOWN_PARAGRAPHS = 2**13  # that are not read again, of some 4 kB each
_MIN_GATHERED = 20  # passages looked through for those that say the same; the same for all limits
_NEAR = 10  # paragraphs that tell what a conversation is about (eval/RESULTS.md)


class Searcher:
    """Finds paragraphs of one generation for queries, and what in them answers."""

    def __init__(
        self,
        generation: Generation,
        *,
        settings: ServiceSettings,
        retrieval: RetrievalSettings,
        watch: Watch = unwatched,
    ) -> None:
        self.generation = generation
        self.passages = generation.passages
        self.retriever = Retriever(generation, retrieval)
        self.related = RelatedReports(generation.passages.headers)
        self.names = ReportNames(generation.passages.headers)
        self._settings = settings
        self._watch = watch
        self._idf = lru_cache(maxsize=_KNOWN_TOKENS)(generation.lexical.idf)
        self._paragraph = lru_cache(maxsize=_KNOWN_PARAGRAPHS)(generation.passages.paragraph)

    @cached_property
    def suggestions(self) -> Suggestions:
        """What can be suggested to whoever types, and for a symbol that no report has."""
        return Suggestions(self.passages.headers)

    def prepare(self, pace: Pace) -> None:
        """Make what only citations and suggestions need, before the first of them."""
        self.names.prepare(pace)
        self.suggestions = Suggestions(self.passages.headers, pace=pace)

    def timed(self, stage: Stage) -> AbstractContextManager[None]:
        """Time a stage for whoever watches."""
        return timed(stage, self._watch)

    def read(self, asked: Asked) -> Query:
        """Encode a question for both rankers, with what it leans on beside it.

        That is the conversation with the question at its end, and what the paragraphs nearest
        to it are about: those that were shown.
        """
        with self.timed(Stage.ENCODE):
            return self._read(asked)

    def _read(self, asked: Asked) -> Query:
        own, share = self.retriever.read(asked.words), asked.leaning
        if not share:
            return own
        conversation = self.retriever.read(" ".join((*asked.earlier, asked.words)))
        near = self.retriever.nearest(conversation, count=_NEAR)
        parts = [(conversation, share), *([] if near is None else [(near, share)])]
        return own.beside(parts, own=1 - share)

    def retrieve(self, query: Query, scope: Scope, *, depth: int) -> Retrieved:
        """Rank the ``depth`` best paragraphs within a scope."""
        with self.timed(Stage.RETRIEVE):
            return self.retriever.search(query, depth=depth, allowed=rows_in(scope, self.passages))

    def within(self, query: Query, retrieved: Retrieved, reach: Reach) -> Retrieved:
        """What lies within reach of what was retrieved; searched anew where that is little."""
        if reach.allowed is None:
            return retrieved
        depth = len(retrieved.ranking)
        kept = np.flatnonzero(reach.allowed[retrieved.ranking.rows])
        if len(kept) >= min(depth, _MIN_GATHERED):
            return _taken(retrieved, kept)
        with self.timed(Stage.RETRIEVE):
            return self.retriever.search(query, depth=depth, allowed=reach.allowed)

    def choose(self, query: Query, retrieved: Retrieved, *, limit: int) -> list[Chosen]:
        """The best paragraphs that say different things, each with what it says in answer."""
        looked_at = islice(retrieved.ranking, self.gathered(limit))
        ranked = [(row, self._ranked(row, score)) for row, score in looked_at]
        rows, found = [row for row, _ in ranked], [each for _, each in ranked]
        return [
            with_quotes(
                shown_of(found, group),
                self.evidence(query, rows[group[0]], found[group[0]].paragraph),
            )
            for group in self.groups(found, query=query.text)[:limit]
        ]

    def first(self, query: Query, retrieved: Retrieved, chosen: Sequence[Chosen] = ()) -> Chosen:
        """The paragraph ranked first, whichever of those that say the same is shown."""
        row, score = next(iter(retrieved.ranking))
        first = self._ranked(row, score)
        for shown in chosen[:1]:
            if (shown.report, shown.paragraph) == (first.report, first.paragraph):
                return shown
        return replace(first, evidence=self.evidence(query, row, first.paragraph))

    def _ranked(self, row: int, score: float) -> Chosen:
        return Chosen(self.passages.header_at(row), self._paragraph(row), score)

    def groups(self, found: Sequence[Chosen], *, query: str) -> Sequence[tuple[int, ...]]:
        """The places of what was found, those together that say the same; first the one shown."""
        if not self._settings.group_restatements:
            return [(place,) for place in range(len(found))]
        return groups_to_show(found, query=query, related=self.related)

    def gathered(self, limit: int) -> int:
        """How many paragraphs are looked through to show ``limit`` that say different things."""
        return max(2 * limit, _MIN_GATHERED) if self._settings.group_restatements else limit

    def evidence(self, query: Query, row: int, paragraph: Paragraph) -> Evidence:
        """What a paragraph, which stands at ``row``, says in answer to a query."""
        table, idf = self.generation.sentences, self._idf
        sentences, vectors = table.of_row(row)
        settings = self._settings
        scored = score_sentences(query, paragraph, (sentences, vectors), idf=idf, settings=settings)
        evidence = select_evidence(paragraph, scored, settings)
        lines = table.lines_of_tables(row)
        if not lines[0]:
            return evidence
        texts = [paragraph.text[sentence.start : sentence.end] for sentence in sentences]
        tables = self.passages.header_at(row).tables
        quoted = select_rows(
            query, (texts, vectors), lines, tables=tables, idf=idf, settings=settings
        )
        return replace(evidence, lines=quoted)


def _taken(retrieved: Retrieved, places: Rows) -> Retrieved:
    """What was retrieved at some places of the ranking, in their order."""
    ranking = Ranking(retrieved.ranking.rows[places], retrieved.ranking.scores[places])
    return Retrieved(ranking, retrieved.cosines[places], retrieved.lexical[places])

"""The road of a question: retrieve, select evidence, and decide whether it answers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from corpus.catalogue import gettext, msgid
from index.ranking import Mask
from index.retriever import Query, Retrieved
from index.tokens import tokenize
from service.answer import AnswerKind
from service.answer_types import is_keyword_search
from service.confidence import Features, features_of, read_confidence_model
from service.conversation import Asked
from service.facets import facets_of
from service.finding import Chosen, Finding, nothing_found
from service.lookup import NO_REPORT_WITHIN, no_such_symbol
from service.reach import Aim, Reach
from service.searcher import Searcher
from service.settings import ServiceSettings
from service.stages import Stage
from service.wording import Wording

_LOOKED_AT = 100  # paragraphs that facets count, whatever is shown
_NO_ANSWER = msgid("No paragraph of these reports was found to answer this.")
_UNSURE = msgid("No paragraph of these reports was found that surely answers this.")
_FOUND = 0.95  # words that are searched for and stand there, and may be meant otherwise
_LIKELY = 0.5  # a confidence from which to say that there is no answer would be too much
_NOTHING_LIKE_IT = msgid("No paragraph of these reports has anything in common with this.")


class QuestionRoad:
    """Answers questions from the paragraphs that are retrieved for them, or keeps silent."""

    def __init__(self, searcher: Searcher, *, settings: ServiceSettings) -> None:
        self._searcher = searcher
        self._confidence = read_confidence_model()
        asked = settings.min_confidence
        self._min_confidence = self._confidence.min_confidence if asked is None else asked

    def answer(self, question: str, asked: Asked, *, aim: Aim, limit: int) -> Finding:
        """Answer a question as it is understood; an abstention brings the nearest paragraphs."""
        depth = max(self._searcher.gathered(limit), _LOOKED_AT)
        query, reach, retrieved = self._retrieved(asked, aim=aim, depth=depth)
        if not len(retrieved.ranking):
            told = _NOTHING_LIKE_IT if reach.scope.is_open else NO_REPORT_WITHIN
            return replace(nothing_found(asked.query, (), message=gettext(told)), reach=reach)
        facets = facets_of(retrieved.ranking.rows, self._searcher.passages)
        finding = self._told(question, query, retrieved, limit=limit)
        if aim.missing_symbol is not None and self._is_missing(aim.missing_symbol):
            message = no_such_symbol(aim.missing_symbol)
            finding = nothing_found(asked.query, finding.chosen, message=message)
        return replace(finding, query=asked.query, reach=reach, facets=facets)

    def ranked(self, asked: Asked, *, aim: Aim, limit: int) -> tuple[Reach, tuple[Chosen, ...]]:
        """The best paragraphs that answers are chosen from, and where they were sought."""
        _, reach, retrieved = self._retrieved(asked, aim=aim, depth=max(limit, _LOOKED_AT))
        passages = self._searcher.passages
        best = islice(retrieved.ranking, limit)
        chosen = (
            Chosen(passages.header_at(row), passages.paragraph(row), score) for row, score in best
        )
        return reach, tuple(chosen)

    def _retrieved(self, asked: Asked, *, aim: Aim, depth: int) -> tuple[Query, Reach, Retrieved]:
        query = self._searcher.read(asked)
        found = self._searcher.retrieve(query, aim.scope, depth=depth)
        reach = aim.reach(asked.scoped, self._searcher.generation, found=found.ranking)
        return query, reach, self._searcher.within(query, found, reach)

    def _is_missing(self, symbol: str) -> bool:
        """Whether nothing in the library tells of a symbol."""
        lexical = self._searcher.generation.lexical
        return not any(len(lexical.rows_with(token)) for token in tokenize(symbol))

    def _told(self, question: str, query: Query, retrieved: Retrieved, *, limit: int) -> Finding:
        """The answer that what was retrieved gives, or an abstention with the nearest."""
        with self._searcher.timed(Stage.EVIDENCE):
            chosen = self._searcher.choose(query, retrieved, limit=limit)
            first = self._searcher.first(query, retrieved, chosen)
        with self._searcher.timed(Stage.CONFIDENCE):
            features = self._features(question, query, retrieved, first)
        confidence = self._confidence.probability(features)
        if is_keyword_search(query.text) and _hold_all(_quotes_of(first), query.weights):
            confidence = max(confidence, _FOUND)
        if confidence < self._min_confidence:
            message = gettext(_UNSURE if confidence >= _LIKELY else _NO_ANSWER)
            return nothing_found(query.text, chosen, message=message, confidence=confidence)
        return Finding(
            kind=AnswerKind.ANSWER, query=query.text, chosen=chosen, confidence=confidence
        )

    def features(
        self, question: str, asked: Asked, *, aim: Aim, allowed: Mask | None = None
    ) -> Features | None:
        """What the confidence in an answer is judged by; None when nothing is retrieved.

        ``allowed`` are the rows of the scope asked for that the library is taken to have.
        """
        query = self._searcher.read(asked)
        found = self._searcher.retriever.search(query, depth=_LOOKED_AT, allowed=allowed)
        reach = aim.reach(asked.scoped, self._searcher.generation, found=found.ranking)
        if reach.allowed is not None and allowed is not None:
            reach = replace(reach, allowed=reach.allowed & allowed)
        retrieved = self._searcher.within(query, found, reach)
        if not len(retrieved.ranking):
            return None
        return self._features(question, query, retrieved, self._searcher.first(query, retrieved))

    def _features(
        self, question: str, query: Query, retrieved: Retrieved, best: Chosen
    ) -> Features:
        sentences, row = self._searcher.generation.sentences, int(retrieved.ranking.rows[0])
        _, vectors = sentences.of_row(row)
        lines, line_vectors = sentences.lines_of_tables(row)
        quoted = [place for place, line in enumerate(lines) if line in best.evidence.lines]
        cosines = np.concatenate([vectors @ query.vector, line_vectors[quoted] @ query.vector])
        return features_of(
            question,
            query,
            sentence_cosine=float(cosines.max(initial=0.0)),
            best=best.paragraph,
            report=best.report,
            quotes=_quotes_of(best),
            rows=self._searcher.passages.rows_of(best.report.report_id),
            lexical=self._searcher.generation.lexical,
        )


def _hold_all(quotes: Sequence[str], tokens: Iterable[str]) -> bool:
    """Whether quotes have every token as it stands, or as initials."""
    wording = Wording.of("\n".join(quotes))
    return wording.tokens.union(wording.initials) >= set(tokens)


def _quotes_of(best: Chosen) -> list[str]:
    """All that is quoted of a paragraph, the rows of its tables under their heads."""
    tables = [(best.report.tables[place], line) for place, line in best.evidence.lines]
    heads = dict.fromkeys(table.above for table, _ in tables)
    rows = [table.text[line.start : line.end] for table, line in tables]
    return [*(highlight.quote for highlight in best.evidence.highlights), *heads, *rows]

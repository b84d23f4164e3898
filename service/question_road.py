"""The road of a question: retrieve, select evidence, and decide whether it answers."""

from dataclasses import replace

import numpy as np

from index.ranking import Mask
from index.retriever import Query, Retrieved
from index.tokens import tokenize
from service.answer import AnswerKind
from service.confidence import Features, features_of, read_confidence_model
from service.facets import facets_of
from service.finding import Chosen, Finding, nothing_found
from service.reach import Aim
from service.searcher import Searcher
from service.settings import ServiceSettings

_LOOKED_AT = 100  # paragraphs that facets count, whatever is shown
_NOTHING_LIKE_IT = "No paragraph of these reports has anything in common with this."


class QuestionRoad:
    """Answers questions from the paragraphs that are retrieved for them, or keeps silent."""

    def __init__(self, searcher: Searcher, *, settings: ServiceSettings) -> None:
        self._searcher = searcher
        self._confidence = read_confidence_model()
        asked = settings.min_confidence
        self._min_confidence = self._confidence.min_confidence if asked is None else asked

    def answer(self, question: str, asked: str, *, aim: Aim, limit: int) -> Finding:
        """Answer a question that stands alone as ``asked``; an abstention brings the nearest."""
        query = self._searcher.read(asked)
        depth = max(self._searcher.gathered(limit), _LOOKED_AT)
        found = self._searcher.retrieve(query, aim.scope, depth=depth)
        reach = aim.reach(asked, self._searcher.generation, found=found.ranking)
        retrieved = self._searcher.within(query, found, reach)
        if not len(retrieved.ranking):
            message = _NOTHING_LIKE_IT if reach.scope.is_open else "No report is within this scope."
            return replace(nothing_found(query.text, (), message=message), reach=reach)
        facets = facets_of(retrieved.ranking.rows, self._searcher.passages)
        finding = self._told(question, query, retrieved, limit=limit)
        if self._is_missing(aim.missing_symbol):
            message = f"No report with the symbol {aim.missing_symbol} is in the library."
            finding = nothing_found(query.text, finding.chosen, message=message)
        return replace(finding, reach=reach, facets=facets)

    def _is_missing(self, symbol: str | None) -> bool:
        """Whether there is a symbol that nothing in the library tells of."""
        if symbol is None:
            return False
        lexical = self._searcher.generation.lexical
        return not any(len(lexical.rows_with(token)) for token in tokenize(symbol))

    def _told(self, question: str, query: Query, retrieved: Retrieved, *, limit: int) -> Finding:
        """The answer that what was retrieved gives, or an abstention with the nearest."""
        chosen = self._searcher.choose(query, retrieved, limit=limit)
        first = self._searcher.first(query, retrieved, chosen)
        confidence = self._confidence.probability(self._features(question, query, retrieved, first))
        if confidence < self._min_confidence:
            message = "No paragraph of these reports was found to answer this."
            return nothing_found(query.text, chosen, message=message, confidence=confidence)
        return Finding(
            kind=AnswerKind.ANSWER, query=query.text, chosen=chosen, confidence=confidence
        )

    def features(
        self, question: str, query: Query, *, aim: Aim, allowed: Mask | None = None
    ) -> Features | None:
        """What the confidence in an answer is judged by; None when nothing is retrieved.

        ``allowed`` are the rows of the scope asked for that the library is taken to have.
        """
        found = self._searcher.retriever.search(query, depth=_LOOKED_AT, allowed=allowed)
        reach = aim.reach(query.text, self._searcher.generation, found=found.ranking)
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


def _quotes_of(best: Chosen) -> list[str]:
    """All that is quoted of a paragraph, the rows of its tables under their heads."""
    tables = [(best.report.tables[place], line) for place, line in best.evidence.lines]
    heads = dict.fromkeys(table.above for table, _ in tables)
    rows = [table.text[line.start : line.end] for table, line in tables]
    return [*(highlight.quote for highlight in best.evidence.highlights), *heads, *rows]

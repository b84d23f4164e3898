"""The road of a quotation: where the reports say the words in quotation marks."""

from itertools import islice

from service.answer import AnswerKind
from service.evidence import Evidence
from service.finding import Chosen, Finding, nothing_found
from service.quotation import places_of, quoted_words, rows_with_all
from service.restatements import shown_of
from service.scope import Scope, rows_in
from service.searcher import Searcher

_NOWHERE = "These words stand in no paragraph of the reports."


class QuotationRoad:
    """Finds where quotations stand, to the letter."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def find(self, question: str, *, scope: Scope, limit: int) -> Finding | None:
        """Find where the reports say the words in quotation marks; None when nowhere."""
        words = quoted_words(question)
        if words is None:
            return None
        passages = self._searcher.passages
        allowed = rows_in(scope, passages)
        rows = rows_with_all(words, self._searcher.generation.lexical, count=len(passages))
        places = (
            (row, paragraph, found)
            for row in rows
            if allowed is None or allowed[row]
            if (found := places_of(words, paragraph := passages.paragraph(row)))
        )
        depth = self._searcher.gathered(limit)
        chosen = [
            Chosen(
                self._searcher.passages.header_at(row),
                paragraph,
                1.0,
                Evidence(found, found[0].start),
            )
            for row, paragraph, found in islice(places, depth + 1)
        ]
        if not chosen:
            return None
        groups = self._searcher.groups(chosen[:depth], query=words)
        shown = min(limit, len(groups))
        more = f"These words stand in more paragraphs; the first {shown} are shown."
        return Finding(
            kind=AnswerKind.QUOTATION,
            query=words,
            chosen=[shown_of(chosen, group) for group in groups[:limit]],
            message=more if len(groups) > limit or len(chosen) > depth else "",
        )

    def miss(self, question: str, *, scope: Scope, limit: int) -> Finding | None:
        """Tell that words in quotation marks stand nowhere; None when there are none."""
        words = quoted_words(question)
        if words is None:
            return None
        query = self._searcher.read(words)
        retrieved = self._searcher.retrieve(query, scope, depth=self._searcher.gathered(limit))
        near = self._searcher.choose(query, retrieved, limit=limit)
        return nothing_found(words, near, message=_NOWHERE)

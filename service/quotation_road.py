"""The road of a quotation: where the reports say the words in quotation marks, or pasted words.

Words that stand nowhere to the letter are shown at the nearest place, with what differs.
"""

from collections.abc import Sequence
from itertools import islice

from corpus.catalogue import gettext, msgid, ngettext
from corpus.records import Paragraph
from service.alignment import Alignment
from service.answer import AnswerKind, Highlight
from service.evidence import Evidence
from service.finding import Chosen, Finding, nothing_found
from service.misquotation import NearPlace, near_places, pasted_parts, pasted_words
from service.quotation import letters_within, places_of, quoted_words, rows_with_all
from service.reach import Reach
from service.restatements import shown_of
from service.scope import Scope, rows_in
from service.searcher import Searcher

_NOWHERE = msgid("These words stand in no paragraph of the reports.")
_NEARLY = msgid(
    "These words stand nowhere exactly so; the nearest place is shown, with what differs."
)


class QuotationRoad:
    """Finds where quotations stand, to the letter or nearly."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def find(self, question: str, *, scope: Scope, limit: int) -> Finding | None:
        """Find where the reports say what is quoted or pasted; None when nowhere.

        Words in quotation marks must stand there to the letter, pasted words nearly.
        """
        words = quoted_words(question)
        if words is not None:
            return self._exact(words, scope=scope, limit=limit)
        pasted = pasted_words(question)
        if pasted is None:
            return None
        return self._near(pasted, is_quoted=False, scope=scope, limit=limit)

    def miss(self, question: str, *, scope: Scope, limit: int) -> Finding | None:
        """Show the nearest place of words in quotation marks that stand nowhere to the letter.

        Where none is near enough, tell that they stand nowhere. None when there are no such words.
        """
        words = quoted_words(question)
        if words is None:
            return None
        if near := self._near(words, is_quoted=True, scope=scope, limit=limit):
            return near
        query = self._searcher.retriever.read(words)
        retrieved = self._searcher.retrieve(query, scope, depth=self._searcher.gathered(limit))
        chosen = self._searcher.choose(query, retrieved, limit=limit)
        return nothing_found(words, chosen, message=gettext(_NOWHERE))

    def _exact(self, words: str, *, scope: Scope, limit: int) -> Finding | None:
        passages = self._searcher.passages
        allowed = rows_in(scope, passages)
        rows = rows_with_all(words, self._searcher.generation.lexical, count=len(passages))
        rows = passages.rows_with(letters_within(words), rows)
        places = (
            (row, paragraph, found)
            for row in rows
            if allowed is None or allowed[row]
            if (found := places_of(words, paragraph := passages.paragraph(row)))
        )
        chosen = [
            Chosen(passages.header_at(row), paragraph, 1.0, Evidence(found, found[0].start))
            for row, paragraph, found in islice(places, self._searcher.gathered(limit) + 1)
        ]
        return self._finding(words, chosen, scope=scope, limit=limit) if chosen else None

    def _near(self, words: str, *, is_quoted: bool, scope: Scope, limit: int) -> Finding | None:
        """Show the nearest places that are near enough, all equally near; None when none is.

        Of several paragraphs, pasted with their numbers, each must have such a place.
        """
        allowed = rows_in(scope, self._searcher.passages)
        chosen: list[Chosen] = []
        for part in pasted_parts(words):
            places = near_places(
                part, self._searcher.generation, allowed=allowed, is_quoted=is_quoted
            )
            if not places:
                return None
            chosen += [self._chosen(near) for near in places]
        return self._finding(words, chosen, scope=scope, limit=limit)

    def _chosen(self, near: NearPlace) -> Chosen:
        return Chosen(
            self._searcher.passages.header_at(near.row),
            near.paragraph,
            near.alignment.likeness,
            evidence_at(near.alignment, near.paragraph),
            changes=near.alignment.changes,
        )

    def _finding(
        self, words: str, chosen: Sequence[Chosen], *, scope: Scope, limit: int
    ) -> Finding:
        """The places of a quotation, those together that say the same; its words narrow nothing."""
        depth = self._searcher.gathered(limit)
        groups = self._searcher.groups(chosen[:depth], query=words)
        shown = [shown_of(chosen, group) for group in groups[:limit]]
        message = gettext(_NEARLY) if any(each.changes for each in shown) else ""
        if not message and (len(groups) > limit or len(chosen) > depth):
            message = ngettext(
                "These words stand in more paragraphs; the first is shown.",
                "These words stand in more paragraphs; the first %(num)s are shown.",
                len(shown),
            )
        return Finding(
            kind=AnswerKind.QUOTATION,
            query=words,
            chosen=shown,
            reach=Reach(scope=scope),
            confidence=min(each.score for each in chosen),
            message=message,
        )


def evidence_at(alignment: Alignment, paragraph: Paragraph) -> Evidence:
    """The place of an alignment as the quote of a paragraph."""
    start, end = alignment.start, alignment.end
    quote = Highlight(start=start, end=end, quote=paragraph.text[start:end])
    return Evidence((quote,), start)

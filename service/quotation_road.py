"""The road of a quotation: where the reports say the words in quotation marks, or pasted words.

Words that stand nowhere to the letter are shown at the nearest place, with what differs.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from corpus.catalogue import gettext, msgid, ngettext
from corpus.links import spell_links
from corpus.quoted import without_quotations
from corpus.symbols import SymbolMention, find_symbols
from service.answer import AnswerKind
from service.evidence import Evidence
from service.finding import Chosen, Finding, nothing_found
from service.lookup import no_such_symbol
from service.misquotation import (
    NearPlace,
    highlight_of,
    near_places,
    pasted_parts,
    pasted_words,
)
from service.quotation import places_of, quoted_words, rows_with_all
from service.reach import Aim, Reach
from service.restatements import shown_of
from service.scope import rows_in
from service.searcher import Searcher

_NOWHERE = msgid("These words stand in no paragraph of the reports.")
_NOWHERE_IN_SCOPE = msgid("These words stand in no paragraph within this scope.")
_NEARLY = msgid(
    "These words stand nowhere exactly so; the nearest place is shown, with what differs."
)


class QuotationRoad:
    """Finds where quotations stand, to the letter or nearly."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def find(self, question: str, *, aim: Aim, limit: int) -> Finding | None:
        """Find where the reports say what is quoted or pasted; None when nowhere.

        Words in quotation marks must stand there to the letter, pasted words nearly. A report
        named beside quoted words is where they are looked for; pasted words narrow nothing.
        """
        if asked := self._quoted(question, aim):
            words, reach = asked
            is_sought = not self._missing_symbol(question, aim)
            return self._exact(words, reach=reach, limit=limit) if is_sought else None
        pasted = pasted_words(question)
        if pasted is None:
            return None
        return self._near(pasted, is_quoted=False, reach=Reach(scope=aim.scope), limit=limit)

    def miss(self, question: str, *, aim: Aim, limit: int) -> Finding | None:
        """Show the nearest place of words in quotation marks that stand nowhere to the letter.

        Where none is near enough, tell that they stand nowhere. None when there are no such words.
        """
        asked = self._quoted(question, aim)
        if asked is None:
            return None
        words, reach = asked
        missing = self._missing_symbol(question, aim)
        near = None if missing else self._near(words, is_quoted=True, reach=reach, limit=limit)
        if near is not None:
            return near
        query = self._searcher.retriever.read(words)
        depth = self._searcher.gathered(limit)
        retrieved = self._searcher.retrieve(query, reach.scope, depth=depth)
        chosen = self._searcher.choose(query, retrieved, limit=limit)
        nowhere = _NOWHERE if reach.scope.is_open else _NOWHERE_IN_SCOPE
        return replace(
            nothing_found(words, chosen, message=missing or gettext(nowhere)), reach=reach
        )

    def _quoted(self, question: str, aim: Aim) -> tuple[str, Reach] | None:
        """The words of which it is asked where they stand, and where these are looked for."""
        if words := quoted_words(question):
            return words, aim.of_symbol() if _symbols(question) else Reach(scope=aim.scope)
        named, rest = self._searcher.names.named(question, self._searcher.passages.headers)
        words = quoted_words(rest)
        if named is None or words is None:
            return None
        return words, aim.of_report(named.report_id)

    def _missing_symbol(self, question: str, aim: Aim) -> str:
        """What is told where a quotation is sought under a symbol that no report has; else ""."""
        if aim.missing_symbol is None or not _symbols(question):
            return ""
        return no_such_symbol(aim.missing_symbol)

    def _exact(self, words: str, *, reach: Reach, limit: int) -> Finding | None:
        passages = self._searcher.passages
        allowed = rows_in(reach.scope, passages)
        rows = rows_with_all(words, passages, self._searcher.generation.lexical)
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
        return self._finding(words, chosen, reach=reach, limit=limit) if chosen else None

    def _near(self, words: str, *, is_quoted: bool, reach: Reach, limit: int) -> Finding | None:
        """Show the nearest places that are near enough, all equally near; None when none is.

        Of several paragraphs, pasted with their numbers, each must have such a place.
        """
        allowed = rows_in(reach.scope, self._searcher.passages)
        chosen: list[Chosen] = []
        for part in pasted_parts(words):
            places = near_places(
                part, self._searcher.generation, allowed=allowed, is_quoted=is_quoted
            )
            if not places:
                return None
            chosen += [self._chosen(near) for near in places]
        return self._finding(words, chosen, reach=reach, limit=limit)

    def _chosen(self, near: NearPlace) -> Chosen:
        return Chosen(
            self._searcher.passages.header_at(near.row),
            near.paragraph,
            near.alignment.likeness,
            Evidence((highlight_of(near.alignment, near.paragraph),), near.alignment.start),
            changes=near.alignment.changes,
        )

    def _finding(
        self, words: str, chosen: Sequence[Chosen], *, reach: Reach, limit: int
    ) -> Finding:
        """The places of a quotation, those together that say the same."""
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
            reach=reach,
            confidence=min(each.score for each in chosen),
            message=message,
        )


def _symbols(question: str) -> tuple[SymbolMention, ...]:
    """The symbols that stand beside what a question quotes, links spelt out."""
    return find_symbols(without_quotations(spell_links(question)))

"""Which passages say the same in the same words, so that one is shown and all are cited.

Reports restate each other: a revision repeats what it revises, a summary a paragraph of its
report, a resolution the draft of it. A number, a name or a "not" that differs makes another
fact of almost the same words, so these must agree; of the other words some may be left out in
one of two paragraphs, and none may be replaced. "The Council took note of the report" is said
under many headings of as many reports, so a short paragraph is read under its headings.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.library import is_called
from corpus.numbering import cardinal_word, ordinal_word
from corpus.records import Paragraph
from corpus.relations import RelationKind
from corpus.symbols import find_symbols
from service.answer import Highlight
from service.evidence import Evidence
from service.finding import Chosen
from service.relations import RelatedReports

# Of the pairs of 80 UN reports whose telling words agree and of which one leaves words out, those
# that say different things share at most .76 of their shingles, the same facts at least .88.
_MIN_RESEMBLANCE = 0.8
# The longest that stands in them word for word and speaks of different things has 18 words (which
# discussion is on record), the shortest that speaks of one has 25.
_MIN_WORDS_ALONE = 20
_KNOWN_TEXTS = 2**12  # that are not read again, of some 8 kB each
_WORD = re.compile(r"\w+|[%$€£]|[−-](?=\d)")  # a sign is a word: −5 is not 5
_FIGURE = re.compile(r"\d+")
_NUMBERS = {
    part
    for value in range(1, 100)
    for word in (cardinal_word(value), ordinal_word(value))
    for part in word.split("-")
}
_TELLING = frozenset(
    """
    hundred hundreds thousand thousands million millions
    billion billions half halves quarter quarters thirds once twice double doubled triple tripled
    no not nor none never neither nothing nobody without cannot except unless but
    fail fails failed failing lack lacks lacked lacking refused denied hardly barely rarely seldom
    draft proposed partly partially
    only some few fewer less least more most over under above below about almost nearly
    """.split()
) | frozenset(_NUMBERS)


@dataclass(frozen=True, slots=True)
class _Wording:
    """The words of a paragraph, and those of them that tell its fact, both in order."""

    words: tuple[str, ...]
    telling: tuple[str, ...]


def group_restatements(paragraphs: Sequence[Paragraph]) -> tuple[tuple[int, ...], ...]:
    """The places of paragraphs by what they say: groups in order of their first, each in order.

    A paragraph joins the first group whose first one it restates. Two do that when their telling
    words are the same (numbers, words with a capital, negations, "over" and the like), all words
    of the one are in the other, both in the same order, and their resemblance is at least 0.8.
    """
    figures = [_figures_of(paragraph.text) for paragraph in paragraphs]
    sharing = Counter(figures)  # few do, so that few are read word by word
    groups: list[list[int]] = []
    alike: dict[tuple[str, ...], list[tuple[_Wording, list[int]]]] = {}
    for place, paragraph in enumerate(paragraphs):
        if sharing[figures[place]] == 1:
            groups.append([place])
            continue
        wording = _wording_of(paragraph.text, paragraph.component, paragraph.sections)
        rivals = alike.setdefault(wording.telling, [])
        group = next((own for first, own in rivals if _restates(first, wording)), None)
        if group is None:
            groups.append([place])
            rivals.append((wording, groups[-1]))
            continue
        group.append(place)
    return tuple(map(tuple, groups))


def groups_to_show(
    found: Sequence[Chosen], *, query: str, related: RelatedReports
) -> tuple[tuple[int, ...], ...]:
    """The places of what was found by what it says, first in each group the one to show.

    That is the one of a report that the query names by its symbol, else of the latest revision,
    else the one found first.
    """
    named = [mention.symbol for mention in find_symbols(query)]
    groups = []
    for group in group_restatements([each.paragraph for each in found]):
        chosen = [found[place] for place in group]
        shown = group[_place_to_show(chosen, named=named, related=related)]
        groups.append((shown, *(place for place in group if place != shown)))
    return tuple(groups)


def shown_of(found: Sequence[Chosen], group: Sequence[int]) -> Chosen:
    """The paragraph that is shown of a group, with the others; it scores as the first found."""
    shown, *others = group
    also = tuple(found[place] for place in others)
    return replace(found[shown], score=found[min(group)].score, also=also)


def with_quotes(chosen: Chosen, evidence: Evidence) -> Chosen:
    """A paragraph with its quotes, and with the same quotes where its restatements have them."""
    also = tuple(
        replace(each, evidence=_evidence_in(each.paragraph.text, evidence)) for each in chosen.also
    )
    return replace(chosen, evidence=evidence, also=also)


def _place_to_show(
    chosen: Sequence[Chosen], *, named: Sequence[str], related: RelatedReports
) -> int:
    reports = [each.report for each in chosen]
    if len(reports) == 1:
        return 0
    for place, report in enumerate(reports):
        if any(is_called(report, symbol) for symbol in named):
            return place
    places = {report.report_id: place for place, report in enumerate(reports)}
    others = [each for each in related.of(reports[0]) if each.report_id in places]
    for kind in (RelationKind.REVISED, RelationKind.REISSUED):
        later = [places[each.report_id] for each in others if each.kind is kind]
        if later:
            return later[-1]  # they are in the order of their symbols
    return 0


@lru_cache(maxsize=_KNOWN_TEXTS)
def _figures_of(text: str) -> tuple[str, ...]:
    return tuple(_FIGURE.findall(text))


@lru_cache(maxsize=_KNOWN_TEXTS)
def _wording_of(text: str, component: str, sections: tuple[str, ...]) -> _Wording:
    words = tuple(_WORD.findall(text))
    if len(words) < _MIN_WORDS_ALONE:
        place = " ".join((component, *sections))
        words = (*_WORD.findall(place), *words)
    telling = [
        word for word in words if word in _TELLING or not (word.islower() and word.isalpha())
    ]
    return _Wording(words, tuple(telling))


def _restates(one: _Wording, other: _Wording) -> bool:
    """Whether two wordings with the same telling words say the same."""
    if one.words == other.words:
        return True
    less, more = sorted((one.words, other.words), key=len)
    left = iter(more)
    is_within = all(word in left for word in less)  # each is sought after the one before it
    return is_within and _resemblance(one, other) >= _MIN_RESEMBLANCE


def _resemblance(one: _Wording, other: _Wording) -> float:
    """The share of three-word shingles that two wordings have in common.

    Broder, "On the resemblance and containment of documents", SEQUENCES 1997.
    """
    own, others = _shingles(one.words), _shingles(other.words)
    return len(own & others) / len(own | others)


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False)) or {words}


def _evidence_in(text: str, evidence: Evidence) -> Evidence:
    """The quotes of a paragraph where they stand in a restatement of it, in order of print."""
    highlights, best_start, place = [], None, 0
    for highlight in evidence.highlights:
        start = text.find(highlight.quote, place)
        if start < 0:
            continue
        place = start + len(highlight.quote)
        highlights.append(Highlight(start=start, end=place, quote=highlight.quote))
        if evidence.best_start is not None and (
            highlight.start <= evidence.best_start < highlight.end
        ):
            best_start = start + evidence.best_start - highlight.start
    return Evidence(tuple(highlights), best_start)

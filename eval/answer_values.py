"""What one judged answer is worth, by each measure that is a mean over questions.

A value of None says that the measure is not over this question; ``VALUES`` lists them all, so
that two systems can be compared question by question.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from eval.judging import LIMIT, JudgedAnswer, Met
from service import Passage, split_sentences

_WORD = re.compile(r"\w+")

Value: TypeAlias = Callable[[JudgedAnswer], float | None]
Spans: TypeAlias = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """How what is highlighted agrees with what should be: shares of words."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where nothing is shared."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def success(one: JudgedAnswer, *, cutoff: int) -> float | None:
    """Whether a right passage is among the first ``cutoff``; answerable questions."""
    return float(one.succeeds(cutoff)) if one.question.is_answerable else None


def answered_success(one: JudgedAnswer) -> float | None:
    """``success@1`` where an abstention is a failure; answerable questions."""
    return float(one.answer.answered and one.succeeds(1)) if one.question.is_answerable else None


def reciprocal_rank(one: JudgedAnswer) -> float | None:
    """1 / rank of the first right passage within ten, else 0; answerable questions."""
    if not one.question.is_answerable:
        return None
    return 0.0 if one.first_right is None else 1 / one.first_right


def discounted_gain(one: JudgedAnswer) -> float | None:
    """The nDCG of the first ten passages, judged paragraphs of relevance 1; answerable questions.

    ``Σ 1 / log2(rank + 1)`` over the right passages, divided by its greatest value (Järvelin and
    Kekäläinen, TOIS 2002). Paragraphs that restate the fact in other reports are relevant too;
    a judged paragraph gains once, by the first passage that meets it, and those that one passage
    is cited for are one: they gain once, and are wanted once.
    """
    if not one.question.is_answerable:
        return None
    wanted = sum(len(target.numbers) for target in one.question.targets)
    seen: set[Met] = set()
    gained = 0.0
    for rank, met in enumerate(one.met[:LIMIT], 1):
        new = set(met) - seen
        if new:
            seen |= new
            wanted -= len(new) - 1
            gained += _discount(rank)
    return gained / sum(map(_discount, range(1, min(wanted, LIMIT) + 1)))


def wrong_report(one: JudgedAnswer) -> float | None:
    """Whether the first passage is of a report that no target names; less is better.

    Over answerable questions all of whose targets name a report.
    """
    is_named = all(target.report is not None for target in one.question.targets)
    if not one.question.is_answerable or not is_named:
        return None
    return float(bool(one.is_of_report) and not one.is_of_report[0])


def quote_hit(one: JudgedAnswer) -> float | None:
    """Whether the passages shown highlight every answer substring; where some are listed."""
    return float(one.quotes(one.shown)) if _is_quotable(one) else None


def quote_hit_first(one: JudgedAnswer) -> float | None:
    """``quote-hit`` by the first passage alone; where one paragraph is listed."""
    if not _is_quotable(one) or len(one.question.targets[0].numbers) != 1:
        return None
    return float(one.quotes(one.answer.passages[:1]))


def highlight_overlap(one: JudgedAnswer) -> Overlap | None:
    """Words that the first right passage highlights, against the sentences that hold the answer.

    Of the first right passage among those shown: the sentences that share a character with the
    first place of any answer substring in its text, blanks being alike. A word is known by its
    place, so that a word highlighted elsewhere in the paragraph does not count. No highlight:
    both shares are 0. None where no passage shown is right, or it holds no answer substring.
    """
    passage = next((p for p, right in zip(one.shown, one.is_right, strict=False) if right), None)
    if passage is None or not _is_quotable(one):
        return None
    places = [found for text in one.question.answers if (found := _place_of(text, passage.text))]
    sentences = [(each.start, each.end) for each in split_sentences(passage.text)]
    wanted = _words_in([s for s in sentences if any(_meet(s, p) for p in places)], passage)
    if not wanted:
        return None
    shown = _words_in([(each.start, each.end) for each in passage.highlights], passage)
    shared = len(wanted & shown)
    return Overlap(shared / len(shown) if shown else 0.0, shared / len(wanted))


def highlight_f1(one: JudgedAnswer) -> float | None:
    """The F1 of ``highlight_overlap``."""
    overlap = highlight_overlap(one)
    return None if overlap is None else overlap.f1


def highlight_precision(one: JudgedAnswer) -> float | None:
    """The share of the words highlighted that should be."""
    overlap = highlight_overlap(one)
    return None if overlap is None else overlap.precision


def highlight_recall(one: JudgedAnswer) -> float | None:
    """The share of the words that should be highlighted that are."""
    overlap = highlight_overlap(one)
    return None if overlap is None else overlap.recall


def first_citation(one: JudgedAnswer) -> float | None:
    """Whether the first passage is right; over answers, to any question."""
    return float(one.succeeds(1)) if one.answer.answered else None


def lookup_success(one: JudgedAnswer) -> float | None:
    """Whether a look-up opens the listed paragraphs and no other; answerable ones."""
    is_lookup = one.question.is_answerable and one.question.type == "lookup"
    return float(one.opens_exactly) if is_lookup else None


def quotation_success(one: JudgedAnswer) -> float | None:
    """Whether a quotation is answered with a right first passage; answerable ones."""
    return answered_success(one) if one.question.type == "quotation" else None


def rightful_abstention(one: JudgedAnswer) -> float | None:
    """Whether an abstention met an unanswerable question; over abstentions."""
    return None if one.answer.answered else float(not one.question.is_answerable)


def abstention(one: JudgedAnswer) -> float | None:
    """Whether an unanswerable question met an abstention."""
    return None if one.question.is_answerable else float(not one.answer.answered)


def refusal(one: JudgedAnswer) -> float | None:
    """Whether an answerable question met an abstention; less is better."""
    return float(not one.answer.answered) if one.question.is_answerable else None


VALUES: Mapping[str, Value] = {
    "success@1": partial(success, cutoff=1),
    "success@3": partial(success, cutoff=3),
    "RR@10": reciprocal_rank,
    "nDCG@10": discounted_gain,
    "answered-success@1": answered_success,
    "wrong-report@1": wrong_report,
    "quote-hit": quote_hit,
    "quote-hit@1": quote_hit_first,
    "highlight-F1": highlight_f1,
    "highlight-precision": highlight_precision,
    "highlight-recall": highlight_recall,
    "citation-precision@1": first_citation,
    "lookup-success": lookup_success,
    "quotation-success": quotation_success,
    "abstention-precision": rightful_abstention,
    "abstention-recall": abstention,
    "refused-answerable": refusal,
}


def values_of(judged: Sequence[JudgedAnswer]) -> Mapping[str, Mapping[str, float]]:
    """Each measure of each question that it is over, by the question's id."""
    return {
        name: {one.question.question_id: value for one in judged if (value := of(one)) is not None}
        for name, of in VALUES.items()
    }


def _is_quotable(one: JudgedAnswer) -> bool:
    return one.question.is_answerable and bool(one.question.answers)


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)


def _place_of(words: str, text: str) -> tuple[int, int] | None:
    """Where words first stand in a text, any blanks between them; None where nowhere."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = re.search(pattern, text) if pattern else None
    return found.span() if found else None


def _words_in(spans: Spans, passage: Passage) -> frozenset[int]:
    """The places of the words that share a character with a span."""
    words = (match.span() for match in _WORD.finditer(passage.text))
    return frozenset(word[0] for word in words if any(_meet(word, span) for span in spans))


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]

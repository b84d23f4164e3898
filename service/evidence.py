"""Which sentences of a paragraph answer a query.

A sentence scores by the query words that it has, each weighed by its rarity in the corpus and
among the sentences of the paragraph; by the cosine of its vector, which was pooled from the
same forward pass as its window; and by whether it tells a value of the type that is asked for.
A word that every sentence has tells none of them apart.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.records import Paragraph
from corpus.sentences import Sentence
from index.ranking import Vectors
from index.retriever import Query
from index.tokens import token_set
from service.answer import Highlight
from service.answer_types import expected_types, tells_value
from service.settings import ServiceSettings

_MOST_SENTENCES = 100  # some reports print a letter of 200,000 characters as one paragraph


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence and how well it answers, greater is better."""

    sentence: Sentence
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The quotes of a paragraph in order of print, and where the best of them begins.

    ``lines`` are the rows of its tables that are quoted too: each a table's place in the report
    and a slice of that table's text.
    """

    highlights: tuple[Highlight, ...] = ()
    best_start: int | None = None
    lines: tuple[tuple[int, Sentence], ...] = ()


NO_EVIDENCE = Evidence()


def score_sentences(
    query: Query,
    paragraph: Paragraph,
    table: tuple[Sequence[Sentence], Vectors],
    *,
    idf: Callable[[str], float],
    settings: ServiceSettings,
) -> tuple[ScoredSentence, ...]:
    """Score the sentences of a paragraph, in their order.

    ``table`` holds them as they were indexed, with their vectors: ``words / all words +
    weight · cosine``, and the weight of the answer type where the sentence tells a value of it,
    or the list that it introduces does. Of very many, only those nearest in meaning are scored.
    """
    sentences, vectors = _nearest(*_mended(*table), query=query)
    held = [token_set(paragraph.text[s.start : s.end]) for s in sentences]
    weights = word_weights(query, held, idf=idf)
    scores = np.array([share_of(weights, own) for own in held], dtype=np.float64)  # (n,)
    scores += settings.sentence_vector_weight * (vectors @ query.vector)
    kinds, known = expected_types(query.text), set(query.tokens)
    if kinds:
        wholes = [paragraph.text[s.start : _list_end(paragraph, s)] for s in sentences]
        tells = [tells_value(whole, kinds, known=known) for whole in wholes]
        scores += settings.answer_type_weight * np.array(tells)
    return tuple(
        ScoredSentence(sentence, float(score))
        for sentence, score in zip(sentences, scores, strict=True)
    )


def _mended(sentences: Sequence[Sentence], vectors: Vectors) -> tuple[list[Sentence], Vectors]:
    """Sentences made whole where a window had to cut them: parts with no blank between them.

    The vector of a whole is the mean of its parts by their length, of unit norm again.
    """
    lengths = np.array([s.end - s.start for s in sentences], dtype=np.float32)
    starts = [i for i, s in enumerate(sentences) if not i or sentences[i - 1].end != s.start]
    if len(starts) == len(sentences):
        return list(sentences), vectors
    sums = np.add.reduceat(vectors * lengths[:, None], starts)  # (n, d)
    ends = [*(first - 1 for first in starts[1:]), len(sentences) - 1]
    wholes = [
        Sentence(sentences[first].start, sentences[last].end)
        for first, last in zip(starts, ends, strict=True)
    ]
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return wholes, sums / np.maximum(norms, np.finfo(np.float32).tiny)


def _nearest(
    sentences: Sequence[Sentence], vectors: Vectors, *, query: Query
) -> tuple[Sequence[Sentence], Vectors]:
    """The sentences that are scored, in their order."""
    if len(sentences) <= _MOST_SENTENCES:
        return sentences, vectors
    order = np.argsort(-(vectors @ query.vector), kind="stable")
    places = np.sort(order[:_MOST_SENTENCES])
    return [sentences[place] for place in places.tolist()], vectors[places]


def word_weights(
    query: Query, held: Sequence[Collection[str]], *, idf: Callable[[str], float]
) -> Mapping[str, float]:
    """What each token of a query is worth, by its rarity in the corpus and among ``held``.

    A word said twice tells no more. The weights add up to 1, or to 0 where no token tells anything.
    """
    weights = {
        token: min(1.0, weight) * idf(token) * _rarity(token, held)
        for token, weight in query.weights.items()
    }
    total = sum(weights.values()) or 1.0
    return {token: weight / total for token, weight in weights.items()}


def share_of(weights: Mapping[str, float], own: Collection[str]) -> float:
    """How much of a query's words a text with the tokens ``own`` has."""
    return sum(weight for token, weight in weights.items() if token in own)


def _rarity(token: str, held: Sequence[Collection[str]]) -> float:
    """The inverse frequency of a token among ``held`` (Lucene's BM25 formula), at most 1."""
    count, frequency = len(held), sum(token in own for own in held)
    absent = math.log(1 + (count + 0.5) / 0.5)
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5)) / absent


def select_evidence(
    paragraph: Paragraph, scored: Sequence[ScoredSentence], settings: ServiceSettings
) -> Evidence:
    """Quote the best sentence, and the whole list if it introduces one; and those nearly as good.

    A stem that is only nearly as good says nothing without its list and is not quoted.
    Neighbouring sentences of one line make one quote; quotes are in order of print. Of equal
    scores the earlier sentence is better.
    """
    if not scored:
        return NO_EVIDENCE
    best, *others = sorted(scored, key=lambda each: (-each.score, each.sentence.start))
    least = best.score - settings.quote_margin
    spans = [best.sentence] + [
        each.sentence
        for each in others
        if each.score >= least and _list_end(paragraph, each.sentence) == each.sentence.end
    ]
    end = _list_end(paragraph, best.sentence)
    spans += [s for each in scored if best.sentence.start < (s := each.sentence).end <= end]
    return Evidence(highlights_of(paragraph.text, spans), best.sentence.start)


def highlights_of(text: str, spans: Sequence[Sentence]) -> tuple[Highlight, ...]:
    """Quotes for spans, in order of print; spans that only blanks part are joined."""
    joined: list[Sentence] = []
    for span in sorted(set(spans), key=lambda s: (s.start, s.end)):
        between = text[joined[-1].end : span.start] if joined else "\n"
        if joined and "\n" not in between and not between.strip():
            joined[-1] = Sentence(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(Highlight(start=s.start, end=s.end, quote=text[s.start : s.end]) for s in joined)


def _list_end(paragraph: Paragraph, stem: Sentence) -> int:
    """Where the list ends that a stem ("…the following:") introduces; else its own end."""
    end = stem.end
    if not paragraph.text[stem.start : end].endswith(":"):
        return end
    following = [item for item in paragraph.items if item.start >= end]
    for item in following:
        if item.level < following[0].level or item.start > end + 1:
            break
        end = max(end, item.end)
    return end

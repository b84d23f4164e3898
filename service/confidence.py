"""How sure the assistant is that its passages answer the question.

A logistic model over few features that mean something; its weights are readable numbers in
``confidence.toml``, fitted by ``rapporteur eval fit-confidence`` on development questions and on
the same questions with their paragraphs taken away, which makes realistic near misses.
"""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files

import numpy as np

from corpus.records import Paragraph, Report
from index.generation import Generation
from index.retriever import Query, Retrieved
from index.tokens import tokenize
from service.lookup import described_by

DEPTH = 10  # passages that are compared with the best one

_NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve hundred thousand"
_ANSWER_TYPES = (
    (
        re.compile(r"\b(?:how\s+(?:many|much|big|large)|number\s+of|percentage|share)\b", re.I),
        re.compile(rf"\d|\b(?:{'|'.join(_NUMBER_WORDS.split())})\b", re.I),
    ),
    (
        re.compile(r"\b(?:when|(?:what|which)\s+(?:year|date|period))\b", re.I),
        re.compile(r"\b(?:1[89]|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August"
                   r"|September|October|November|December)\b"),
    ),
    (re.compile(r"\bwho\b", re.I), re.compile(r"(?<=\w )[A-Z]")),
)  # fmt: skip
_NAME = re.compile(r"(?<=\S )[A-Z][\w’'-]+|\b[A-Z][A-Z0-9-]+\b")
_NUMBER = re.compile(r"\b\d[\d.,]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the confidence is judged by; each is about the best passage, and within 0 to 1.

    ``cosine``: of its best window. ``margin``: how far that lies above the mean of the ten best
    passages. ``coverage``: the share of the query's words, by their rarity, that the passage,
    its headings or its report's cover have; ``quote_coverage``: the same for what is quoted of
    it. ``missing_names`` and ``missing_numbers``: the share of the names, and of the years and
    other numbers, in the question that none of these has. ``foreign``: the share of the query's
    words, by their rarity, that nothing in the passage's report has. ``missing_type``: 1 when
    the question asks for a number, a date or a person and the quotes have none. ``agreement``:
    1 when both rankers put it first.
    """

    cosine: float
    margin: float
    coverage: float
    quote_coverage: float
    missing_names: float
    missing_numbers: float
    foreign: float
    missing_type: float
    agreement: float


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """The fitted weights: ``1 / (1 + exp(-(intercept + Σ weight · feature)))``."""

    intercept: float
    weights: Mapping[str, float]

    def probability(self, features: Features) -> float:
        """The probability that the passages answer, rounded to four places."""
        values = asdict(features)
        logit = self.intercept + sum(self.weights[name] * values[name] for name in values)
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))), 4)


def read_confidence_model() -> ConfidenceModel:
    """Read the weights that ship with the package."""
    content = tomllib.loads((files("service") / "confidence.toml").read_text(encoding="utf-8"))
    return ConfidenceModel(content["intercept"], content["weights"])


def features_of(
    question: str,
    query: Query,
    retrieved: Retrieved,
    generation: Generation,
    *,
    best: Paragraph,
    report: Report,
    quotes: Sequence[str],
) -> Features:
    """Measure the best passage of a ranking that is not empty."""
    lexical = generation.lexical
    weights = {token: lexical.idf(token) for token in query.tokens}
    around = {*tokenize(" ".join(best.sections)), *described_by(report)}
    held = {*tokenize(best.text), *around}
    rows = generation.passages.rows_of(report.report_id)

    def in_report(token: str) -> bool:
        found = lexical.rows_with(token)
        return bool(np.searchsorted(found, rows.stop) > np.searchsorted(found, rows.start))

    cosine = float(retrieved.cosines[0])
    is_first = (retrieved.cosines[0] == retrieved.cosines.max()) and (
        retrieved.bm25[0] == retrieved.bm25.max()
    )
    return Features(
        cosine=max(cosine, 0.0),
        margin=max(cosine - float(retrieved.cosines[:DEPTH].mean()), 0.0),
        coverage=_share(weights, held),
        quote_coverage=_share(weights, {*tokenize(" ".join(quotes)), *around}),
        missing_names=_missing(_NAME, question, held),
        missing_numbers=_missing(_NUMBER, question, held),
        foreign=_share(weights, {t for t in weights if t not in held and not in_report(t)}),
        missing_type=float(_lacks_type(question, " ".join(quotes))),
        agreement=float(is_first),
    )


def _missing(pattern: re.Pattern[str], question: str, held: set[str]) -> float:
    """The share of the tokens that ``pattern`` finds in the question that are not held."""
    tokens = {token for match in pattern.findall(question) for token in tokenize(match)}
    return len(tokens - held) / len(tokens) if tokens else 0.0


def _lacks_type(question: str, quotes: str) -> bool:
    """Whether the question asks for a kind of answer that the quotes do not have."""
    asked = (pattern for cue, pattern in _ANSWER_TYPES if cue.search(question))
    return any(pattern.search(quotes) is None for pattern in asked)


def _share(weights: Mapping[str, float], held: set[str]) -> float:
    """The weight of the tokens in ``held``, of the weight of all; 0 for a query of stop words."""
    total = sum(weights.values())
    return sum(weights[token] for token in weights.keys() & held) / total if total else 0.0

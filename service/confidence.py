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
from index.lexical import LexicalIndex
from index.ranking import Rows
from index.retriever import Query
from index.tokens import tokenize
from service.lookup import described_by

_NAME = re.compile(r"(?<=\S )[A-Z][\w’'-]+|\b[A-Z][A-Z0-9-]+\b")
_NUMBER = re.compile(r"\b\d[\w.,]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the confidence is judged by; each is about the best passage, and within 0 to 1.

    ``cosine``: of its best window. ``quote_coverage``: the share of the query's words, by their
    rarity, that the quotes, the headings above them or the report's cover have.
    ``missing_names``: the share of the names in the question that stand nowhere in the passage's
    report. ``missing_numbers``: the share of its years and other numbers that neither the
    passage nor headings nor cover have.
    """

    cosine: float
    quote_coverage: float
    missing_names: float
    missing_numbers: float


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
    *,
    cosine: float,
    best: Paragraph,
    report: Report,
    quotes: Sequence[str],
    rows: range,
    lexical: LexicalIndex,
) -> Features:
    """Measure the best passage, what is quoted of it, and its report, whose rows are ``rows``."""
    around = {*tokenize(" ".join(best.sections)), *described_by(report)}
    quoted = {*tokenize(" ".join(quotes)), *around}
    held = {*tokenize(best.text), *around}
    names, numbers = _tokens(_NAME, question), _tokens(_NUMBER, question)
    weights = {token: lexical.idf(token) for token in query.tokens}
    total = sum(weights.values())
    covered = sum(weight for token, weight in weights.items() if token in quoted)
    return Features(
        cosine=max(cosine, 0.0),
        quote_coverage=covered / total if total else 0.0,
        missing_names=_share(
            names, {name for name in names - held if not _stands_in(lexical.rows_with(name), rows)}
        ),
        missing_numbers=_share(numbers, numbers - held),
    )


def _tokens(pattern: re.Pattern[str], question: str) -> set[str]:
    return {token for match in pattern.findall(question) for token in tokenize(match)}


def _stands_in(found: Rows, rows: range) -> bool:
    """Whether any of ``found``, ascending, lies in a range of rows."""
    return bool(np.searchsorted(found, rows.start) < np.searchsorted(found, rows.stop))


def _share(tokens: set[str], missing: set[str]) -> float:
    return len(missing) / len(tokens) if tokens else 0.0

"""How sure the assistant is that its passages answer the question.

A logistic model over few features that mean something; its weights are readable numbers in
``confidence.toml``, fitted by ``rapporteur eval fit-confidence`` on development questions. The
length of a question is no feature: questions without an answer happen to be short.
"""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files

import numpy as np

from corpus.records import Paragraph, Report
from corpus.symbols import without_symbols
from index.lexical import LexicalIndex
from index.ranking import Rows
from index.retriever import Query
from index.tokens import tokenize
from service.answer_types import AnswerType, expected_types, tells_value
from service.lookup import described_by
from service.wording import Wording
from service.years import tells_other_years

_NAME = re.compile(r"(?<=\S )[A-Z][\w’'-]+|\b[A-Z][A-Z0-9-]+\b")
_MONTH = re.compile(
    r"""
    \b(?:January|February|March|April|June|July|August|September|October|November|December)\b
  | \bMay(?=\s+\d) | (?<=\d\s)May\b | (?<=[a-z]\s)May\b                   # May 2025, in May
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(
    r"""
    \b\d[\w.,]*                                                              # 2021, 22nd, 1,129
  | (?<!-)\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)

_MOST_CHARS = 20_000  # of a passage that are read for names; all but one in 10,000 are shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the confidence is judged by; each is about the best passage, and within 0 to 1.

    ``sentence_cosine``: of its sentence nearest in meaning. ``quote_coverage``: the share of the
    query's words, by their rarity, that the quotes, the headings above them or the report's
    cover have in some form. ``missing_names``: the share of the names in the question that
    stand nowhere in the passage's report. ``missing_values``: the share of its years, months,
    ordinals and other numbers that neither the passage nor headings nor cover have, and 1 where
    the quotes tell of other years: the right organ in the wrong year. ``missing_type``: 1 where
    a number or a date is asked for and the quotes tell none that the question does not hold.
    """

    sentence_cosine: float
    quote_coverage: float
    missing_names: float
    missing_values: float
    missing_type: float


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """The fitted weights: ``1 / (1 + exp(-(intercept + Σ weight · feature)))``.

    ``min_confidence``: the least with which a question is answered unless the settings say.
    """

    intercept: float
    weights: Mapping[str, float]
    min_confidence: float

    def probability(self, features: Features) -> float:
        """The probability that the passages answer, rounded to four places."""
        values = asdict(features)
        logit = self.intercept + sum(self.weights[name] * values[name] for name in values)
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))), 4)


def read_confidence_model() -> ConfidenceModel:
    """Read the weights that ship with the package."""
    content = tomllib.loads((files("service") / "confidence.toml").read_text(encoding="utf-8"))
    return ConfidenceModel(content["intercept"], content["weights"], content["min_confidence"])


def features_of(
    question: str,
    query: Query,
    *,
    sentence_cosine: float,
    best: Paragraph,
    report: Report,
    quotes: Sequence[str],
    rows: range,
    lexical: LexicalIndex,
) -> Features:
    """Measure the best passage, what is quoted of it, and its report, whose rows are ``rows``."""
    around = _around(best, report)
    quoted = Wording.of("\n".join(quotes)) | around
    held = Wording.of(best.text[:_MOST_CHARS]) | quoted  # a quoted row stands outside the text
    plain = without_symbols(question)
    months = _tokens(_MONTH, plain)
    names, values = _tokens(_NAME, plain) - months, _tokens(_NUMBER, plain) | months
    weights = {t: min(1.0, weight) * lexical.idf(t) for t, weight in query.weights.items()}
    total = sum(weights.values())
    covered = sum(weight for token, weight in weights.items() if quoted.has(token))
    absent = {name for name in names if not held.has(name)}
    return Features(
        sentence_cosine=sentence_cosine,
        quote_coverage=covered / total if total else 0.0,
        missing_names=_share(
            names, {name for name in absent if not _stands_in(lexical.rows_with(name), rows)}
        ),
        missing_values=1.0
        if tells_other_years(plain, best, quotes)
        else _share(values, values - held.tokens),
        missing_type=float(_lacks_type(query, quotes)),
    )


def _lacks_type(query: Query, quotes: Sequence[str]) -> bool:
    """Whether quotes tell no number or date where one is asked for; names are told too often."""
    kinds = expected_types(query.text) & {AnswerType.NUMBER, AnswerType.DATE}
    return bool(kinds) and not tells_value("\n".join(quotes), kinds, known=set(query.tokens))


def _around(paragraph: Paragraph, report: Report) -> Wording:
    """What is said above a paragraph: its headings, and what the report's cover is known by."""
    cover = (report.cover.title, report.cover.organ)
    above = "\n".join([*paragraph.sections, *(part for part in cover if part)])
    return Wording.of(above) | Wording(described_by(report))


def _tokens(pattern: re.Pattern[str], question: str) -> set[str]:
    return {token for match in pattern.findall(question) for token in tokenize(match)}


def _stands_in(found: Rows, rows: range) -> bool:
    """Whether any of ``found``, ascending, lies in a range of rows."""
    return bool(np.searchsorted(found, rows.start) < np.searchsorted(found, rows.stop))


def _share(tokens: set[str], missing: set[str]) -> float:
    return len(missing) / len(tokens) if tokens else 0.0

"""What a question expects to be told: a number, a date or a name.

A value answers only when the question does not hold it already: "how many notices in 2020" is
not answered by "in 2020". A question that expects none of these has no answer type.
"""

import re
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

from index.tokens import token_set, tokenize


class AnswerType(StrEnum):
    """A kind of value that a question asks for."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"


_EXPECTED = {
    AnswerType.NUMBER: re.compile(
        r"""
        \bhow\ (?!(?:do|does|did|is|are|was|were|ha[sd]|have|can|could|will|would|should|to|the)\b)
            \w+                                                        # how many, how far
      | \b(?:number|share|percentage|proportion|amount|rate|toll)\b    # the share of women
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    AnswerType.DATE: re.compile(
        r"""
        \b(?:when|dates?)\b                              # when did it meet, on what date
      | \bhow\ (?:soon|long)\b                           # how soon after ratifying
      | \b(?:what|which)\ (?:year|month|day)\b           # in which year
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    AnswerType.NAME: re.compile(r"\b(?:who|whom|whose|where|which)\b", re.IGNORECASE),
}
_VALUE = {
    AnswerType.NUMBER: re.compile(
        r"""
        (?<![\w/.])\d[\d.,]*(?![\w/])                                    # 2,081 and not A/79/7
      | \b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b
      | \b(?:hundred|thousand|million|billion|half|third|quarter|twice|doubled|tripled)\b
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    AnswerType.DATE: re.compile(
        r"""
        \b(?:January|February|March|April|May|June|July)\b               # 3 May
      | \b(?:August|September|October|November|December)\b
      | \b(?:1[89]|20)\d\d\b                                             # in 2027
      | \b(?:hour|day|week|month|year)s?\b                               # within two years
        """,
        re.VERBOSE,
    ),
    # A capital after another word; the capital that opens a sentence tells nothing.
    AnswerType.NAME: re.compile(r"(?<=[\w,;:)’”•–]\s)[“(]?[A-Z][\w’'-]+"),
}


_ASKING = re.compile(
    r"""
    \? | \b(?: who|whom|whose|what|when|where|why|which|how
             | is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may
             | tell|say|show|list|name|give|explain|compare )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_KNOWN_TEXTS = 2**14  # sentences that are not read again, of some 500 bytes each
_FEW_WORDS = 4  # content words of a search; more of them tell a wish of their own


def is_keyword_search(text: str) -> bool:
    """Whether nothing is asked: a few words, wanted where they stand ("purple notices")."""
    return not _ASKING.search(text) and 0 < len(set(tokenize(text))) <= _FEW_WORDS


def expected_types(question: str) -> frozenset[AnswerType]:
    """The types of which a value would answer."""
    return frozenset(kind for kind, pattern in _EXPECTED.items() if pattern.search(question))


def tells_value(text: str, kinds: Collection[AnswerType], *, known: Collection[str]) -> bool:
    """Whether a text has a value of one of these types whose tokens are not all ``known``."""
    return any(token not in known for kind in kinds for token in _value_tokens(text, kind))


@lru_cache(maxsize=_KNOWN_TEXTS)
def _value_tokens(text: str, kind: AnswerType) -> frozenset[str]:
    return token_set(" ".join(_VALUE[kind].findall(text)))

"""How much a question leans on the conversation before it.

A question of rare words says what it is about, and one that names something does; "who took part
in it?" does not. So a question leans the more, the fewer rare words it has, and half as much
again where it points back. A question that announces another subject does not lean at all.
"""

import re
from collections.abc import Callable

from index.tokens import tokenize

MOST = 0.5  # share of the conversation in what is searched; the question keeps as much
_PLAIN = 0.4  # of a question without a rare word; this, and the next, see eval/RESULTS.md
_LEAST = 0.1  # a question that leans less stands alone
_POINTING = 1.5

_NEW_SUBJECT = re.compile(
    r"""
    \b(?:on|to)\s+(?:another|a\s+different|a\s+new)\s+(?:matter|subject|topic|note|question)\b
  | \b(?:another|different|new)\s+(?:question|topic|subject)\b
  | \bchang(?:e|ing)\s+(?:of\s+|the\s+)?(?:subject|topic)\b
  | \bunrelated\b | \bsomething\s+else\b | \bby\s+the\s+way\b | \bseparately\b
  | \b(?:any|some)thing\s+(?:on|about)\s+(?!(?:it|that|this|them|these|those)\b)
  | ^\W*leave\s+(?:that|it)\b | \b(?:never\s*mind|forget\s+(?:that|it))\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BACKWARDS = re.compile(
    r"""
    \b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|those|these|there|this
        |that(?!\s+(?:are|can|could|did|do|does|had|has|have|is|may|might|must|was|were|will|would)\b)
      )\b
    (?!\s+(?:is|are|was|were|been|be)\s+(?:a|an|any|anything|something|no)\b)    # there are any
    (?<!\bis\sthere)(?<!\bare\sthere)(?<!\bwas\sthere)(?<!\bwere\sthere)          # is there any
  | ^\W*(?:and|but|or|also|what\s+about|how\s+about|same)\b
  | \bthe\s+(?:former|latter|other|same)\b
  | \b(?:first|second|third|fourth|fifth|last|other)\s+one\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAME = re.compile(
    r"""
    [A-Z][\w.’'-]*[A-Z0-9][\w’'-]*                               # CSTO   A/80/44
  | (?<=[a-z,;:’”"]\ )[A-Z][\w’'-]+(?:\ (?:d['’])?[A-Z][\w’'-]+)*        # Côte d’Ivoire
    """,
    re.VERBOSE,
)


def leaning(question: str, *, idf: Callable[[str], float]) -> float:
    """The share of the conversation in what is searched for a question, 0 to ½.

    ``0.4 / (1 + Σ idf(t) / idf of a word that the corpus lacks)`` over the words that it has,
    times 1.5 where the question points back; 0 below 0.1, and where it names something and
    points nowhere.
    """
    if announces_subject(question):
        return 0.0
    is_pointing = points_back(question)
    if not is_pointing and names_in(question):
        return 0.0
    absent = idf("")
    rarity = sum(idf(t) for t in set(tokenize(question)) if idf(t) < absent) / absent
    share = _PLAIN / (1 + rarity)
    if share < _LEAST:
        return 0.0
    return min(MOST, share * (_POINTING if is_pointing else 1))


def announces_subject(question: str) -> bool:
    """Whether a question says that it is about something else."""
    return _NEW_SUBJECT.search(question) is not None


def points_back(question: str) -> bool:
    """Whether a question refers to what was said before: "it", "there", "and …"."""
    return _BACKWARDS.search(question) is not None


def name_places(text: str) -> list[re.Match[str]]:
    """Where a text has acronyms, and capitalised words that do not open a sentence."""
    return [match for match in _NAME.finditer(text) if tokenize(match[0])]


def names_in(text: str) -> list[str]:
    """The acronyms of a text, and its capitalised words that do not open a sentence."""
    return [match[0].strip(".’'") for match in name_places(text)]

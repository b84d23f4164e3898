"""Comparisons: questions that ask the same of two to four organizations, reports or years.

"How did CARICC’s and CSTO’s responses to the pandemic differ?" is two questions, each to be
answered by itself. A question that merely has an "and" is one: names are compared where a word of
comparing says so, and years also where they stand side by side ("seizures in 2023 and 2024").
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.symbols import find_symbols
from index.tokens import tokenize
from service.organs import OrganMention
from service.scope_reading import year_places

_CUE = re.compile(
    r"""
    \bcompar(?:e[sd]?|ing|isons?)\b | \bcontrast(?:s|ed|ing)?\b
  | \bdiffer(?:s|ed|ences?|ently)?\b | \bversus\b | \bvs\b\.? | \bside\s+by\s+side\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LITTLE = r"(?:\s+(?:the|in|of|by|for|at|on|from|with|that|those|during))*\s+"
_BESIDE = re.compile(
    rf"""
    (?:['’]s?)?\s*                                                   # CARICC’s and CSTO’s
    (?: , (?:\s*(?:and|or|&))? | \s(?:and|or|&) )                    # A, B and C
    {_LITTLE}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ACROSS = re.compile(
    rf"""
    (?:['’]s?)?(?:\W+\w+){{0,8}}?\W+                                  # UNDP’s budget
    (?:differ\w*\s+from|compar\w+\s+(?:to|with)|versus|vs\b\.?|(?:and|than)(?=\s+(?:that|those)))
    {_LITTLE}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PERIOD = re.compile(r"\b(?:between|from|since)\s+$", re.IGNORECASE)  # between 2010 and 2023
_NAME = re.compile(r"\b[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*")
_FRAME = re.compile(
    r"""
    \b(?:what(?:['’]s|\s+is|\s+are|\s+was|\s+were)\s+)?(?:the\s+)?differences?\s+(?:between|in)\b
  | \b(?:in\s+)?compar(?:e[sd]?|ing|isons?)(?:\s+(?:of|to|with|between))?\b
  | \bcontrast(?:s|ed|ing)?\b | \bdiffer(?:s|ed|ently)?(?:\s+from)?(?:\s+each\s+other)?\b
  | \bversus\b | \bvs\b\.? | \bside\s+by\s+side\b
  | \b(?:that|those)\s+(?:of|in|for)\s*(?=\W*$) | \bhow\s+(?:did|do|does)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MOST_SIDES = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: what it is about, and the question that is asked of it alone."""

    label: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The sides of a comparison, all of one kind."""

    sides: tuple[Side, ...]
    is_of_years: bool

    def is_told_by(self, text: str) -> bool:
        """Whether one paragraph tells of every year: a series is seldom told in parts.

        Of organizations and reports none does: what both are named in compares them seldom.
        """
        tokens = set(tokenize(text))
        return self.is_of_years and tokens.issuperset(side.label for side in self.sides)


@dataclass(frozen=True, slots=True)
class _Mention:
    label: str
    start: int
    end: int


def read_comparison(
    question: str,
    *,
    organs_in: Callable[[str], Sequence[OrganMention]],
    is_known: Callable[[str], bool],
) -> Comparison | None:
    """Read what a question compares; None when it compares nothing.

    ``organs_in`` finds the organs in a text; ``is_known`` tells whether the library has a name.
    """
    is_said = _CUE.search(question) is not None
    kinds = [_years(question)]
    if is_said:
        symbols = [_Mention(m.symbol, m.start, m.end) for m in find_symbols(question)]
        names = [each for each in _names(question, organs_in(question)) if is_known(each.label)]
        kinds = [symbols, names, *kinds]
    for mentions in kinds:
        compared = _joined(question, mentions, is_said=is_said)
        labels = {mention.label for mention in compared}
        if 2 <= len(labels) <= _MOST_SIDES and len(labels) == len(compared):
            sides = tuple(Side(m.label, _asked_of(question, m, compared)) for m in compared)
            return Comparison(sides=sides, is_of_years=mentions is kinds[-1])
    return None


def _years(question: str) -> list[_Mention]:
    """The years of a question that begin no range."""
    places = year_places(question)
    return [
        _Mention(question[start:end], start, end)
        for start, end in places
        if not re.match(r"[-–/]\d", question[end:])
    ]


def _names(question: str, organs: Sequence[OrganMention]) -> list[_Mention]:
    """The organs of a question, and its other names in capitals, in order."""
    found = [(organ.start, organ.end) for organ in organs]
    plain = _FRAME.sub(lambda frame: "." * len(frame[0]), question)
    for match in _NAME.finditer(plain):
        start, end = match.span()
        while start < end and not tokenize(plain[start:end].split()[0]):  # The, In, How
            start += len(plain[start:end].split(maxsplit=1)[0]) + 1
        if start < end and all(end <= other[0] or start >= other[1] for other in found):
            found.append((start, end))
    bare = [(start, end - len(_possessive(question[start:end]))) for start, end in found]
    return [_Mention(question[start:end], start, end) for start, end in sorted(bare)]


def _possessive(name: str) -> str:
    match = re.search(r"['’]s?$", name)
    return match[0] if match else ""


def _joined(question: str, mentions: Sequence[_Mention], *, is_said: bool) -> Sequence[_Mention]:
    """The longest run of mentions that stand side by side."""
    best: list[_Mention] = []
    run = list(mentions[:1])
    for one, other in pairwise(mentions):
        between = question[one.end : other.start]
        is_beside = _BESIDE.fullmatch(between) or (is_said and _ACROSS.fullmatch(between))
        run = [*run, other] if is_beside else [other]
        best = max(best, run, key=len)
    is_period = bool(best) and _PERIOD.search(question[: best[0].start]) is not None
    return [] if is_period and not is_said else best


def _asked_of(question: str, side: _Mention, compared: Sequence[_Mention]) -> str:
    """The question about one side: put in the place of the first, the others left out."""
    gaps = [question[one.end : other.start] for one, other in pairwise(compared)]
    kept = " ".join(gap for gap in gaps if not _BESIDE.fullmatch(gap))
    before, after = question[: compared[0].start], question[compared[-1].end :]
    asked = _FRAME.sub(" ", f"{before}{side.label}{kept}{after}")
    return re.sub(r"\s+(?=[?,.;:])", "", " ".join(asked.split()))

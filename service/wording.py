"""Whether a text has a word, be it as it stands, spelt a little differently, or as initials.

Readers write "Voluntry", "Colombian" or "OPCAT"; reports have "Voluntary", "Colombia" and
"Optional Protocol to the Convention against Torture".
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from corpus.records import Report
from index.tokens import tokenize

_SMALL_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to"})
_WORD = re.compile(r"[a-z]+")
_JOINED = re.compile(r"\b(inter|non|multi|sub)-?(?=[a-z]{4})")  # one word of two initials
_LENGTHS = range(3, 7)  # letters of an acronym; two are the initials of too much
LEAST_TITLE_WORDS = 3  # of the beginning of a title that stands for it
_LEAST_LETTERS = 5  # of a token that may be spelt differently
_KNOWN_TEXTS = 2**11  # paragraphs and what stands above them, of some 6 kB each
_MOST_ENDING = 3  # letters in which the ends of two words of one beginning differ


@dataclass(frozen=True, slots=True)
class Wording:
    """The tokens of some texts, and the initials of all words of each, small words left out."""

    tokens: frozenset[str]
    initials: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> "Wording":
        """What the words of a text are found by."""
        return _wording_of(text)

    def __or__(self, other: "Wording") -> "Wording":
        return Wording(self.tokens | other.tokens, self.initials + other.initials)

    def has(self, token: str) -> bool:
        """Whether a token is there in some form; digits at its end ("UNFF20") may be missing."""
        return (
            token in self.tokens
            or self._has_initials(token.rstrip("0123456789"))
            or is_nearly_among(token, self.tokens)
        )

    def _has_initials(self, letters: str) -> bool:
        """Whether three to six letters are the initials of a run of words."""
        return len(letters) in _LENGTHS and any(letters in each for each in self.initials)


@lru_cache(maxsize=_KNOWN_TEXTS)
def _wording_of(text: str) -> Wording:
    return Wording(frozenset(tokenize(text)), (_letters_of(text),))


def initials_of(text: str, *, lengths: range = _LENGTHS) -> frozenset[str]:
    """The initials of each run of three to six words, or of other lengths, without small words."""
    letters = _letters_of(text)
    return frozenset(
        letters[start : start + length]
        for length in lengths
        for start in range(len(letters) - length + 1)
    )


def _letters_of(text: str) -> str:
    plain = _JOINED.sub(r"\1 ", text.lower())
    return "".join(word[0] for word in _WORD.findall(plain) if word not in _SMALL_WORDS)


def is_nearly_among(token: str, tokens: Collection[str]) -> bool:
    """Whether one of the tokens is this one in another spelling.

    Of tokens of five letters or more with the same first letter: one letter more, less, changed
    or exchanged with its neighbour; or the first five letters and at most three others.
    """
    if len(token) < _LEAST_LETTERS or not token.isalpha():
        return False
    alike = (other for other in tokens if other[:1] == token[:1] and _can_be_near(token, other))
    return any(_is_near(token, other) for other in alike)


def _can_be_near(token: str, other: str) -> bool:
    """Whether lengths and beginnings allow it, which most do not."""
    most = _MOST_ENDING if other[:_LEAST_LETTERS] == token[:_LEAST_LETTERS] else 1
    return abs(len(other) - len(token)) <= most and other.isalpha()


def _is_near(token: str, other: str) -> bool:
    shared = 0
    while shared < min(len(token), len(other)) and token[shared] == other[shared]:
        shared += 1
    rest, others = token[shared:], other[shared:]
    longest = max(len(rest), len(others))
    if shared >= _LEAST_LETTERS and longest <= _MOST_ENDING:
        return True
    if len(other) < _LEAST_LETTERS - 1:
        return False
    is_exchanged = rest[:2] == others[1::-1] and rest[2:] == others[2:]
    return is_exchanged or rest[1:] in (others, others[1:]) or rest == others[1:]


def title_key(text: str) -> str:
    """What all spellings of a title share: its words in lower case, articles left out."""
    return " ".join(word for word in re.findall(r"\w+", text.casefold()) if word != "the")


def titles_of(report: Report) -> tuple[str, ...]:
    """The keys of a report's title and of its first line, "" for none."""
    title = report.cover.title or ""
    return tuple({title_key(text) for text in (title, title.split(":")[0])} - {""})

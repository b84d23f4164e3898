"""What lines say: their words joined, without the marks of the notes that they cite."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.readers.pdf.lines import Line, text_of
from corpus.readers.pdf.page import Word

_BROKEN_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/=?&_%#-]$")
_BROKEN_WORD = re.compile(r"(?P<head>\w+)(?P<hyphen>[-\u00ad])$")
_WORD = re.compile(r"\w+(?:-\w+)*")
_STARS = re.compile(r"(?<=[\w.,;:)”’])\*{1,4}$")  # "annex).*"


@dataclass(frozen=True, slots=True)
class Wording:
    """How lines are told as text.

    ``marks`` are those of the report's notes, ``starred`` the pages that have a note with stars,
    ``vocabulary`` the report's words in lower case.
    """

    marks: Collection[str]
    starred: Collection[int]
    vocabulary: Collection[str]

    def text(self, lines: Sequence[Line]) -> str:
        """The words of lines on one line."""
        return join_lines([self._words(line) for line in lines], self.vocabulary)

    def notes(self, line: Line) -> Iterator[str]:
        """The marks of the notes that a line cites, in order."""
        for place, word in enumerate(line.words):
            if place in line.raised and self._is_cited(word.text):
                yield from marks_of(word.text)
            elif stars := self._stars(line, word):
                yield stars

    def _words(self, line: Line) -> str:
        kept = []
        for place, word in enumerate(line.words):
            if place not in line.raised or not self._is_cited(word.text):
                stars = self._stars(line, word)
                kept.append(replace(word, text=word.text[: -len(stars)]) if stars else word)
        return text_of(kept)

    def _is_cited(self, raised: str) -> bool:
        marks = marks_of(raised)
        return bool(marks) and all(mark in self.marks for mark in marks)

    def _stars(self, line: Line, word: Word) -> str:
        """The stars that a word ends with, where a note of its page has them."""
        stars = _STARS.search(word.text)
        return stars[0] if stars and line.page in self.starred else ""


def marks_of(raised: str) -> list[str]:
    """The marks of a raised word: "36,37" has two, "3–5" three."""
    marks: list[str] = []
    for part in re.split(r"[,\s]+", raised):
        ends = re.fullmatch(r"(\d{1,3})[–-](\d{1,3})", part)
        if ends and int(ends[1]) < int(ends[2]) < int(ends[1]) + 20:
            marks += map(str, range(int(ends[1]), int(ends[2]) + 1))
        elif part:
            marks.append(part)
    return marks


def join_lines(lines: Sequence[str], vocabulary: Collection[str]) -> str:
    """Join lines with a blank; a hyphen at a line's end stays unless only the whole word is known.

    "develop-" and "ment" are one word where ``vocabulary``, the report's own words in lower case,
    has "development" and not "develop-ment"; "long-" and "term" keep their hyphen.
    """
    parts: list[str] = []
    for line in lines:
        before = parts[-1] if parts else ""
        broken = _BROKEN_WORD.search(before) if line[:1].isalnum() else None
        if broken is not None and _is_one_word(broken, line, vocabulary):
            parts[-1] = before[: broken.start("hyphen")]
        elif parts and broken is None and not _BROKEN_ADDRESS.search(before):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _is_one_word(broken: re.Match[str], line: str, vocabulary: Collection[str]) -> bool:
    """Whether the hyphen at the end of a line only breaks a word."""
    if broken["hyphen"] == "\u00ad":
        return True
    rest = _WORD.match(line)
    tail = rest[0] if rest else ""
    whole, hyphened = f"{broken['head']}{tail}", f"{broken['head']}-{tail}"
    return whole.lower() in vocabulary and hyphened.lower() not in vocabulary


def words_known(lines: Sequence[Line]) -> frozenset[str]:
    """The words of a report in lower case, those with hyphens inside lines included."""
    return frozenset(word.lower() for line in lines for word in _WORD.findall(line.text))

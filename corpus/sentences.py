"""The sentences of a paragraph, as slices of its text.

A line of a paragraph is an item or a part that the report prints on a line of its own, so a
sentence never crosses a line break; item marks belong to no sentence.
"""

import re
from dataclasses import dataclass

from corpus.numbering import split_mark

_ABBREVIATIONS = frozenset(
    """
    al art arts av ca cf ch chap co corp corr dept dr ed eds e.g eq esq est et etc ext fig figs
    gen gov hon i.e ibid inc jr lt ltd m mme mr mrs ms mt no nos op p para paras pp prof rep res
    rev sect sects sen sgt sr st supp suppl u.k u.n u.s v viz vol vols vs
    """.split()
)
_END = re.compile(
    r"""
    (?P<stop>[.!?…]+)(?P<close>["”’')\]]*)       # the full stop, and quotes that close after it
    \s+
    (?=["“‘'(\[]*[A-ZÀ-ÖØ-Þ0-9А-Я•–])            # what a sentence begins with
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph: ``text[start:end]``."""

    start: int
    end: int


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split a paragraph's text into sentences, in order and without overlap."""
    sentences: list[Sentence] = []
    start = 0
    for line in text.split("\n"):
        _, words = split_mark(line)
        begin = start + len(line) - len(words)
        sentences.extend(_line_sentences(words, begin))
        start += len(line) + 1
    return tuple(sentences)


def _line_sentences(line: str, offset: int) -> list[Sentence]:
    sentences, start = [], 0
    for match in _END.finditer(line):
        if not _is_abbreviation(line, match):
            sentences.append(Sentence(offset + start, offset + match.end("close")))
            start = match.end()
    if line[start:].strip():
        sentences.append(Sentence(offset + start, offset + len(line.rstrip())))
    return sentences


def _is_abbreviation(line: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends "para.", "No." or an initial rather than a sentence."""
    if match["stop"] != "." or match["close"]:
        return False
    before = re.search(r"[^\s(“\"‘]+$", line[: match.start()])
    if before is None:
        return False
    word = before[0]
    is_initial = re.fullmatch(r"[A-Z](?:\.[A-Z])*", word) is not None
    return is_initial or word.lower() in _ABBREVIATIONS

"""Blanks that no distance tells: "of the" set as tight as "asb estos", which is one word.

Where pdfium sees a blank and the letters stand no farther apart than kerning can bring them, the
report's own other words decide.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.readers.pdf.page import Page, Word

_LAST_WORD = re.compile(r"\w+$")
_FIRST_WORD = re.compile(r"\w+")


def settle_blanks(pages: Sequence[Page]) -> list[Page]:
    """The pages with every doubtful blank either taken for one or closed."""
    known = _known_words(pages)
    return [replace(page, words=tuple(_settled(page.words, known))) for page in pages]


def _known_words(pages: Iterable[Page]) -> frozenset[str]:
    """The words of a report in lower case, those beside a doubtful blank left out."""
    known: set[str] = set()
    for page in pages:
        for word, following in zip(page.words, [*page.words[1:], None], strict=False):
            is_beside = word.is_doubtful or (following is not None and following.is_doubtful)
            if not is_beside:
                known.update(match.lower() for match in _FIRST_WORD.findall(word.text))
    return frozenset(known)


def _settled(words: Sequence[Word], known: frozenset[str]) -> list[Word]:
    settled: list[Word] = []
    for word in words:
        if word.is_doubtful and settled:
            before = settled[-1]
            if _is_blank(before.text, word, known):
                word.is_glued = False
            else:
                before.text += word.text
                before.right = max(before.right, word.right)
                continue
        settled.append(word)
    return settled


def _is_blank(before: str, word: Word, known: frozenset[str]) -> bool:
    """Whether two words are two: by what else the report says, else by their distance."""
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(word.text)
    if last is None or first is None:
        return not word.is_glued
    if f"{last[0]}{first[0]}".lower() in known:
        return False
    return not word.is_glued or (last[0].lower() in known and first[0].lower() in known)

"""Words aligned with a text: where they stand best, and where the text differs from them.

Only words count: case, the kind of quotes and dashes, and stops do not. A number with its
separators is one word, and signs are words, so that 5, −5 and 5% all differ.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from service.answer import Change
from service.quotation import fold

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[%$€£]|(?<!\w)[−-](?=\d)")
_MARK = re.compile(r"\([a-z0-9]{1,4}\)", re.IGNORECASE)  # of an item: (a)   (iv)
_STOP = re.compile(r"[.!?…]+[”\"’')\]]*")


class Word(NamedTuple):
    """A word of a text, ``text[start:end]``, and what all spellings of it share."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The place ``text[start:end]`` where words stand best, and where it differs from them.

    ``likeness`` is 1 where all words stand there in order and no others between them;
    ``distance`` counts the words more, less or changed, of ``words`` that were typed.
    """

    start: int
    end: int
    words: int
    distance: int
    likeness: float
    changes: tuple[Change, ...]


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order."""
    return tuple(
        Word(match[0].replace(",", "").replace("−", "-"), match.start(), match.end())
        for match in _WORD.finditer(fold(text))
    )


def count_absent(words: Sequence[Word], text: str) -> int:
    """How many of some words a text surely lacks; the distance of an alignment is no less."""
    told = fold(text)
    return sum(word.key.isalpha() and word.key not in told for word in words)


def align(typed: str, text: str) -> Alignment | None:
    """Align what was typed with the place of a text that differs from it in the fewest words.

    ``likeness = 2 s / (t + p)`` for ``s`` words that are the same, of ``t`` typed and ``p`` at
    the place. None when no word is the same.
    """
    asked, told = words_of(typed), words_of(text)
    if not asked or not told:
        return None
    distances = _distances([word.key for word in asked], [word.key for word in told])
    stops = {place for place, word in enumerate(told, 1) if _STOP.match(text, word.end)}
    steps = _steps(distances, _end_of(distances[-1], stops), stops, asked=asked, told=told)
    same = [(i, j) for i, j in steps if _is_same(asked, told, i, j)]
    if not same:
        return None
    places = [j for _, j in steps if j is not None]
    first, last = told[places[0]], told[places[-1]]
    end = last.end + (len(stop[0]) if (stop := _STOP.match(text, last.end)) else 0)
    return Alignment(
        start=first.start,
        end=end,
        words=len(asked),
        distance=int(distances[-1].min()),
        likeness=2 * len(same) / (len(asked) + len(places)),
        changes=tuple(_changes(steps, typed, text, asked=asked, told=told)),
    )


_Step = tuple[int | None, int | None]  # the places of a word typed and of the one told for it


def _distances(asked: Sequence[str], told: Sequence[str]) -> npt.NDArray[np.int32]:
    """Edit distances in words: row i, column j for ``asked[:i]`` and the best of ``told[x:j]``.

    Sellers, "The theory and computation of evolutionary distances", J. Algorithms 1 (1980): the
    place begins anywhere, so the first row is 0. A word more, less or changed counts 1.
    """
    numbers = {key: number for number, key in enumerate(dict.fromkeys((*asked, *told)))}
    columns = np.array([numbers[key] for key in told], dtype=np.int32)
    counts = np.arange(len(told) + 1, dtype=np.int32)
    rows = np.zeros((len(asked) + 1, len(told) + 1), dtype=np.int32)
    for i, key in enumerate(asked, 1):
        row = rows[i - 1] + 1  # the word is not told
        row[1:] = np.minimum(row[1:], rows[i - 1, :-1] + (columns != numbers[key]))
        rows[i] = np.minimum.accumulate(row - counts) + counts  # more words are told
    return rows


def _end_of(distances: npt.NDArray[np.int32], stops: Collection[int]) -> int:
    """How many words of the text lie before the end of the best place.

    Of equal ends one that ends a sentence is taken; else the last that follows the first without
    a gap, so that a word at the end counts as changed rather than as added.
    """
    ends = np.flatnonzero(distances == distances.min()).tolist()
    closing = [end for end in ends if end in stops]
    following = [end for place, end in enumerate(ends) if end == ends[0] + place]
    return int(closing[0] if closing else following[-1])


def _steps(
    distances: npt.NDArray[np.int32],
    end: int,
    stops: Collection[int],
    *,
    asked: Sequence[Word],
    told: Sequence[Word],
) -> list[_Step]:
    """The way back from the end of the best place to its beginning, in order of print.

    A word counts as changed rather than as added, but never for one that ends the sentence before.
    """
    steps: list[_Step] = []
    i, j = len(asked), end
    while i:
        here = distances[i, j]
        differs = not j or asked[i - 1].key != told[j - 1].key
        is_before = differs and j in stops and j != end
        is_added = here == distances[i - 1, j] + 1
        if j and here == distances[i - 1, j - 1] + differs and not (is_before and is_added):
            i, j = i - 1, j - 1
            steps.append((i, j))
        elif is_added:
            i -= 1
            steps.append((i, None))
        else:
            j -= 1
            steps.append((None, j))
    return steps[::-1]


def _is_same(asked: Sequence[Word], told: Sequence[Word], i: int | None, j: int | None) -> bool:
    return i is not None and j is not None and asked[i].key == told[j].key


def _changes(
    steps: Sequence[_Step], typed: str, text: str, *, asked: Sequence[Word], told: Sequence[Word]
) -> Iterator[Change]:
    """The runs of steps in which words differ; marks of items and parted words are no change."""
    place = next(told[j].start for _, j in steps if j is not None)
    for is_same, run in groupby(steps, key=lambda step: _is_same(asked, told, *step)):
        pairs = list(run)
        own = [told[j] for _, j in pairs if j is not None]
        others = [asked[i] for i, _ in pairs if i is not None]
        start, end = (own[0].start, own[-1].end) if own else (place, place)
        place = end
        quote = text[start:end]
        wanted = typed[others[0].start : others[-1].end] if others else ""
        is_mark = not wanted and _MARK.fullmatch(text[max(start - 1, 0) : end + 1])
        if not (is_same or is_mark or _is_parted(own, others)):
            yield Change(start=start, end=end, quote=quote, typed=wanted)


def _is_parted(own: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether the same letters are only parted elsewhere: "develop- ment"."""
    letters = "".join(word.key for word in own)
    return letters.isalpha() and letters == "".join(word.key for word in others)

"""Words counted: what the lexical side of a generation is made of, joined without reading again.

The words of a report depend on no other report; only how they are numbered and how rare they are
does. So the words of a published generation are taken over as numbers, those of new paragraphs
are counted, and both together are what counting all of them anew would give, to the last byte.
"""

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from index.arrays import load_array
from index.ranking import Rows, rows_of_ranges

_MOST_COUNTED = np.iinfo(np.uint16).max  # of one word in one paragraph

_ROW_BITS = 32  # of the number that a column and a row make together

Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """Compressed sparse columns, a column a word: ``rows`` ascend within each."""

    indptr: Numbers  # (words + 1,)
    rows: Numbers  # (postings,)

    def columns(self) -> Numbers:
        """The column of each posting."""
        return np.repeat(np.arange(len(self.indptr) - 1), np.diff(self.indptr))


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedWords:
    """The words of some paragraphs, as columns of an alphabetical vocabulary.

    ``order[offsets[i]:offsets[i + 1]]`` are the words of row ``i`` in order; ``paragraphs`` are
    those and its heading's, each with how often it comes, ``contexts`` what stands around it.
    """

    vocabulary: tuple[str, ...]
    order: Numbers
    offsets: Numbers
    paragraphs: Postings
    counts: Numbers  # of the postings of paragraphs
    contexts: Postings

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Map the words of a generation whose every byte was verified."""
        return cls(
            vocabulary=tuple(json.loads((folder / "vocabulary.json").read_bytes())),
            order=load_array(folder, "words_columns"),
            offsets=load_array(folder, "words_offsets"),
            paragraphs=Postings(
                indptr=load_array(folder, "lexical_indptr"),
                rows=load_array(folder, "lexical_indices"),
            ),
            counts=load_array(folder, "lexical_counts"),
            contexts=Postings(
                indptr=load_array(folder, "context_indptr"),
                rows=load_array(folder, "context_indices"),
            ),
        )

    def arrays(self) -> dict[str, Numbers]:
        """The arrays by the names under which ``load`` finds them."""
        return {
            "words_columns": self.order,
            "words_offsets": self.offsets,
            "lexical_indptr": self.paragraphs.indptr,
            "lexical_indices": self.paragraphs.rows,
            "lexical_counts": self.counts,
            "context_indptr": self.contexts.indptr,
            "context_indices": self.contexts.rows,
        }


def count_words(
    words: Sequence[Sequence[str]],
    texts: Sequence[Sequence[str]],
    contexts: Sequence[Sequence[str]],
) -> CountedWords:
    """Count the words of each paragraph: in order, with its heading, and around it."""
    numbers: dict[str, int] = {}
    flat = [_numbered(each, numbers) for each in (words, texts, contexts)]
    vocabulary = sorted(numbers)
    columns = np.empty(len(numbers), dtype=np.int64)
    columns[[numbers[word] for word in vocabulary]] = np.arange(len(numbers))
    order, texts_order, contexts_order = (columns[each] for each in flat)
    paragraphs, counts = _counted(texts_order, texts, words=len(numbers))
    return CountedWords(
        vocabulary=tuple(vocabulary),
        order=order.astype(np.int32),
        offsets=np.cumsum([0, *map(len, words)]).astype(np.int64),
        paragraphs=paragraphs,
        counts=counts,
        contexts=_counted(contexts_order, contexts, words=len(numbers))[0],
    )


def unite_words(parts: Sequence[tuple[CountedWords, Rows]], *, rows: int) -> CountedWords:
    """The words of several parts as one, of ``rows`` paragraphs.

    Each part comes with the row that each of its paragraphs has among all, -1 for one that is
    left out. Words that are then nowhere are left out of the vocabulary.
    """
    vocabulary = sorted({word for part, _ in parts for word in part.vocabulary})
    columns = {word: column for column, word in enumerate(vocabulary)}
    placed = [_Placed(part, places, columns) for part, places in parts]
    keys, places = _sorted([each.keys(each.part.paragraphs) for each in placed])
    counts = _joined([part.counts for part, _ in parts])[places]
    context_keys, _ = _sorted([each.keys(each.part.contexts) for each in placed])
    order, offsets = _in_order(placed, rows)
    used = np.zeros(len(vocabulary), dtype=np.bool_)
    for held in (keys >> _ROW_BITS, context_keys >> _ROW_BITS, order):
        used[held] = True
    column_of = np.cumsum(used) - 1
    return CountedWords(
        vocabulary=tuple(itertools.compress(vocabulary, used.tolist())),
        order=column_of[order].astype(np.int32),
        offsets=offsets,
        paragraphs=_postings(keys, column_of),
        counts=counts,
        contexts=_postings(context_keys, column_of),
    )


class _Placed:
    """A part whose columns and rows are those of all parts together."""

    def __init__(self, part: CountedWords, rows: Rows, columns: Mapping[str, int]) -> None:
        self.part = part
        self.rows = rows
        self.columns = np.array([columns[word] for word in part.vocabulary], dtype=np.int64)

    def keys(self, postings: Postings) -> Numbers:
        """The column and row of each posting as one number, -1 for one that is left out."""
        columns = np.repeat(self.columns, np.diff(postings.indptr))
        rows = self.rows[postings.rows]
        return np.where(rows < 0, -1, (columns << _ROW_BITS) | rows)

    def lengths(self) -> tuple[Rows, Rows, Rows]:
        """Of the rows that stay: where they stand, where they began, and their lengths."""
        stays = np.flatnonzero(self.rows >= 0)
        offsets = np.asarray(self.part.offsets)
        return self.rows[stays], offsets[stays], np.diff(offsets)[stays]


def _numbered(texts: Iterable[Sequence[str]], numbers: dict[str, int]) -> Numbers:
    """All tokens of some texts as numbers, new ones given to new words."""
    number_of = numbers.setdefault
    flat = [number_of(token, len(numbers)) for tokens in texts for token in tokens]
    return np.array(flat, dtype=np.int64)


def _counted(
    columns: Numbers, texts: Sequence[Sequence[str]], *, words: int
) -> tuple[Postings, Numbers]:
    rows = np.repeat(np.arange(len(texts)), [len(tokens) for tokens in texts])
    keys, counts = np.unique((columns << _ROW_BITS) | rows, return_counts=True)
    postings = _postings(keys, np.arange(words))
    return postings, np.minimum(counts, _MOST_COUNTED).astype(np.uint16)


def _sorted(parts: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """The keys of several parts in order, and the place of each among all; -1 is left out."""
    keys = _joined(parts, np.int64)
    order = np.argsort(keys, kind="stable")  # quick, for each part is almost in order
    kept = order[np.searchsorted(keys, 0, sorter=order) :]
    return keys[kept], kept


def _joined(parts: Sequence[Numbers], dtype: npt.DTypeLike = np.uint16) -> Numbers:
    return np.concatenate([np.empty(0, dtype), *parts])


def _postings(keys: Numbers, column_of: Numbers) -> Postings:
    """Postings by their keys, in order; ``column_of`` numbers the words that are used."""
    words = int(column_of[-1]) + 1 if len(column_of) else 0
    counts = np.bincount(column_of[keys >> _ROW_BITS], minlength=words)
    rows = keys & ((1 << _ROW_BITS) - 1)
    indptr = np.concatenate(([0], np.cumsum(counts)))
    return Postings(indptr=indptr.astype(np.int64), rows=rows.astype(np.int32))


def _in_order(placed: Sequence[_Placed], rows: int) -> tuple[Numbers, Numbers]:
    """The words of all rows in order, as columns, and where each row begins."""
    lengths = np.zeros(rows, dtype=np.int64)
    spans = [each.lengths() for each in placed]
    for places, _, counts in spans:
        lengths[places] = counts
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    order = np.empty(int(offsets[-1]), dtype=np.int64)
    for each, (places, starts, counts) in zip(placed, spans, strict=True):
        words = each.part.order[rows_of_ranges(starts, counts)]
        order[rows_of_ranges(offsets[places], counts)] = each.columns[words]
    return order, offsets

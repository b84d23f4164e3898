"""Phrases: pairs of neighbouring words of the query that a paragraph has as neighbours too.

Stop words are left out before, so that "Commission on Narcotic Drugs" is two pairs. A pair weighs
as much as its two words are rare.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays import StackedFiles
from index.ranking import Rows, Scores


class WordOrder:
    """The words of every paragraph in order, as columns of the vocabulary.

    Those of row ``i`` are ``columns`` from ``offsets[i]`` to ``offsets[i + 1]``.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        columns: StackedFiles,
        offsets: npt.NDArray[Any],
    ) -> None:
        self._vocabulary = vocabulary
        self._columns = columns
        self._offsets = offsets

    def phrase_shares(
        self, tokens: Sequence[str], rows: Rows, *, idf: Callable[[str], float]
    ) -> Scores:
        """The share of the query's phrases, by weight, that each of ``rows`` has; 0 to 1."""
        pairs = dict.fromkeys(pairwise(tokens))
        weights = {pair: idf(pair[0]) + idf(pair[1]) for pair in pairs}
        total = sum(weights.values())
        shares = np.zeros(len(rows))
        if not total or not len(rows):
            return shares.astype(np.float32)
        codes = {code: w for pair, w in weights.items() if (code := self._code(*pair)) is not None}
        if not codes:
            return shares.astype(np.float32)
        asked = np.array(sorted(codes), dtype=np.int64)
        owners, found = self._pairs_of(rows, firsts=asked // len(self._vocabulary))
        held = np.isin(found, asked)
        places = np.searchsorted(asked, found[held])
        once = np.unique(owners[held] * len(asked) + places)
        owner, place = np.divmod(once, len(asked))
        np.add.at(shares, owner, np.array([codes[int(code)] for code in asked])[place])
        return (shares / total).astype(np.float32)

    def _code(self, first: str, second: str) -> int | None:
        """One number for a pair; None when the corpus lacks one of its words."""
        one, two = self._vocabulary.get(first), self._vocabulary.get(second)
        if one is None or two is None:
            return None
        return one * len(self._vocabulary) + two

    def _pairs_of(self, rows: Rows, *, firsts: Rows) -> tuple[Rows, Rows]:
        """For every pair in ``rows`` that begins with one of ``firsts``: its row's place, its code.

        Most words of a paragraph begin no pair of a query, and are looked at once.
        """
        begins = self._offsets[rows]
        counts = self._offsets[rows + 1] - begins
        columns = self._columns.read(begins, counts)
        is_first = np.zeros(len(self._vocabulary), dtype=np.bool_)
        is_first[firsts] = True
        places, ends = np.flatnonzero(is_first[columns[:-1]]), np.cumsum(counts)
        owners = np.searchsorted(ends, places, side="right")
        inside = places + 1 < ends[owners]
        places, owners = places[inside], owners[inside]
        codes = columns[places].astype(np.int64) * len(self._vocabulary) + columns[places + 1]
        return owners, codes

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import npy_bytes
from index.lexical import vocabulary_json
from index.words import CountedWords, count_words, unite_words

TOKENS = st.sampled_from(["drug", "vienna", "2020", "cote", "報告"])
TEXTS = st.lists(st.lists(TOKENS, max_size=5), max_size=6)


def _counted(texts: Sequence[Sequence[str]]) -> CountedWords:
    """Words of paragraphs under the heading "head", with their words reversed around them."""
    return count_words(texts, [["head", *text] for text in texts], [text[::-1] for text in texts])


def _is_same(one: CountedWords, other: CountedWords) -> bool:
    pairs = zip(one.arrays().values(), other.arrays().values(), strict=True)
    return one.vocabulary == other.vocabulary and all(
        (a.dtype, a.tolist()) == (b.dtype, b.tolist()) for a, b in pairs
    )


def test_words_are_counted_by_paragraph_in_alphabetical_order() -> None:
    counted = count_words([["b", "a"], ["b"]], [["h", "b", "a"], ["b", "b"]], [["c"], []])

    assert counted.vocabulary == ("a", "b", "c", "h")
    assert (counted.order.tolist(), counted.offsets.tolist()) == ([1, 0, 1], [0, 2, 3])
    assert counted.paragraphs.indptr.tolist() == [0, 1, 3, 3, 4]
    assert (counted.paragraphs.rows.tolist(), counted.counts.tolist()) == (
        [0, 0, 1, 0],
        [1, 1, 2, 1],
    )
    assert counted.contexts.indptr.tolist() == [0, 0, 0, 1, 1]
    assert counted.contexts.rows.tolist() == [0]


@given(TEXTS, st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_parts_united_in_any_order_are_what_counting_all_gives(
    texts: list[list[str]], part_of: list[int]
) -> None:
    parts = [
        (_counted([texts[row] for row in rows]), np.array(rows, dtype=np.int64))
        for part in range(4)
        if (rows := [row for row in range(len(texts)) if part_of[row] == part])
    ]

    assert _is_same(unite_words(parts, rows=len(texts)), _counted(texts))


@given(TEXTS, st.lists(st.booleans(), min_size=6, max_size=6))
def test_what_is_left_out_leaves_no_trace(texts: list[list[str]], stays: list[bool]) -> None:
    kept = [text for text, is_kept in zip(texts, stays, strict=False) if is_kept]
    places = np.cumsum(stays[: len(texts)]) - 1
    rows = np.where(stays[: len(texts)], places, -1).astype(np.int64)

    assert _is_same(unite_words([(_counted(texts), rows)], rows=len(kept)), _counted(kept))


def test_words_are_read_back_from_files(tmp_path: Path) -> None:
    counted = _counted([["vienna", "drug"], ["cote"]])
    (tmp_path / "vocabulary.json").write_text(vocabulary_json(counted.vocabulary))
    for name, array in counted.arrays().items():
        (tmp_path / f"{name}.npy").write_bytes(npy_bytes(array))

    assert _is_same(CountedWords.load(tmp_path), counted)


@pytest.mark.parametrize("count", [65_535, 65_536])
def test_a_word_counts_at_most_65535_times(count: int) -> None:
    assert _counted([["drug"] * count]).counts.tolist() == [65_535, 1]

import math
from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import (
    convex_fusion,
    reciprocal_rank_fusion,
    report_support,
    weighted_sum,
)
from index.ranking import Ranking, Scores

PAIRS = st.lists(
    st.tuples(st.floats(-1, 1, width=32), st.floats(0, 50, width=32)), min_size=1, max_size=20
)


def _scores(*values: float) -> Scores:
    return np.array(values, dtype=np.float32)


def _fused(pairs: Sequence[tuple[float, float]], weight: float) -> list[float]:
    dense, lexical = zip(*pairs, strict=True)
    fused: list[float] = convex_fusion(
        _scores(*dense), _scores(*lexical), dense_weight=weight
    ).tolist()
    return fused


def test_scores_by_hand() -> None:
    fused = convex_fusion(_scores(0.5, 0.2, -1), _scores(0, 6, 3), dense_weight=0.8)

    # 0.8 (0.5 + 1) / 1.5,   0.8 (0.2 + 1) / 1.5 + 0.2 · 6 / 6,   0.2 · 3 / 6
    assert fused.tolist() == pytest.approx([0.8, 0.64 + 0.2, 0.1])


@pytest.mark.parametrize(("weight", "expected"), [(1.0, [1.0, 0.75]), (0.0, [0.5, 1.0])])
def test_a_whole_weight_leaves_one_side(weight: float, expected: list[float]) -> None:
    fused = convex_fusion(_scores(1, 0.5), _scores(2, 4), dense_weight=weight)

    assert fused.tolist() == pytest.approx(expected)


def test_a_side_at_its_minimum_adds_nothing() -> None:
    no_words = convex_fusion(_scores(1, 0), _scores(0, 0), dense_weight=0.8)
    opposite = convex_fusion(_scores(-1, -1), _scores(4, 2), dense_weight=0.8)

    assert no_words.tolist() == pytest.approx([0.8, 0.4])
    assert opposite.tolist() == pytest.approx([0.2, 0.1])


def test_nothing_fused_is_nothing() -> None:
    assert convex_fusion(_scores(), _scores(), dense_weight=0.8).tolist() == []


@given(PAIRS, st.floats(0, 1), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    pairs: list[tuple[float, float]], weight: float, shuffler: Random
) -> None:
    places = list(range(len(pairs)))
    shuffler.shuffle(places)

    shuffled = _fused([pairs[place] for place in places], weight)

    fused = _fused(pairs, weight)
    assert shuffled == [fused[place] for place in places]


@given(PAIRS, st.floats(0, 1))
def test_scores_lie_between_0_and_1(pairs: list[tuple[float, float]], weight: float) -> None:
    assert all(-1e-6 <= score <= 1 + 1e-6 for score in _fused(pairs, weight))


@given(PAIRS, st.floats(0, 1))
def test_a_row_that_is_best_on_both_sides_is_best(
    pairs: list[tuple[float, float]], weight: float
) -> None:
    best = (max(dense for dense, _ in pairs), max(lexical for _, lexical in pairs))

    fused = _fused([*pairs, best], weight)

    assert fused[-1] == max(fused)


def _ranking(*rows: int) -> Ranking:
    return Ranking(np.array(rows, np.int64), np.zeros(len(rows), np.float32))


def test_reciprocal_ranks_by_hand() -> None:
    rows = np.array([2, 5, 7, 9])

    fused = reciprocal_rank_fusion([_ranking(7, 2), _ranking(2, 5)], rows)

    expected = [1 / 62 + 1 / 61, 1 / 62, 1 / 61, 0]
    assert fused.tolist() == pytest.approx(expected)


def test_rows_in_mirrored_places_tie_exactly() -> None:
    fused = reciprocal_rank_fusion([_ranking(1, 3), _ranking(3, 1)], np.array([1, 3]))

    assert fused[0] == fused[1]


def test_a_greater_k_weighs_first_places_less() -> None:
    [first, second] = reciprocal_rank_fusion([_ranking(0, 1)], np.array([0, 1]), k=0).tolist()

    assert (first, second) == (1.0, 0.5)


def test_a_negative_k_is_refused() -> None:
    with pytest.raises(ValueError, match="k is -1"):
        reciprocal_rank_fusion([], np.array([0]), k=-1)


@given(st.permutations(range(6)), st.permutations(range(6)))
def test_the_order_of_rankings_does_not_matter(first: list[int], second: list[int]) -> None:
    rankings = [_ranking(*first), _ranking(*second[:3])]

    fused = reciprocal_rank_fusion(rankings, np.arange(6))

    assert fused.tolist() == reciprocal_rank_fusion(rankings[::-1], np.arange(6)).tolist()


def test_the_weighted_sum_by_hand() -> None:
    summed = weighted_sum(_scores(0.5, -1), _scores(4, 1), greatest=9, dense_weight=0.5)

    # the lexical scale is √(4 · 9) = 6
    assert summed.tolist() == pytest.approx([0.5 + 0.5 * 4 / 6, 0.5 * 1 / 6])


def test_words_count_for_less_where_even_the_best_has_few_of_them() -> None:
    few = weighted_sum(_scores(1, 1), _scores(2, 0), greatest=32, dense_weight=0.5)
    many = weighted_sum(_scores(1, 1), _scores(2, 0), greatest=2, dense_weight=0.5)

    assert few[0] - few[1] == pytest.approx((many[0] - many[1]) / 4)


def test_a_weighted_sum_without_words_is_the_dense_side() -> None:
    summed = weighted_sum(_scores(1, 0), _scores(0, 0), greatest=0, dense_weight=0.5)

    assert summed.tolist() == pytest.approx([0.5, 0.25])


def test_support_is_the_share_of_the_others_of_the_report() -> None:
    support = report_support(_scores(1, 1, 1, 1), np.array([0, 0, 0, 1]))

    assert support.tolist() == pytest.approx([0.5, 0.5, 0.5, 0])


def test_support_falls_with_the_distance_to_the_best() -> None:
    support = report_support(_scores(1, 0.9), np.array([0, 0]))

    share = math.exp(-1.2)
    assert support.tolist() == pytest.approx([share / (1 + share), 1 / (1 + share)])


def test_only_the_best_fifty_support() -> None:
    support = report_support((np.arange(60) / 1000).astype(np.float32), np.arange(60) // 10)

    assert support[0] == 0
    assert support[-1] > 0


def test_nothing_supports_nothing() -> None:
    assert report_support(_scores(), np.empty(0, dtype=np.int64)).tolist() == []

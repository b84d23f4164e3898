from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import Ranking, best_of_groups

SCORED = st.dictionaries(st.integers(0, 50), st.sampled_from([-1.5, 0.0, 0.25, 0.5, 2.0]))


def _ranking(
    rows: Sequence[int], scores: Sequence[float], *, depth: int
) -> list[tuple[int, float]]:
    return list(Ranking.of(np.array(rows, np.int64), np.array(scores, np.float32), depth=depth))


def test_greater_scores_come_first() -> None:
    assert _ranking([0, 1, 2], [0.5, 2.0, 1.0], depth=9) == [(1, 2.0), (2, 1.0), (0, 0.5)]


def test_ties_keep_corpus_order() -> None:
    assert _ranking([7, 2, 5, 1], [1, 1, 2, 1], depth=9) == [(5, 2), (1, 1), (2, 1), (7, 1)]


def test_a_cutoff_among_ties_keeps_the_first_in_corpus_order() -> None:
    assert _ranking([7, 2, 5], [1, 1, 1], depth=2) == [(2, 1), (5, 1)]


def test_an_empty_ranking_has_no_length() -> None:
    assert len(Ranking.of(np.empty(0, np.int64), np.empty(0, np.float32), depth=1)) == 0


@pytest.mark.parametrize("depth", [0, -1])
def test_a_depth_below_1_is_refused(depth: int) -> None:
    with pytest.raises(ValueError, match=f"depth is {depth}; it must be at least 1"):
        _ranking([0], [1.0], depth=depth)


@given(SCORED, st.integers(1, 60), st.randoms(use_true_random=False))
def test_the_order_is_total(scored: dict[int, float], depth: int, shuffler: Random) -> None:
    pairs = list(scored.items())
    shuffler.shuffle(pairs)

    found = _ranking([row for row, _ in pairs], [score for _, score in pairs], depth=depth)

    assert found == sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))[:depth]


def test_a_group_has_its_greatest_score() -> None:
    groups, best = best_of_groups(np.array([4, 1, 4, 1]), np.array([0.5, -1, 2, -3], np.float32))

    assert (groups.tolist(), best.tolist()) == ([1, 4], [-1.0, 2.0])


def test_no_groups_have_no_scores() -> None:
    groups, best = best_of_groups(np.empty(0, np.int64), np.empty(0, np.float32))

    assert (len(groups), len(best)) == (0, 0)


@given(
    st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0]) | st.floats(0, 3, width=32), max_size=700),
    st.integers(1, 9),
)
def test_all_rows_are_ranked_as_those_with_a_score_are(scores: list[float], depth: int) -> None:
    given_scores = np.array(scores, dtype=np.float32)
    rows = np.flatnonzero(given_scores)

    expected = Ranking.of(rows, given_scores[rows], depth=depth)

    assert list(Ranking.of_all(given_scores, depth=depth)) == list(expected)

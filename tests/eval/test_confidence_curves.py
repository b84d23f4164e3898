from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.confidence_curves import (
    calibration_error,
    refused_at_answered,
    reliability_bins,
    risk_coverage_points,
    roc_points,
)

CONFIDENCES = [0.9, 0.8, 0.8, 0.4, 0.2]
IS_ANSWERABLE = [True, True, False, True, False]
PAIRS = st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.8, 1.0]), st.booleans()), min_size=1)


def test_refusals_are_counted_where_nine_tenths_are_answered() -> None:
    # ten answerable of .91 to 1: nine of them lie at or above .92, so that .915 is refused
    answerable = [0.91 + step / 100 for step in range(10)]
    confidences = [*answerable, 0.915, 0.92, 0.5, 0.95]

    estimate = refused_at_answered(confidences, [True] * 10 + [False] * 4)

    assert estimate.value == 2 / 4


def test_refusals_need_both_kinds_of_question() -> None:
    assert refused_at_answered([0.5, 0.6], [True, True]).value is None
    assert refused_at_answered([0.5, 0.6], [False, False]).value is None


def test_calibration_error_by_hand() -> None:
    # each question is a bin; the two of .8 share their outcome, one half
    gaps = [1 - 0.9, 0.8 - 0.5, 0.8 - 0.5, 1 - 0.4, 0.2]

    assert calibration_error(CONFIDENCES, IS_ANSWERABLE).value == pytest.approx(sum(gaps) / 5)


def test_a_bin_is_off_by_its_means_and_not_question_by_question() -> None:
    confidences = [0.5 + place / 1000 for place in range(20)]

    is_right = [place % 2 == 0 for place in range(20)]  # one of two in each bin

    mean = sum(confidences) / 20
    assert calibration_error(confidences, is_right).value == pytest.approx(mean - 0.5)


def test_bins_hold_equally_many_questions_of_rising_confidence() -> None:
    bins = reliability_bins(
        [place / 30 for place in range(30)], [place >= 15 for place in range(30)]
    )

    assert [each.count for each in bins] == [3] * 10
    assert [each.share for each in bins] == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    assert bins[0].confidence == pytest.approx(1 / 30)


def test_nothing_asked_is_nothing_drawn() -> None:
    assert (reliability_bins([], []), risk_coverage_points([], []), roc_points([], [])) == (
        (),
        (),
        (),
    )


def test_risk_and_coverage_by_hand() -> None:
    points = risk_coverage_points(CONFIDENCES, [not right for right in IS_ANSWERABLE])

    coverages, risks = zip(*points, strict=True)
    assert coverages == pytest.approx((0.2, 0.6, 0.8, 1.0))
    assert risks == pytest.approx((0, 1 / 3, 1 / 4, 2 / 5))


def test_roc_by_hand() -> None:
    points = roc_points(CONFIDENCES, IS_ANSWERABLE)

    false, true = zip(*points, strict=True)
    assert false == pytest.approx((0, 0, 1 / 2, 1 / 2, 1))
    assert true == pytest.approx((0, 1 / 3, 2 / 3, 1, 1))


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_questions_does_not_matter(
    pairs: list[tuple[float, bool]], shuffler: Random
) -> None:
    shuffled = shuffler.sample(pairs, len(pairs))

    curves = [
        (reliability_bins(c, r), risk_coverage_points(c, r), roc_points(c, r))
        for c, r in (zip(*pairs, strict=True), zip(*shuffled, strict=True))
    ]

    assert curves[0][1:] == curves[1][1:]
    assert [b.share for b in curves[0][0]] == pytest.approx([b.share for b in curves[1][0]])

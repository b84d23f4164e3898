import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from eval.confidence_areas import risk_coverage_area, roc_area

QUESTIONS = st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.9]), st.booleans()), min_size=1)


def test_roc_area_by_hand() -> None:
    # answerable .9 and .4 against unanswerable .5 and .4: three pairs won, one tied, of four
    estimate = roc_area([0.9, 0.4, 0.5, 0.4], [True, True, False, False])

    assert estimate.value == pytest.approx((2 + 0 + 0.5) / 4)


def test_roc_area_needs_both_kinds() -> None:
    assert roc_area([0.9, 0.4], [True, True]).value is None
    assert roc_area([], []).value is None


@given(questions=QUESTIONS)
def test_roc_area_is_the_mann_whitney_statistic(questions: list[tuple[float, bool]]) -> None:
    confidences, kinds = map(list, zip(*questions, strict=True))
    answerable = [c for c, kind in questions if kind]
    unanswerable = [c for c, kind in questions if not kind]

    estimate = roc_area(confidences, kinds)

    if not (answerable and unanswerable):
        assert estimate.value is None
        return
    theirs = scipy.stats.mannwhitneyu(answerable, unanswerable, method="asymptotic").statistic
    assert estimate.value == pytest.approx(theirs / (len(answerable) * len(unanswerable)))


def test_roc_interval_is_that_of_a_plain_bootstrap() -> None:
    generator = np.random.default_rng(1)
    kinds = generator.random(60) < 0.6
    confidences = np.round(generator.random(60) * 0.5 + kinds * 0.3, 1)
    draws = []
    for rows in generator.integers(60, size=(2000, 60)):
        above = confidences[rows][kinds[rows]][:, None] - confidences[rows][~kinds[rows]][None, :]
        draws.append(((above > 0) + 0.5 * (above == 0)).mean())

    estimate = roc_area(confidences.tolist(), kinds.tolist())

    assert estimate.low == pytest.approx(np.quantile(draws, 0.025), abs=0.02)
    assert estimate.high == pytest.approx(np.quantile(draws, 0.975), abs=0.02)


def test_risk_coverage_area_by_hand() -> None:
    # right, wrong, right, wrong in falling confidence: risks 0, 1/2, 1/3, 1/2
    estimate = risk_coverage_area([0.1, 0.9, 0.7, 0.5], [True, False, True, False])

    assert estimate.value == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_equal_confidences_share_their_loss() -> None:
    # .9 right; .5 right and wrong share: risks 0, .5/2, 1/3
    estimate = risk_coverage_area([0.5, 0.9, 0.5], [True, False, False])

    assert estimate.value == pytest.approx((0 + 0.25 + 1 / 3) / 3)


def test_no_questions_have_no_area() -> None:
    assert risk_coverage_area([], []).value is None


@given(questions=QUESTIONS, order=st.randoms())
def test_risk_coverage_area_ignores_the_order_of_questions(
    questions: list[tuple[float, bool]], order: object
) -> None:
    shuffled = sorted(questions, key=lambda _: order.random())  # type: ignore[attr-defined]

    areas = [
        risk_coverage_area(*map(list, zip(*those, strict=True))).value
        for those in (questions, shuffled)
    ]

    assert areas[0] == pytest.approx(areas[1])


@given(questions=QUESTIONS)
def test_risk_coverage_area_lies_between_none_and_all_wrong(
    questions: list[tuple[float, bool]],
) -> None:
    estimate = risk_coverage_area(*map(list, zip(*questions, strict=True)))

    assert estimate.value is not None
    assert 0 <= estimate.value <= 1
    assert (estimate.value == 0) == (not any(wrong for _, wrong in questions))

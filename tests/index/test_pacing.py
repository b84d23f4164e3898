import time

from index.pacing import paced


def test_all_items_come_in_order() -> None:
    assert list(paced("abc")) == ["a", "b", "c"]


def test_whoever_works_on_an_item_rests_far_longer_after_it() -> None:
    rests: list[float] = []

    for _ in paced("ab", rest=rests.append):
        time.sleep(0.002)

    assert len(rests) == 2
    assert min(rests) >= 19 * 0.002

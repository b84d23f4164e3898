"""What a text quotes, in all kinds of marks, within one another and cut open."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quoted import find_quotations, without_quotations


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Abyei” and “Sudan”", ["Abyei", "Sudan"]),
        ('"Abyei" and "Sudan"', ["Abyei", "Sudan"]),
        ("« Abyei » and „Sudan“, „Mali”", ["Abyei", "Sudan", "Mali"]),
        ('the title:"Abyei","Sudan"', ["Abyei", "Sudan"]),
        ('" Abyei "', ["Abyei"]),
        ("“Abyei“", ["Abyei"]),
        ("“the “inner” words” (para. 3)", ["the “inner” words"]),
        ('"the "inner" words" (para. 3)', ['the "inner" words']),
        ("“the “inner words” (para. 3)", ["the “inner words"]),
        ("“inner” words” (para. 3)", ["inner” words"]),
        ("“One” (“Two” (paper, 2021), para. 3)", ["One", "Two"]),
        ('a pipe of 5" and “Abyei”', ["Abyei"]),
        ("the “open end", []),
        ("the end”", []),
        ("", []),
    ],
)
def test_quotations_by_hand(text: str, words: list[str]) -> None:
    assert [each.words for each in find_quotations(text)] == words


@given(st.text(alphabet='ab .“”"«»„('))
def test_quotations_are_slices_that_follow_one_another(text: str) -> None:
    found = find_quotations(text)

    assert all(text[each.start + 1 : each.end - 1].strip() == each.words for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert len(without_quotations(text)) == len(text)

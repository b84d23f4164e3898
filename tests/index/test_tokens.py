import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("E/CN.7/2021/1", ["e-cn-7-2021-1"]), ("a / 80 / 36", ["a-80-36"]),
     ("E/2025/28, para. 5", ["e-2025-28", "para", "5"])],
)  # fmt: skip
def test_symbols_stay_whole_in_any_spelling(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("2,081", ["2081"]), ("1,450,000.5", ["1450000.5"]), ("16.8", ["16.8"]), ("$1,000", ["1000"]),
     ("2018–2020", ["2018", "2020"]), ("2018-2020", ["2018", "2020"]),
     ("2019,2020", ["2019", "2020"]), ("22nd", ["22nd"]), ("450kg", ["450kg"]),
     ("i24/7", ["i24", "7"])],
)  # fmt: skip
def test_numbers_by_hand(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@pytest.mark.parametrize(("text", "token"), [("U.N.", "un"), ("e.g.", "eg"), ("U.S.A.", "usa")])
def test_acronyms_lose_their_full_stops(text: str, token: str) -> None:
    assert tokenize(text) == [token]


@pytest.mark.parametrize(
    ("one", "other"),
    [("co-operation", "cooperation"), ("counter‑narcotics", "counternarcotics"),
     ("organisation", "organization"), ("organising", "organized"), ("INTERPOL’s", "interpol"),
     ("INTERPOL's", "INTERPOL"), ("states’", "State"), ("Côte", "cote"), ("ﬁnance", "finance"),
     ("E/2025/28", "e / 2025 / 28"), ("2,081", "2081"), ("Ten", "10"), ("twelve", "12"),
     ("tenth", "10th"), ("Twenty-Four", "24"), ("twenty‑second", "22nd")],
)  # fmt: skip
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert set(tokenize(one)) & set(tokenize(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2,081", "2"),
        ("16.8", "16"),
        ("E/CN.7/2021/1", "2021"),
        ("rise", "rize"),
        ("2018", "2020"),
        ("twenty-five", "20"),
        ("twenty-five", "5"),
        ("ten", "10th"),
    ],
)
def test_different_words_do_not_meet(one: str, other: str) -> None:
    assert not set(tokenize(one)) & set(tokenize(other))


def test_a_hyphenated_word_counts_apart_and_joined() -> None:
    assert tokenize("drug-related") == ["drug", "relat", "drugrel"]


def test_words_that_only_make_a_question_are_left_out() -> None:
    assert tokenize("What did the Centre do, and who can tell us about it?") == ["centr"]


def test_tokens_keep_the_order_and_the_repeats_of_the_text() -> None:
    assert tokenize("drugs, Vienna, drug") == ["drug", "vienna", "drug"]


@pytest.mark.parametrize("text", ["", " ", "–", "?!", "the of"])
def test_a_text_without_words_has_no_tokens(text: str) -> None:
    assert tokenize(text) == []


@given(st.text())
def test_no_token_is_empty(text: str) -> None:
    assert all(tokenize(text))


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="/.")))
def test_the_case_of_letters_counts_in_names_alone(text: str) -> None:
    assume(not re.search(r"\b(?:who|us|it)\b", text, re.IGNORECASE))

    assert tokenize(text.lower()) == tokenize(text.upper())

"""Words in some form: as they stand, spelt a little differently, or as initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import tokenize
from service.wording import Wording, initials_of, is_nearly_among


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("OPCAT", "the Optional Protocol to the Convention against Torture"),
        ("UNDP", "the United Nations Development Programme"),
        ("UNFF20", "the United Nations Forum on Forests"),
        ("CEPA", "Committee of Experts on Public Administration: report"),
        ("IGOs", "reports of IGOs"),
        ("Voluntry", "the Voluntary Emigration Directorate"),
        ("Colombian", "in Colombia"),
        ("Comission", "the Commission"),
        ("recieve", "receive"),
    ],
)
def test_a_word_is_found_in_another_form(word: str, text: str) -> None:
    (token,) = tokenize(word)

    assert Wording.of(text).has(token)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("MINURSO", "the Mission in Abyei"),
        ("CEPA", "Committee on Public Administration"),
        ("2021", "in 2022"),
        ("COP29", "at COP28"),
        ("16.95", "16.85 per cent"),
        ("E/2025/28", "E/2025/29"),
        ("Chad", "the chair"),
        ("drones", "throne speech"),
    ],
)
def test_another_word_is_not_found(word: str, text: str) -> None:
    (token,) = tokenize(word)

    assert not Wording.of(text).has(token)


def test_initials_skip_small_words_and_part_joined_ones() -> None:
    # inter governmental organization -> i g o
    assert "igo" in initials_of("Intergovernmental Organizations")
    assert "lots" not in initials_of("Law of the Sea")
    assert initials_of("Law of the Sea Tribunal") == {"lst"}


def test_two_wordings_together_have_what_either_has() -> None:
    both = Wording.of("United Nations Development Programme") | Wording.of("Almaty")

    assert both.has("undp")
    assert both.has("almati")


@given(st.text(alphabet="abcde", min_size=5, max_size=9), st.integers(1, 8))
def test_a_letter_less_after_the_first_is_near(token: str, place: int) -> None:
    place = min(place, len(token) - 1)

    assert is_nearly_among(token, {token[:place] + token[place + 1 :]})


def test_short_tokens_and_numbers_have_one_spelling() -> None:
    assert not is_nearly_among("iran", {"iraq"})
    assert not is_nearly_among("20936", {"20937"})

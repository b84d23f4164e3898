import json

import pytest

from index.variants import SpellingVariants, build_variants


def _variants(*words: str) -> SpellingVariants:
    runs, arrays = build_variants(words)
    columns = {run: column for column, run in enumerate(json.loads(runs))}
    return SpellingVariants(columns, **arrays, words=len(words))


def test_likeness_is_dices_coefficient_of_runs_of_four_letters() -> None:
    found = _variants("drugs", "opium").of("drug")

    # #dru drug rug#  and  #dru drug rugs ugs#: two are the same
    assert [each.column for each in found] == [0]
    assert found[0].likeness == pytest.approx(4 / 7)


def test_a_word_is_its_own_variant_wholly() -> None:
    assert [each.likeness for each in _variants("narcotic").of("narcotic")] == [1.0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("narcotcis", "narcotics"),
        ("organisation", "organization"),
        ("controled", "controlled"),
        ("comission", "commission"),
    ],
)
def test_a_misspelt_word_finds_what_was_meant(typed: str, meant: str) -> None:
    words = sorted([meant, "vienna", "cannabis", "treatment"])

    found = _variants(*words).of(typed)

    assert [words[each.column] for each in found] == [meant]


@pytest.mark.parametrize("word", ["2021", "abc", "x", "", "e/2021/1", "22nd"])
def test_numbers_symbols_and_short_words_have_no_variants(word: str) -> None:
    assert _variants("2020", "abd", "e/2021/2", "23rd").of(word) == ()


def test_a_vocabulary_without_words_has_no_variants() -> None:
    assert _variants().of("narcotic") == ()

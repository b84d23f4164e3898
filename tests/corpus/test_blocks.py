import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import tidy, tidy_lines


def test_runs_of_blanks_become_one_blank() -> None:
    assert tidy_lines("  drug \t control\u00a0activities ") == "drug control activities"


def test_line_breaks_stay_one_for_each_run() -> None:
    assert tidy_lines("one\r\n\n \n two\n") == "one\ntwo"


def test_tidy_puts_all_lines_on_one() -> None:
    assert tidy(" one\n\ntwo\nthree ") == "one two three"


@pytest.mark.parametrize(
    "invisible",
    ["\x00", "\x1b", "\x7f", "\u00ad", "\u200b", "\u200f", "\u202e", "\u2060", "\ufeff", "\uffff"],
)
def test_invisible_characters_are_dropped(invisible: str) -> None:
    assert tidy(f"co{invisible}operation") == "cooperation"


def test_letters_are_composed() -> None:
    assert tidy("Co\u0302te d’Ivoire") == "Côte d’Ivoire"


def test_letters_are_composed_over_what_is_dropped() -> None:
    assert tidy("Co\u200b\u0302te") == "Côte"


def test_typographic_characters_stay_as_printed() -> None:
    assert tidy("“2018–2020” – ‘½’ № 5…") == "“2018–2020” – ‘½’ № 5…"


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)


@given(st.text(alphabet=st.characters(exclude_categories=("C", "Z", "M"))))
def test_only_layout_is_lost(text: str) -> None:
    assert tidy(text) == unicodedata.normalize("NFC", text)

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering import (
    HeadingLabel,
    Numeral,
    is_bare_label,
    label_readings,
    letter_value,
    ordinal_value,
    ordinal_word,
    paragraph_number,
    read_heading,
    roman_value,
    split_mark,
)


def _roman(value: int) -> str:
    digits = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc"}
    digits |= {50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
    numeral = ""
    for size, letters in digits.items():
        count, value = divmod(value, size)
        numeral += letters * count
    return numeral


def _kinds(text: str) -> Sequence[tuple[Numeral, int, str]]:
    mark, _ = split_mark(text)
    return [(r.numeral, r.ordinal, r.dress) for r in mark.readings] if mark else []


@pytest.mark.parametrize(
    ("numeral", "value"), [("i", 1), ("iv", 4), ("IX", 9), ("xiv", 14), ("XL", 40), ("mcmxc", 1990)]
)
def test_roman_values_by_hand(numeral: str, value: int) -> None:
    assert roman_value(numeral) == value


@pytest.mark.parametrize("numeral", ["", "iiii", "vx", "ic", "civil", "drug", "i v"])
def test_letters_in_no_canonical_order_are_no_roman_numeral(numeral: str) -> None:
    assert roman_value(numeral) is None


@given(st.integers(1, 3999))
def test_roman_numerals_come_back_in_either_case(value: int) -> None:
    numeral = _roman(value)

    assert (roman_value(numeral), roman_value(numeral.upper())) == (value, value)


@given(st.integers(1, 52))
def test_letters_count_through_the_alphabet_then_double(place: int) -> None:
    letter = chr(ord("a") + (place - 1) % 26)

    assert letter_value(letter if place <= 26 else letter * 2) == place


@pytest.mark.parametrize("letters", ["", "ab", "aaa", "1", "é"])
def test_other_letters_have_no_place(letters: str) -> None:
    assert letter_value(letters) is None


@pytest.mark.parametrize(
    ("ordinal", "word"),
    [(1, "first"), (9, "ninth"), (12, "twelfth"), (20, "twentieth"), (21, "twenty-first"),
     (40, "fortieth"), (99, "ninety-ninth"), (100, "100th"), (101, "101st"), (112, "112th"),
     (123, "123rd")],
)  # fmt: skip
def test_ordinal_words_by_hand(ordinal: int, word: str) -> None:
    assert ordinal_word(ordinal) == word


@given(st.integers(1, 5000))
def test_ordinal_words_come_back(ordinal: int) -> None:
    assert ordinal_value(ordinal_word(ordinal).capitalize()) == ordinal


@pytest.mark.parametrize("word", ["", "one", "zeroth", "twentyfirst", "21", "last"])
def test_other_words_are_no_ordinals(word: str) -> None:
    assert ordinal_value(word) is None


@pytest.mark.parametrize("ordinal", [0, -1])
def test_no_ordinal_is_below_1(ordinal: int) -> None:
    with pytest.raises(ValueError, match="no ordinal below 1"):
        ordinal_word(ordinal)


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [("12. The Centre", "12.", "The Centre"), ("4 bis. New", "4 bis.", "New"), ("3) x", "3)", "x"),
     ("(a) x", "(a)", "x"), ("(aa) x", "(aa)", "x"), ("(xii) x", "(xii)", "x"),
     ("(3) x", "(3)", "x"), ("a. x", "a.", "x"), ("b) x", "b)", "x"), ("iv. x", "iv.", "x"),
     ("• x", "•", "x"), ("– x", "•", "x"), ("* x", "•", "x"), ("- x", "•", "x"),
     ("12.", "12.", ""), ("(b)", "(b)", ""), ("•", "•", "")],
)  # fmt: skip
def test_each_form_of_mark_is_split_from_the_words(text: str, label: str, words: str) -> None:
    mark, after = split_mark(text)

    assert (mark and mark.label, after) == (label, words)


@pytest.mark.parametrize(
    "text",
    ["", "The Centre", "12.5 per cent", "12 countries", "12345. x", "(ab) x", "(iiii) x", "A. x",
     "(A) x", "e.g. x", "iiii. x", "-x", "2018–2020", "(2021) x"],
)  # fmt: skip
def test_what_only_looks_like_a_mark_stays_in_the_words(text: str) -> None:
    assert split_mark(text) == (None, text)


def test_a_year_with_a_full_stop_is_a_mark_that_only_structure_can_refuse() -> None:
    mark, words = split_mark("2021. By then it was.")

    assert (mark and paragraph_number(mark), words) == ("2021", "By then it was.")


def test_i_in_brackets_is_the_ninth_letter_and_the_first_roman_numeral() -> None:
    assert _kinds("(i) x") == [(Numeral.LETTER, 9, "(a)"), (Numeral.ROMAN, 1, "(i)")]


def test_the_dress_parts_brackets_from_full_stops() -> None:
    dresses = [_kinds(text)[0][2] for text in ("(b) x", "b) x", "b. x", "3. x", "3) x", "(3) x")]

    assert dresses == ["(a)", "a)", "a.", "1.", "1)", "(1)"]


def test_every_bullet_counts_nothing() -> None:
    assert _kinds("– x") == _kinds("• x") == [(Numeral.BULLET, 0, "•")]


@pytest.mark.parametrize(
    ("text", "number"),
    [("12. x", "12"), ("4 bis. x", "4 bis"), ("3) x", None), ("(3) x", None), ("c. x", None),
     ("• x", None)],
)  # fmt: skip
def test_only_a_number_with_a_full_stop_can_open_a_paragraph(text: str, number: str | None) -> None:
    mark, _ = split_mark(text)

    assert mark is not None
    assert paragraph_number(mark) == number


@given(st.text())
def test_splitting_a_mark_loses_nothing_but_blanks(text: str) -> None:
    mark, words = split_mark(text)

    is_typed = mark is not None and not mark.is_bullet
    assert text.replace(" ", "").endswith(words.replace(" ", ""))
    assert not is_typed or mark is None or text.startswith(mark.label)


@pytest.mark.parametrize(
    ("text", "label", "title", "component"),
    [("IV. INTERPOL", "IV", "INTERPOL", None), ("A. Trends", "A", "Trends", None),
     ("2.1. Scope", "2.1", "Scope", None), ("Chapter IV", "IV", "Chapter IV", None),
     ("CHAPTER IV: Trends", "IV", "Trends", None), ("Chapter 3 Trends", "3", "Trends", None),
     ("Annex", "Annex", "Annex", "annex"), ("Annex II", "Annex II", "Annex II", "annex II"),
     ("Annex II. Method", "Annex II", "Method", "annex II"),
     ("ANNEX II – Method", "ANNEX II", "Method", "annex II"),
     ("Appendix B: Method", "Appendix B", "Method", "appendix B"),
     ("Resolution 68/1. Sport", "Resolution 68/1", "Sport", "resolution 68/1"),
     ("Resolution 68/1", "Resolution 68/1", "Resolution 68/1", "resolution 68/1"),
     ("Draft resolution I", "Draft resolution I", "Draft resolution I", "draft resolution I"),
     ("Draft decision", "Draft decision", "Draft decision", "draft decision")],
)  # fmt: skip
def test_labels_of_headings_by_hand(
    text: str, label: str, title: str, component: str | None
) -> None:
    assert read_heading(text) == HeadingLabel(label=label, title=title, component=component)


@pytest.mark.parametrize(
    "text",
    ["Introduction", "A new plan", "I believe", "10 years of action", "Annexation of territory",
     "Resolution of disputes", "Chapter children", "Chapter civil society"],
)  # fmt: skip
@pytest.mark.parametrize("with_dot", [True, False])
def test_a_title_without_a_label_stays_whole(text: str, *, with_dot: bool) -> None:
    assert read_heading(text, with_dot=with_dot) == HeadingLabel(label=None, title=text)


def test_a_label_that_stands_alone_waits_for_its_title() -> None:
    heading = read_heading("III", with_dot=False)

    assert (heading.label, is_bare_label(heading)) == ("III", True)
    assert read_heading("III").label is None


def test_a_decision_known_by_its_number_alone_is_a_component() -> None:
    assert read_heading("2025/8", with_dot=False).component == "decision 2025/8"


def test_a_label_without_a_full_stop_counts_only_where_the_file_marks_a_heading() -> None:
    labels = [read_heading("IV INTERPOL", with_dot=with_dot).label for with_dot in (True, False)]

    assert labels == [None, "IV"]


def test_section_labels_carry_every_reading() -> None:
    readings = {label: label_readings(label) for label in ("I", "B", "IV", "2.3", "Annex II")}

    assert {
        label: [(reading.numeral, reading.ordinal) for reading in found]
        for label, found in readings.items()
    } == {
        "I": [(Numeral.ROMAN, 1), (Numeral.LETTER, 9)],
        "B": [(Numeral.LETTER, 2)],
        "IV": [(Numeral.ROMAN, 4)],
        "2.3": [(Numeral.ARABIC, 3)],
        "Annex II": [],
    }

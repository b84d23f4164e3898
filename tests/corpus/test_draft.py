from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from corpus.draft import Draft
from corpus.numbering import split_mark

MARKS = st.sampled_from("• (a) (b) (c) (i) (ii) (iii) (v) a. b. i. ii. 1. 2. 3) (1)".split())
WORDS = st.text(alphabet="drug ", max_size=8).map(str.strip)
STEPS = st.lists(st.tuples(st.one_of(st.none(), MARKS), WORDS, st.integers(0, 3)), max_size=12)


def _draft(*steps: str | tuple[str, int], is_listed: bool = False) -> Draft:
    """A draft made of lines, each with its depth where that is not 0."""
    draft = Draft("Stem:", 0)
    for step in steps:
        line, depth = (step, 0) if isinstance(step, str) else step
        mark, words = split_mark(line)
        if mark is None:
            draft.add_text(words, depth=depth)
        else:
            draft.add_item(mark, words, depth=depth, is_listed=is_listed)
    return draft


def _levels(draft: Draft) -> Sequence[tuple[str, int]]:
    return [(item.label, item.level) for item in draft.items]


def _slices(draft: Draft) -> Sequence[str]:
    return [draft.text[item.start : item.end] for item in draft.items]


def test_roman_items_stand_below_letters() -> None:
    draft = _draft("(a) one", "(i) two", "(ii) three", "(b) four")

    assert _levels(draft) == [("(a)", 1), ("(i)", 2), ("(ii)", 2), ("(b)", 1)]


def test_i_after_h_is_the_ninth_letter() -> None:
    draft = _draft(*(f"({letter}) x" for letter in "abcdefghi"))

    assert {item.level for item in draft.items} == {1}


def test_four_kinds_of_mark_make_four_levels() -> None:
    draft = _draft("(a) one", "(i) two", "a. three", "i. four", "ii. five", "(ii) six")

    assert [item.level for item in draft.items] == [1, 2, 3, 4, 4, 2]


def test_bullets_nest_by_depth() -> None:
    draft = _draft(("• one", 1), ("• two", 2), ("• three", 2), ("• four", 1), is_listed=True)

    assert [item.level for item in draft.items] == [1, 2, 2, 1]


def test_bullets_stand_below_the_letter_they_follow() -> None:
    draft = _draft("(a) one", ("• two", 1), ("• three", 1), "(b) four")

    assert [item.level for item in draft.items] == [1, 2, 2, 1]


def test_an_item_is_a_slice_that_begins_with_its_label_and_holds_what_is_inside_it() -> None:
    draft = _draft("(a) one", "(i) two", "(b) three")

    assert _slices(draft) == ["(a) one\n(i) two", "(i) two", "(b) three"]


def test_text_at_the_depth_of_an_item_belongs_to_it() -> None:
    draft = _draft(("• one", 1), ("more of one", 1), ("• two", 1), is_listed=True)

    assert _slices(draft) == ["• one\nmore of one", "• two"]


def test_text_of_the_paragraph_closes_the_items() -> None:
    draft = _draft("(a) one", "Interrupting text.", "(b) two")

    assert _slices(draft) == ["(a) one", "(b) two"]


def test_a_list_goes_on_after_text_that_interrupts_it() -> None:
    draft = _draft(("• one", 1), "Interrupting text.", ("• two", 1), is_listed=True)

    assert _levels(draft) == [("•", 1), ("•", 1)]


def test_an_inner_list_that_goes_on_opens_its_outer_item_again() -> None:
    draft = _draft("(a) one", "(i) two", "Interrupting text.", "(ii) three")

    assert _slices(draft) == [
        "(a) one\n(i) two\nInterrupting text.\n(ii) three",
        "(i) two",
        "(ii) three",
    ]


def test_a_mark_continues_the_list_only_as_the_next() -> None:
    draft = _draft("1. one", "2. two")

    marks = [split_mark(f"{label} x")[0] for label in ("3.", "4.", "(3)")]
    assert [mark is not None and draft.continues_list(mark) for mark in marks] == [
        True,
        False,
        False,
    ]


def test_an_item_without_words_is_its_label_alone() -> None:
    assert _slices(_draft("(a)", "(i) one")) == ["(a)\n(i) one", "(i) one"]


@given(STEPS)
def test_items_nest_and_never_partly_overlap(
    steps: Sequence[tuple[str | None, str, int]],
) -> None:
    draft = _draft(*((f"{mark or ''} {words}".strip(), depth) for mark, words, depth in steps))

    for outer in draft.items:
        for inner in draft.items:
            is_apart = inner.start >= outer.end or inner.end <= outer.start
            is_inside = outer.start <= inner.start and inner.end <= outer.end
            assert is_apart or is_inside or (inner.start <= outer.start and outer.end <= inner.end)
            assert not (is_inside and inner != outer) or inner.level > outer.level


@given(STEPS)
def test_an_item_lies_in_as_many_items_as_its_level_says(
    steps: Sequence[tuple[str | None, str, int]],
) -> None:
    draft = _draft(*((f"{mark or ''} {words}".strip(), depth) for mark, words, depth in steps))

    for item in draft.items:
        holding = [outer for outer in draft.items if outer.start <= item.start < outer.end]
        assert [outer.level for outer in holding] == list(range(1, item.level + 1))


@given(STEPS)
def test_every_item_begins_a_line_with_its_label(
    steps: Sequence[tuple[str | None, str, int]],
) -> None:
    draft = _draft(*((f"{mark or ''} {words}".strip(), depth) for mark, words, depth in steps))

    for item in draft.items:
        assert draft.text[: item.start].endswith("\n")
        assert draft.text[item.start : item.end].startswith(item.label)

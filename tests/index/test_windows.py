import re
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Item, Paragraph, Table
from corpus.sentences import split_sentences
from index.windows import Window, context_of, cut_table, cut_windows, stem_of

LINES = st.builds(
    lambda mark, sentences: f"{mark}{' '.join(sentences)}",
    st.sampled_from(["", "(a) ", "• "]),
    st.lists(
        st.builds(
            lambda words, end: f"{words.capitalize()}{end}",
            st.text(alphabet="drug ", min_size=1, max_size=40),
            st.sampled_from([".", ":", "?", ""]),
        ),
        max_size=4,
    ),
)
TEXTS = st.lists(LINES, max_size=5).map("\n".join)


def _paragraph(text: str, *, sections: tuple[str, ...] = ()) -> Paragraph:
    """A paragraph whose items are the lines that begin with a mark."""
    items = tuple(
        Item(label=match[1], level=1, start=match.start(), end=match.end())
        for match in re.finditer(r"^(\(a\)|•).*$", text, re.MULTILINE)
    )
    return Paragraph(
        address="1", component="body", number="1", text=text, sections=sections, items=items
    )


def _pieces(text: str) -> list[int]:
    """One word piece for every three letters of a word, from its start."""
    pieces = [0] * (len(text) + 1)
    for match in re.finditer(r"\w{1,3}|[^\w\s]", text):
        pieces[match.start()] += 1
    return pieces


def _cut(text: str, *, budget: int) -> list[Window]:
    return list(cut_windows(7, _paragraph(text), pieces=_pieces(text), budget=budget))


def _quotes(text: str, *, budget: int) -> list[str]:
    return [text[window.start : window.end] for window in _cut(text, budget=budget)]


def test_a_short_paragraph_is_one_window() -> None:
    assert _quotes("One two. Three.", budget=99) == ["One two. Three."]


def test_windows_are_cut_between_sentences() -> None:
    text = "Aaa bbb ccc. Ddd eee fff. Ggg."

    assert _quotes(text, budget=8) == ["Aaa bbb ccc. Ddd eee fff.", "Ggg."]


def test_a_short_sentence_on_the_border_is_in_both_windows() -> None:
    text = "Aaa bbb ccc ddd eee. Fff. Ggg hhh iii jjj kkk."

    assert _quotes(text, budget=10) == [
        "Aaa bbb ccc ddd eee. Fff.",
        "Fff. Ggg hhh iii jjj kkk.",
    ]


def test_a_long_sentence_on_the_border_is_repeated_in_neither() -> None:
    text = "Aaa. Bbb ccc ddd eee fff. Ggg hhh."

    assert _quotes(text, budget=8) == ["Aaa. Bbb ccc ddd eee fff.", "Ggg hhh."]


def test_a_sentence_that_exceeds_the_budget_is_cut_at_word_pieces() -> None:
    assert _quotes("Aaa bbb ccc ddd", budget=2) == ["Aaa bbb ", "ccc ddd"]


def test_a_paragraph_without_sentences_has_one_window() -> None:
    assert [(window.start, window.end) for window in _cut("(a)", budget=9)] == [(0, 3)]


def test_a_window_knows_its_row() -> None:
    assert [window.row for window in _cut("One.", budget=9)] == [7]


def test_the_context_is_the_nearest_heading_and_the_stem() -> None:
    text = "INTERPOL has:\n(a) Files.\n(a) Notices."
    paragraph = _paragraph(text, sections=("IV. INTERPOL", "A. Tools"))

    assert context_of(paragraph, text.index("Notices")) == "A. Tools\nINTERPOL has:"


def test_without_a_heading_and_a_list_there_is_no_context() -> None:
    assert context_of(_paragraph("One. Two."), 5) == ""


def test_the_title_of_the_report_comes_first_in_the_context() -> None:
    paragraph = replace(_paragraph("One. Two."), sections=("I. Trends",))

    assert context_of(paragraph, 0, title="World drug problem") == "World drug problem\nI. Trends"


def test_a_title_that_the_heading_says_too_is_said_once() -> None:
    paragraph = replace(_paragraph("One. Two."), sections=("World drug problem in 2021",))

    context = context_of(paragraph, 0, title="World drug problem")

    assert context == "World drug problem in 2021"


def test_the_stem_is_the_last_line_before_the_item_that_ends_with_a_colon() -> None:
    text = "It has:\n(a) Files.\n(a) Notices, namely:\n(a) Purple."

    stems = [stem_of(_paragraph(text), text.index(word)) for word in ("Files", "Purple")]

    assert stems == ["It has:", "Notices, namely:"]


def test_without_a_colon_the_opening_sentence_is_the_stem() -> None:
    text = "It has files. It has more\n(a) Notices."

    assert stem_of(_paragraph(text), text.index("Notices")) == "It has files."


def test_the_paragraph_before_its_items_has_no_stem() -> None:
    text = "It has: One.\n(a) Files."

    assert [stem_of(_paragraph(text), start) for start in (0, 8)] == ["", ""]


@given(TEXTS, st.integers(1, 30))
def test_windows_cover_every_sentence_of_their_paragraph(text: str, budget: int) -> None:
    covered = {
        place
        for window in _cut(text, budget=budget)
        for sentence in window.sentences
        for place in range(sentence.start, sentence.end)
    }

    sentences = split_sentences(text)
    assert all(set(range(s.start, s.end)) <= covered for s in sentences)


@given(TEXTS, st.integers(1, 30))
def test_every_sentence_is_new_in_just_one_window_in_order(text: str, budget: int) -> None:
    windows = _cut(text, budget=budget)

    new = [sentence for window in windows for sentence in window.new_sentences]
    held = {sentence for window in windows for sentence in window.sentences}
    assert new == sorted(held, key=lambda sentence: (sentence.start, sentence.end))


@given(TEXTS, st.integers(1, 30))
def test_no_window_exceeds_the_budget(text: str, budget: int) -> None:
    pieces = _pieces(text)

    for window in _cut(text, budget=budget):
        assert sum(sum(pieces[s.start : s.end]) for s in window.sentences) <= budget


@given(TEXTS, st.integers(1, 30))
def test_every_window_begins_at_a_sentence_or_inside_one_that_exceeds_the_budget(
    text: str, budget: int
) -> None:
    pieces = _pieces(text)

    for window in _cut(text, budget=budget):
        inside = [s for s in split_sentences(text) if s.start < window.start < s.end]
        assert all(sum(pieces[s.start : s.end]) > budget for s in inside)


@given(TEXTS, st.integers(1, 30))
def test_windows_move_forward_and_their_sentences_are_in_order(text: str, budget: int) -> None:
    windows = _cut(text, budget=budget)

    starts: Sequence[int] = [window.start for window in windows]
    assert len(windows) >= 1
    assert starts == sorted(set(starts))
    for window in windows:
        places = [place for s in window.sentences for place in (s.start, s.end)]
        assert places == sorted(places)


SEIZURES = Table(
    title="Table 1. Seizures",
    rows=(("Drug", "Tons"), ("Cocaine", "16"), ("", "2021"), ("Opium", "7")),
)


def _rows(table: Table, *, budget: int) -> list[list[str]]:
    windows = cut_table(7, table, part=2, pieces=_pieces(table.text), budget=budget)
    return [[table.text[s.start : s.end] for s in window.sentences] for window in windows]


def test_the_rows_of_a_table_are_read_behind_its_title_and_head() -> None:
    (window,) = cut_table(7, SEIZURES, part=2, pieces=_pieces(SEIZURES.text), budget=99)

    assert (window.row, window.part) == (7, 2)
    assert window.context == "Table 1. Seizures\nDrug Tons"


def test_rows_without_a_letter_are_left_out() -> None:
    assert _rows(SEIZURES, budget=99) == [["Cocaine 16", "Opium 7"]]


def test_a_long_table_is_cut_between_its_rows() -> None:
    assert _rows(SEIZURES, budget=5) == [["Cocaine 16"], ["Opium 7"]]


def test_what_is_left_of_a_chart_is_not_read() -> None:
    assert _rows(replace(SEIZURES, title="Figure 1. Seizures"), budget=99) == []

from hypothesis import given
from hypothesis import strategies as st

from service import Change, Item, Paragraph, Report, Span, united_spans
from web.typesetting import Group, Segment, typeset


def wording(text: str, *items: Item) -> Paragraph:
    return Paragraph(address="1", component="body", number="1", text=text, items=items)


TEXT = "It decided:\n(a) To meet;\n(i) In May;\n(b) To report."
ITEMS = (
    Item(label="(a)", level=1, start=12, end=36),
    Item(label="(i)", level=2, start=25, end=36),
    Item(label="(b)", level=1, start=37, end=51),
)
LISTED = wording(TEXT, *ITEMS)


def words(groups: tuple[Group, ...]) -> str:
    """The text as it stands on the page, a line a line."""
    return "\n".join(
        line.label + "".join(segment.text for segment in line.segments)
        for group in groups
        for line in group.lines
    )


def segments(groups: tuple[Group, ...]) -> list[Segment]:
    return [segment for group in groups for line in group.lines for segment in line.segments]


def test_items_are_set_by_level_with_their_labels_apart() -> None:
    groups = typeset(LISTED, ())

    assert [(line.level, line.label) for line in groups[1].lines] == [
        (1, "(a) "),
        (2, "(i) "),
        (1, "(b) "),
    ]


def test_running_text_is_no_list() -> None:
    groups = typeset(LISTED, ())

    assert [group.is_list for group in groups] == [False, True]


def test_text_after_an_item_on_a_line_of_its_own_stays_in_the_item() -> None:
    text = "(a) One\ntwo"
    item = Item(label="(a)", level=1, start=0, end=len(text))

    groups = typeset(wording(text, item), ())

    assert [(line.level, line.label) for line in groups[0].lines] == [(1, "(a) "), (1, "")]


def test_marks_are_the_slices_asked_for() -> None:
    groups = typeset(wording("One two three"), ((4, 7),))

    assert [(s.text, s.is_marked) for s in segments(groups)] == [
        ("One ", False),
        ("two", True),
        (" three", False),
    ]


def test_a_mark_over_two_lines_is_cut_at_the_line() -> None:
    groups = typeset(wording("One\ntwo"), ((2, 5),))

    assert [s.text for s in segments(groups) if s.is_marked] == ["e", "t"]


def test_only_the_first_mark_has_the_anchor() -> None:
    groups = typeset(LISTED, ((16, 23), (29, 35)), anchor="p-1")

    assert [s.anchor for s in segments(groups) if s.is_marked] == ["p-1", ""]


def change(text: str, printed: str, typed: str, *, start: int | None = None) -> Change:
    start = text.index(printed) if start is None else start
    return Change(start=start, end=start + len(printed), quote=printed, typed=typed)


def test_changes_stand_where_they_are() -> None:
    text = "Two women left at noon."
    changes = (
        change(text, "Two", "Ten"),
        change(text, "", "quietly", start=9),
        change(text, "at noon", ""),
    )

    groups = typeset(wording(text), ((0, 22),), changes=changes)

    assert [(s.typed, s.text, s.is_changed, s.is_marked) for s in segments(groups)] == [
        ("Ten", "Two", True, True),
        ("", " women", False, True),
        ("quietly", "", False, False),
        ("", " left ", False, True),
        ("", "at noon", True, True),
        ("", ".", False, False),
    ]


def test_words_that_are_missing_at_the_beginning_of_a_line_stand_there() -> None:
    text = "One\ntwo"
    changes = (change(text, "", "Zero", start=0), change(text, "", "or", start=4))

    groups = typeset(wording(text), (), changes=changes)

    assert [(s.typed, s.text) for s in segments(groups)] == [
        ("Zero", ""),
        ("", "One"),
        ("or", ""),
        ("", "two"),
    ]


def test_a_change_in_what_is_left_out_is_not_told() -> None:
    text = "One two three"

    groups = typeset(wording(text), (), kept=((4, 13),), changes=(change(text, "One", "Ten"),))

    assert [(s.typed, s.text) for s in segments(groups)] == [("", ""), ("", "two three")]


def test_a_change_over_two_lines_tells_what_was_typed_once() -> None:
    text = "One two\nthree four"

    groups = typeset(wording(text), (), changes=(change(text, "two\nthree", "2 3"),))

    assert [(s.typed, s.text) for s in segments(groups)] == [
        ("", "One "),
        ("2 3", "two"),
        ("", "three"),
        ("", " four"),
    ]


def test_without_marks_nothing_has_the_anchor() -> None:
    groups = typeset(LISTED, (), anchor="p-1")

    assert not any(s.anchor for s in segments(groups))


def test_what_is_left_out_is_told_once_by_a_gap() -> None:
    groups = typeset(LISTED, (), kept=((12, 24),))

    assert [[s.is_gap for s in line.segments] for g in groups for line in g.lines] == [
        [True],
        [False, True],
    ]


def test_whole_text_is_set_for_every_paragraph_of_the_bundled_report(
    bundled_report: Report,
) -> None:
    for paragraph in bundled_report.paragraphs:
        assert words(typeset(paragraph, ())) == paragraph.text


texts = st.text("ab. \n(•)", min_size=1, max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[Item, ...], tuple[Span, ...]]:
    text = draw(texts)
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = united_spans(
        (min(pair), max(pair)) for pair in draw(st.lists(places, max_size=4)) if len(set(pair)) > 1
    )
    starts = [0, *(i + 1 for i, character in enumerate(text) if character == "\n")]
    items = tuple(
        Item(label="•", level=draw(st.integers(1, 3)), start=start, end=len(text))
        for start in draw(st.sets(st.sampled_from(starts)))
    )
    return text, items, spans


@given(marked_texts())
def test_setting_loses_and_adds_no_character(
    given_text: tuple[str, tuple[Item, ...], tuple[Span, ...]],
) -> None:
    text, items, spans = given_text
    changes = [Change(start=a, end=b, quote=text[a:b], typed="Typed") for a, b in spans]

    assert words(typeset(wording(text, *items), spans)) == text
    assert words(typeset(wording(text, *items), (), changes=changes)) == text


@given(marked_texts())
def test_marked_characters_are_those_of_the_spans(
    given_text: tuple[str, tuple[Item, ...], tuple[Span, ...]],
) -> None:
    text, _, spans = given_text

    marked = "".join(s.text for s in segments(typeset(wording(text), spans)) if s.is_marked)

    assert marked == "".join(text[start:end] for start, end in spans).replace("\n", "")


@given(marked_texts())
def test_an_excerpt_holds_slices_of_the_text_alone(
    given_text: tuple[str, tuple[Item, ...], tuple[Span, ...]],
) -> None:
    text, items, spans = given_text

    pieces = [s.text for s in segments(typeset(wording(text, *items), spans, kept=spans))]

    assert all(piece in text for piece in pieces)

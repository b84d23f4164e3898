import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import Cover, Note, Paragraph, Report, Table
from web.parts import part_name, part_with, parts_of

LONG = "word " * 3_700  # 18.5 kB: three of them fill a part


def paragraph(
    number: str | None, *sections: str, text: str = LONG, component: str = "body"
) -> Paragraph:
    return Paragraph(
        address=f"{component}.{number}", component=component, number=number, text=text,
        sections=sections,
    )  # fmt: skip


def report(
    *paragraphs: Paragraph, tables: tuple[Table, ...] = (), notes: tuple[Note, ...] = ()
) -> Report:
    return Report(report_id="r", cover=Cover(), paragraphs=paragraphs, tables=tables, notes=notes)


@given(st.lists(st.integers(0, 90_000), max_size=12), st.lists(st.integers(0, 3), max_size=12))
def test_parts_follow_each_other_and_leave_nothing_out(
    lengths: list[int], under: list[int]
) -> None:
    sections = [("A", "B")[:depth] for depth in under]
    paragraphs = [
        paragraph(str(n), *own, text="x" * length)
        for n, (length, own) in enumerate(zip(lengths, [*sections, *[()] * 12], strict=False))
    ]

    parts = parts_of(report(*paragraphs))

    assert [place for part in parts for place in part] == list(range(len(paragraphs)))
    assert all(parts) or not paragraphs


def test_a_short_report_is_one_part() -> None:
    assert parts_of(report(paragraph("1", text="Short."))) == (range(1),)
    assert parts_of(report()) == (range(0),)


def test_a_part_ends_where_the_next_paragraph_has_no_room() -> None:
    assert parts_of(report(*(paragraph(str(n)) for n in range(7)))) == (
        range(3),
        range(3, 6),
        range(6, 7),
    )


def test_a_part_ends_before_a_heading_in_its_second_half() -> None:
    under = ("I", "I", "II", "II", "II", "II")
    paragraphs = [paragraph(str(n), section) for n, section in enumerate(under)]

    assert parts_of(report(*paragraphs)) == (range(2), range(2, 5), range(5, 6))


def test_the_higher_of_two_headings_ends_a_part() -> None:
    under = (("I",), ("I", "A"), ("II",), ("II", "A"))
    paragraphs = [paragraph(str(n), *own, text=LONG[:16_000]) for n, own in enumerate(under)]

    assert parts_of(report(*paragraphs)) == (range(2), range(2, 4))


def test_a_heading_at_the_very_beginning_makes_no_small_part() -> None:
    under = ("I", "II", "II", "II")
    paragraphs = [paragraph(str(n), section) for n, section in enumerate(under)]

    assert parts_of(report(*paragraphs)) == (range(3), range(3, 4))


@pytest.mark.parametrize("address", ["body.1", None])
def test_tables_weigh_with_the_paragraph_that_they_follow(address: str | None) -> None:
    heavy = Table(title=None, rows=((LONG, LONG),), address=address)
    short = [paragraph(str(n), text="Short." * 3_000) for n in range(1, 4)]

    parts = parts_of(report(*short, tables=(heavy,)))

    assert parts == ((range(1), range(1, 3)) if address else (range(2), range(2, 3)))


def test_notes_weigh_twice() -> None:
    note = Note(mark="1", text=LONG, address="body.1")

    assert parts_of(report(paragraph("1"), paragraph("2"), notes=(note,))) == (
        range(1),
        range(1, 2),
    )


def test_a_paragraph_is_in_one_part() -> None:
    assert [part_with((range(2), range(2, 3)), place) for place in range(3)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("paragraphs", "label"),
    [
        ((paragraph("1"), paragraph("2")), "Paragraphs 1 to 2"),
        ((paragraph("1"), paragraph(None)), "Paragraph 1"),
        ((paragraph("1", component="annex II"), paragraph("9", component="annex II")),
         "Annex II, paragraphs 1 to 9"),
        ((paragraph("80"), paragraph("4", component="annex II")),
         "Paragraph 80 to annex II, paragraph 4"),
        ((paragraph(None),), "Part 7"),
    ],
)  # fmt: skip
def test_a_part_is_named_by_its_first_and_last_number_else_by_its_own(
    paragraphs: tuple[Paragraph, ...], label: str
) -> None:
    assert part_name(report(*paragraphs), range(len(paragraphs)), number=6) == label

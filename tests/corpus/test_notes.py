from corpus.notes import link_notes
from corpus.records import BODY, Box, Note, Paragraph


def _paragraph(address: str, *marks: str, pages: tuple[int, ...] = ()) -> Paragraph:
    boxes = tuple(Box(page=page, left=0, top=0, right=1, bottom=1) for page in pages)
    page = pages[0] if pages else None
    return Paragraph(
        address=address, component=BODY, number=None, text="x", page=page, notes=marks, boxes=boxes
    )


def _addresses(notes: tuple[Note, ...]) -> list[str | None]:
    return [note.address for note in notes]


def test_a_note_is_linked_to_the_first_paragraph_that_cites_it() -> None:
    notes = [Note(mark="1", text="One."), Note(mark="2", text="Two.")]

    linked = link_notes(notes, [_paragraph("1", "1"), _paragraph("2", "1", "2")])

    assert _addresses(linked) == ["1", "2"]


def test_marks_that_begin_anew_are_told_apart_by_their_order() -> None:
    notes = [Note(mark="1", text="Of the body."), Note(mark="1", text="Of the annex.")]

    linked = link_notes(notes, [_paragraph("1", "1"), _paragraph("annex.1", "1")])

    assert _addresses(linked) == ["1", "annex.1"]


def test_marks_that_begin_anew_are_told_apart_by_their_pages() -> None:
    notes = [Note(mark="*", text="Of page 1.", page=1), Note(mark="*", text="Of page 3.", page=3)]

    linked = link_notes(notes, [_paragraph("7", "*", pages=(2, 3))])

    assert _addresses(linked) == [None, "7"]


def test_a_note_that_nothing_cites_stays_unlinked() -> None:
    assert _addresses(link_notes([Note(mark="a", text="x")], [_paragraph("1", "b")])) == [None]

from service import Cover, Note, Paragraph, Report
from web.notes import Notes, notes_label


def paragraph(number: str, *marks: str) -> Paragraph:
    return Paragraph(address=number, component="body", number=number, text="Words.", notes=marks)


def report(*paragraphs: Paragraph, notes: tuple[Note, ...]) -> Report:
    return Report(report_id="r", cover=Cover(), paragraphs=paragraphs, notes=notes)


ONE, TWO, THREE = paragraph("1", "1"), paragraph("2", "1", "*"), paragraph("3", "9", "1")
MARKED_TWICE = report(
    ONE,
    TWO,
    THREE,
    notes=(
        Note(mark="1", text="First.", address="1"),
        Note(mark="1", text="Again.", address="2"),
        Note(mark="*", text="Star.", address="2"),
        Note(mark="†", text="Of the cover."),
    ),
)


def test_of_notes_with_one_mark_a_paragraph_has_its_own() -> None:
    notes = Notes(MARKED_TWICE)

    assert [note.text for note in notes.cited(ONE)] == ["First."]
    assert [note.text for note in notes.cited(TWO)] == ["Again.", "Star."]


def test_of_several_notes_of_other_paragraphs_none_is_guessed() -> None:
    assert Notes(MARKED_TWICE).cited(THREE) == ()


def test_the_only_note_of_a_mark_is_cited_wherever_the_mark_stands() -> None:
    cited_twice = report(ONE, paragraph("2", "1"), notes=(Note(mark="1", text="A.", address="1"),))

    assert [note.text for note in Notes(cited_twice).cited(cited_twice.paragraphs[1])] == ["A."]


def test_notes_lead_back_to_the_first_paragraph_that_cites_them() -> None:
    shared = report(ONE, paragraph("2", "1"), notes=(Note(mark="1", text="A.", address="1"),))

    (view,) = Notes(shared).views(shared.paragraphs)

    assert (view.anchor, view.back_url) == ("note-1", "#p-1")
    assert view.back_label == "Note 1, back to paragraph 1"


def test_a_note_that_nothing_cites_is_listed_without_a_way_back() -> None:
    notes = Notes(MARKED_TWICE)

    views = notes.views((ONE,), uncited=notes.uncited(MARKED_TWICE.paragraphs))

    assert [(view.anchor, view.back_url) for view in views] == [("note-1", "#p-1"), ("note-4", "")]


def test_notes_are_named_by_their_marks() -> None:
    told = [notes_label(paragraph("1", *marks)) for marks in ((), ("4",), ("4", "5", "4"))]

    assert told == ["", "Note 4", "Notes 4, 5"]

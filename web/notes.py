"""Notes where they are cited, and again at the end of the page, with the way back."""

from collections import defaultdict
from collections.abc import Sequence

from service import Note, Paragraph, Report, gettext, ngettext
from web.places import anchor_of, paragraph_words
from web.reader_contexts import CitedNote, NoteView


class Notes:
    """The notes of a report by the paragraphs that cite them.

    Marks repeat: a paragraph's own note counts, else the only one of its mark; of several that
    belong to other paragraphs, none is guessed.
    """

    def __init__(self, report: Report) -> None:
        self._notes = report.notes
        self._own = {(note.address, note.mark): place for place, note in enumerate(report.notes)}
        self._of_mark: dict[str, list[int]] = defaultdict(list)
        for place, note in enumerate(report.notes):
            self._of_mark[note.mark].append(place)

    def cited(self, paragraph: Paragraph) -> tuple[CitedNote, ...]:
        """The notes of which the report has the words, in the order of their marks."""
        notes = (self._notes[place] for place in self._places(paragraph))
        return tuple(CitedNote(mark=note.mark, text=note.text) for note in notes)

    def views(
        self, paragraphs: Sequence[Paragraph], *, uncited: Sequence[int] = ()
    ) -> tuple[NoteView, ...]:
        """The notes that ``paragraphs`` cite and those at ``uncited``, in order of print."""
        citing: dict[int, Paragraph | None] = dict.fromkeys(uncited)
        for paragraph in reversed(paragraphs):
            citing |= dict.fromkeys(self._places(paragraph), paragraph)
        return tuple(
            _note_view(place, self._notes[place], paragraph)
            for place, paragraph in sorted(citing.items(), key=lambda each: each[0])
        )

    def uncited(self, paragraphs: Sequence[Paragraph]) -> tuple[int, ...]:
        """The places of the notes that none of ``paragraphs`` cites."""
        cited = {place for paragraph in paragraphs for place in self._places(paragraph)}
        return tuple(place for place in range(len(self._notes)) if place not in cited)

    def _places(self, paragraph: Paragraph) -> list[int]:
        found = (self._place(paragraph.address, mark) for mark in dict.fromkeys(paragraph.notes))
        return [place for place in found if place is not None]

    def _place(self, address: str, mark: str) -> int | None:
        own = self._own.get((address, mark))
        if own is not None:
            return own
        places = self._of_mark.get(mark, [])
        return places[0] if len(places) == 1 else None


def notes_label(paragraph: Paragraph) -> str:
    """All notes that a paragraph cites, by their marks: "Notes 4, 5"; "" where it cites none."""
    marks = list(dict.fromkeys(paragraph.notes))
    if not marks:
        return ""
    return ngettext("Note %(marks)s", "Notes %(marks)s", len(marks), marks=", ".join(marks))


def _note_view(place: int, note: Note, paragraph: Paragraph | None) -> NoteView:
    """A note at the end; ids count, because marks repeat."""
    back = "" if paragraph is None else f"#{anchor_of(paragraph)}"
    return NoteView(
        anchor=f"note-{place + 1}",
        mark=note.mark,
        text=note.text,
        back_url=back,
        back_label=_back_label(note, paragraph),
    )


def _back_label(note: Note, paragraph: Paragraph | None) -> str:
    if paragraph is None:
        return gettext("Note %(mark)s", mark=note.mark)
    place = paragraph_words(paragraph)
    return gettext("Note %(mark)s, back to %(place)s", mark=note.mark, place=place)

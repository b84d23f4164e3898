"""Which paragraph cites which note, though marks begin anew on a page or in an annex."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.records import Note, Paragraph


def link_notes(notes: Sequence[Note], paragraphs: Iterable[Paragraph]) -> tuple[Note, ...]:
    """The notes with the address of the first paragraph that cites each; order is kept.

    Of several notes with one mark a citation means the first one that no paragraph before it
    cited, on a page that its paragraph stands on where pages are known.
    """
    linked = list(notes)
    open_places: dict[str, list[int]] = {}
    for place, note in enumerate(notes):
        open_places.setdefault(note.mark, []).append(place)
    for paragraph in paragraphs:
        for mark in dict.fromkeys(paragraph.notes):
            places = open_places.get(mark, [])
            chosen = next((p for p in places if _can_be_cited(notes[p], paragraph)), None)
            if chosen is not None:
                linked[chosen] = replace(notes[chosen], address=paragraph.address)
                places.remove(chosen)
    return tuple(linked)


def _can_be_cited(note: Note, paragraph: Paragraph) -> bool:
    """Whether a note stands on a page of the paragraph, or one of the two has no page."""
    pages: set[int | None] = {paragraph.page, *(box.page for box in paragraph.boxes)}
    return note.page is None or None in pages or note.page in pages

"""Gold structure: what a person read in a report, to compare with what our reader finds.

One JSON file a report. Paragraphs are known by their first and last words; items are the marks
of the direct items; notes are marks. ``gold_pages`` bounds what was annotated.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service import JudgementsUnreadable, SourceUnavailable

COVER_FIELDS = (
    "symbol", "title", "organ", "session", "agenda_item", "date", "distribution", "language",
    "pages",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldParagraph:
    """A numbered paragraph: ``section`` is the title of the nearest heading above it."""

    component: str
    number: str
    page: int | None
    section: str | None
    starts: str
    ends: str
    items: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSection:
    """A heading: its printed label, None where none is printed, and its title."""

    label: str | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldNote:
    """A footnote: its mark and its first words."""

    mark: str
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The structure of one report.

    ``cover`` maps each of ``COVER_FIELDS`` to the values that count as right, in general one.
    ``pages`` is the first and last annotated page; None: all of them.
    """

    file: str
    cover: Mapping[str, Sequence[str | int | None]]
    pages: tuple[int, int] | None
    sections: tuple[GoldSection, ...]
    paragraphs: tuple[GoldParagraph, ...]
    notes: tuple[GoldNote, ...]

    def covers(self, page: int | None) -> bool:
        """Whether what stands on a page was annotated; what has no page was."""
        return self.pages is None or page is None or self.pages[0] <= page <= self.pages[1]


def read_gold(path: Path) -> Gold:
    """Read one gold file.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: it is not in the form of gold structure.
    """
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise SourceUnavailable(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise JudgementsUnreadable(f"{path} is no JSON: {error}") from error
    try:
        return _gold_of(value)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise JudgementsUnreadable(f"{path} is no gold structure: {error!r}") from error


def gold_for(gold: Path, file: Path) -> Path:
    """The gold of a report file: ``gold`` itself, or in the folder ``gold`` the same stem."""
    return gold / f"{file.stem}.json" if gold.is_dir() else gold


def _gold_of(value: Mapping[str, Any]) -> Gold:
    pages = value.get("gold_pages")
    return Gold(
        file=value["file"],
        cover={name: _right_values(value, name) for name in COVER_FIELDS},
        pages=None if pages is None else (int(pages[0]), int(pages[1])),
        sections=tuple(
            GoldSection(label=section["label"], title=section["title"])
            for section in value["sections"]
        ),
        paragraphs=tuple(map(_paragraph_of, value["paragraphs"])),
        notes=tuple(GoldNote(mark=note["mark"], starts=note["starts"]) for note in value["notes"]),
    )


def _right_values(value: Mapping[str, Any], name: str) -> Sequence[str | int | None]:
    also = [value["inner_title"]] if name == "title" and "inner_title" in value else []
    return [value[name], *also]


def _paragraph_of(value: Mapping[str, Any]) -> GoldParagraph:
    items, notes = tuple(value["items"]), tuple(value["notes"])
    return GoldParagraph(**{**value, "items": items, "notes": notes})

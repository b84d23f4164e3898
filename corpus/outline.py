"""The headings above a place in a report, put in order by their labels.

A file's own heading depth lies (one report has three depths for one level), so the level comes
from the label: chapters, annexes and roman numerals 1, letters 2, arabic numerals 3; a heading
without a label lies below the labelled one that it follows.

Paragraph numbers begin anew in every component. An annex ends the body; a draft resolution, a
decision or a quoted text is put into its midst, and the count of the body goes on behind it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.numbering import HeadingLabel, Numeral, Reading, label_readings
from corpus.records import BODY, Section

_LEVELS = {Numeral.ROMAN: 1, Numeral.LETTER: 2, Numeral.ARABIC: 3}
OPENING_TITLES = frozenset(
    {"summary", "executive summary", "abstract", "foreword", "preface", "introduction"}
)
_ANNEX = re.compile(r"annex|appendix|enclosure")


@dataclass(frozen=True, slots=True)
class _Entry:
    section: Section
    reading: Reading | None
    rank: float | None = None


@dataclass(slots=True)
class _Part:
    """A component that is open: its headings down to the current place, its last number."""

    name: str
    path: list[_Entry] = field(default_factory=list)
    last_number: int = 0

    @property
    def is_embedded(self) -> bool:
        """Whether the component that holds it goes on behind it."""
        return self.name != BODY and not _ANNEX.match(self.name.rpartition(", ")[2])


@dataclass(slots=True)
class Outline:
    """All sections so far, the open components, and the path of headings to the current place."""

    sections: list[Section] = field(default_factory=list)
    _parts: list[_Part] = field(default_factory=lambda: [_Part(BODY)])
    _number_before: int = 0

    @property
    def component(self) -> str:
        """The component of the current place."""
        return self._parts[-1].name

    @property
    def last_number(self) -> int:
        """The last paragraph number of the component, 0 before the first."""
        return self._parts[-1].last_number

    @property
    def is_embedded(self) -> bool:
        """Whether the current component was put into the midst of another."""
        return self._parts[-1].is_embedded

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above the current place, outermost first."""
        return tuple(entry.section.heading for entry in self._path)

    @property
    def current(self) -> Section | None:
        """The nearest heading above the current place."""
        return self._path[-1].section if self._path else None

    @property
    def _path(self) -> list[_Entry]:
        """The entries of all open components, for an annex its own alone."""
        path: list[_Entry] = []
        for part in self._parts:
            path = [*path, *part.path] if part.is_embedded else list(part.path)
        return path

    def enter(self, heading: HeadingLabel, *, page: int | None, rank: float | None = None) -> None:
        """Open the section of a heading, closing those at its level and below.

        ``rank`` is how prominent its letters are, None where the file does not tell: of two
        headings without a label the less prominent one lies below the other.
        """
        if heading.component is not None:
            self._open_component(heading.component)
            self._push(heading, None, level=self._outer_level() + 1, page=page)
            return
        self._leave_for(heading.label)
        reading = self._expected_reading(heading.label)
        level = self._unlabelled_level(rank) if reading is None else self._level_of(reading)
        own = self._parts[-1]
        own.path = [entry for entry in own.path if entry.section.level < level]
        self._push(heading, reading, level=level, page=page)
        own.path[-1] = replace(own.path[-1], rank=rank)

    def leave_opening(self) -> None:
        """Close headings without a label: a summary holds no numbered paragraph below it."""
        if any(section.title.lower() in OPENING_TITLES for section in self.sections):
            self._parts[-1].path = [e for e in self._parts[-1].path if e.section.label]

    def name_current(self, title: str) -> None:
        """Give the section that was opened last the title printed below its label."""
        own = self._parts[-1]
        entry = own.path[-1]
        section = replace(entry.section, title=title)
        own.path[-1] = replace(entry, section=section)
        self.sections[-1] = section

    def continues(self, label: str | None) -> bool:
        """Whether a label is the next, or a first one, of a sequence that is open here."""
        readings = label_readings(label or "")
        return any(_fits(part, reading) for part in self._reachable() for reading in readings)

    def count(self, value: int) -> int:
        """Take a paragraph number, ending embedded components that it does not belong to.

        Returns the number before it: in its component, else in the one before where the count
        runs on, else 0.
        """
        for depth, part in enumerate(self._reachable()):
            if depth and value == part.last_number + 1 and value != self.last_number + 1:
                del self._parts[-depth:]
                break
        last = self.last_number or (value - 1 if value == self._number_before + 1 else 0)
        self._parts[-1].last_number = self._number_before = value
        return last

    def follows(self, value: int, *, gap: int) -> bool:
        """Whether a number goes on with the count of an open component, over a small gap."""
        return any(
            value == part.last_number + 1 if depth else _goes_on(part.last_number, value, gap)
            for depth, part in enumerate(self._reachable())
        )

    def quote(self, name: str) -> None:
        """Open the component of a text that is quoted with paragraph numbers of its own."""
        self._parts.append(_Part(name))

    def _reachable(self) -> list[_Part]:
        """The open component, and those that its end would bring back, innermost first."""
        reachable = []
        for part in reversed(self._parts):
            reachable.append(part)
            if not part.is_embedded:
                break
        return reachable

    def _open_component(self, name: str) -> None:
        """Put a component in its place: an annex of its own, another within what is open."""
        is_annex = _ANNEX.match(name) is not None
        if is_annex and (holder := self._holder_of_annex(name)):
            del self._parts[holder:]
            self._parts.append(_Part(f"{self.component}, {name}"))
            return
        held_by_annex = len(self._parts) > 1 and not self._parts[1].is_embedded
        del self._parts[2 if held_by_annex and not is_annex else 1 :]
        holder_name = self.component
        is_own = is_annex or holder_name == BODY
        self._parts.append(_Part(name if is_own else f"{holder_name}, {name}"))

    def _holder_of_annex(self, name: str) -> int:
        """How many parts are left open to hold an annex of a decision; 0 for a report's own."""
        last = self._parts[-1].name.rpartition(", ")
        if last[0] and _ANNEX.match(last[2]) and _is_next_label(last[2], name):
            return len(self._parts) - 1
        is_held = self._parts[-1].is_embedded and self._is_own_annex(name)
        return len(self._parts) if is_held else 0

    def _is_own_annex(self, name: str) -> bool:
        """Whether an annex is that of the resolution or decision it follows."""
        is_first = name.rpartition(" ")[2] in ("annex", "appendix", "enclosure", "I", "1", "A")
        has_annexes = any(_ANNEX.match(part.name) for part in self._parts)
        return is_first and (has_annexes or self._parts[-1].last_number > 0)

    def _push(
        self, heading: HeadingLabel, reading: Reading | None, *, level: int, page: int | None
    ) -> None:
        section = Section(label=heading.label, title=heading.title, level=level, page=page)
        self.sections.append(section)
        self._parts[-1].path.append(_Entry(section, reading))

    def _leave_for(self, label: str | None) -> None:
        """End embedded components where a label goes on outside of them, or fits nowhere."""
        readings = label_readings(label or "")
        reachable = self._reachable()
        fitting = (d for d, p in enumerate(reachable) if any(_fits(p, r) for r in readings))
        depth = next(fitting, len(reachable) - 1 if readings else 0)
        del self._parts[len(self._parts) - depth :]

    def _expected_reading(self, label: str | None) -> Reading | None:
        """The reading that continues a sequence, else the first one: "I" after "H" is a letter."""
        readings = label_readings(label or "")
        fitting = [reading for reading in readings if _fits(self._parts[-1], reading)]
        return next(iter(fitting or readings), None)

    def _outer_level(self) -> int:
        """The level of the heading that holds the innermost component, 0 at the top."""
        outer = self._parts[-2].path if len(self._parts) > 1 and self._parts[-1].is_embedded else []
        return outer[-1].section.level if outer else 0

    def _level_of(self, reading: Reading) -> int:
        base = self._outer_level() + (1 if self.component != BODY else 0)
        is_arabic = reading.numeral is Numeral.ARABIC
        deeper = int(reading.dress.rpartition(".")[2]) if is_arabic else 0  # 2.1 lies below 2
        return base + _LEVELS[reading.numeral] + deeper

    def _unlabelled_level(self, rank: float | None) -> int:
        path = self._parts[-1].path
        for place, entry in enumerate(path):
            if entry.section.label is None and _all_below(path[place + 1 :], entry.rank, rank):
                return entry.section.level
        labelled = [e.section.level for e in path if e.section.label]
        level = (labelled[-1] if labelled else self._outer_level()) + 1
        for entry in path:
            is_above = rank is not None and entry.rank is not None and entry.rank > rank
            if entry.section.label is None and entry.section.level >= level and is_above:
                level = entry.section.level + 1
        return level


def _all_below(entries: Sequence[_Entry], rank: float | None, other: float | None) -> bool:
    """Whether two ranks are one, and that of all entries between is less prominent."""
    if rank is None or rank != other:
        return False
    return all(entry.rank is not None and entry.rank < rank for entry in entries)


def _is_next_label(last: str, name: str) -> bool:
    """Whether an annex is the next of another: "annex II" of "annex I"."""
    ordinals = [
        next((r.ordinal for r in label_readings(each.rpartition(" ")[2])), 0)
        for each in (last, name)
    ]
    return 0 < ordinals[0] == ordinals[1] - 1


def _fits(part: _Part, reading: Reading) -> bool:
    """Whether a reading is the next of the open headings of its dress, or a first one."""
    ordinals = [
        e.reading.ordinal for e in part.path if e.reading and e.reading.dress == reading.dress
    ]
    return reading.ordinal == (ordinals[-1] + 1 if ordinals else 1)


def _goes_on(last: int, value: int, gap: int) -> bool:
    return value < 1000 if not last else last <= value <= last + gap

"""The headings above a place in a report, put in order by their labels.

A file's own heading depth lies (one report has three depths for one level), so the level comes
from the label: chapters, annexes and roman numerals 1, letters 2, arabic numerals 3; a heading
without a label lies below the labelled one that it follows.
"""

from dataclasses import dataclass, field

from corpus.numbering import HeadingLabel, Numeral, Reading, label_readings
from corpus.records import BODY, Section

_LEVELS = {Numeral.ROMAN: 1, Numeral.LETTER: 2, Numeral.ARABIC: 3}


@dataclass(frozen=True, slots=True)
class _Entry:
    section: Section
    reading: Reading | None


@dataclass(slots=True)
class Outline:
    """All sections so far, the path of headings to the current place, and its component."""

    sections: list[Section] = field(default_factory=list)
    component: str = BODY
    _path: list[_Entry] = field(default_factory=list)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above the current place, outermost first."""
        return tuple(entry.section.heading for entry in self._path)

    @property
    def current(self) -> Section | None:
        """The nearest heading above the current place."""
        return self._path[-1].section if self._path else None

    def enter(self, heading: HeadingLabel, *, page: int | None) -> None:
        """Open the section of a heading, closing those at its level and below."""
        if heading.component is not None:
            self.component, self._path = heading.component, []
            self._push(heading, None, level=1, page=page)
            return
        reading = self._expected_reading(heading.label)
        level = self._unlabelled_level() if reading is None else self._level_of(reading)
        self._path = [entry for entry in self._path if entry.section.level < level]
        self._push(heading, reading, level=level, page=page)

    def continues(self, label: str | None) -> bool:
        """Whether a label is the next, or a first one, of a sequence that is open here."""
        return any(self._fits(reading) for reading in label_readings(label or ""))

    def _push(
        self, heading: HeadingLabel, reading: Reading | None, *, level: int, page: int | None
    ) -> None:
        section = Section(label=heading.label, title=heading.title, level=level, page=page)
        self.sections.append(section)
        self._path.append(_Entry(section, reading))

    def _expected_reading(self, label: str | None) -> Reading | None:
        """The reading that continues a sequence, else the first one: "I" after "H" is a letter."""
        readings = label_readings(label or "")
        fitting = [reading for reading in readings if self._fits(reading)]
        return next(iter(fitting or readings), None)

    def _fits(self, reading: Reading) -> bool:
        last = self._last(reading.dress)
        return reading.ordinal == (1 if last is None else last + 1)

    def _last(self, dress: str) -> int | None:
        """The ordinal of the last open heading with this dress."""
        ordinals = [e.reading.ordinal for e in self._path if e.reading and e.reading.dress == dress]
        return ordinals[-1] if ordinals else None

    def _level_of(self, reading: Reading) -> int:
        base = 1 if self.component != BODY else 0
        is_arabic = reading.numeral is Numeral.ARABIC
        deeper = int(reading.dress.rpartition(".")[2]) if is_arabic else 0  # 2.1 lies below 2
        return base + _LEVELS[reading.numeral] + deeper

    def _unlabelled_level(self) -> int:
        labelled = [entry.section.level for entry in self._path if entry.section.label]
        return labelled[-1] + 1 if labelled else 1

"""The rows of a table while it is read: a cell that spans others leaves their places empty."""

from dataclasses import dataclass, field

_MAX_SPAN = 64  # Word allows 63 columns; a page that asks for a million is no table


@dataclass(slots=True)
class Grid:
    """Rows of cells; a text stands at the top left of the places that its cell spans."""

    _rows: list[list[str]] = field(default_factory=list)
    _taken: dict[int, int] = field(default_factory=dict)

    def add_row(self) -> None:
        """Begin a row."""
        self._rows.append([])

    def add_cell(self, text: str, *, columns: int = 1, rows: int = 1) -> None:
        """Add a cell at the next free place of the last row."""
        if not self._rows:
            self.add_row()
        self._skip_taken()
        row = self._rows[-1]
        width = min(max(columns, 1), _MAX_SPAN)
        last_row = len(self._rows) - 1 + min(max(rows, 1), _MAX_SPAN) - 1
        self._taken.update(dict.fromkeys(range(len(row), len(row) + width), last_row))
        row.extend([text, *[""] * (width - 1)])

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows that have any text."""
        return tuple(tuple(row) for row in self._rows if any(row))

    def _skip_taken(self) -> None:
        """Leave empty the places that a cell of an earlier row reaches down to."""
        row, current = self._rows[-1], len(self._rows) - 1
        while self._taken.get(len(row), -1) >= current:
            row.append("")

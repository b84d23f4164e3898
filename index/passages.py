"""The passage table: every report and paragraph of a generation, readable by row.

Paragraphs are lines of JSON with an array of their byte offsets, so that one is read without
the others and without a database: the files are mapped, immutable and safe to share.
"""

import io
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import UnknownReport
from corpus.records import Paragraph, Report, paragraph_of, report_json, report_of
from index.ranking import Rows

REPORTS_FILE = "reports.jsonl"
PARAGRAPHS_FILE = "paragraphs.jsonl"
OFFSETS_FILE = "paragraph_offsets.npy"


class PassageTable:
    """Reports in corpus order, and their paragraphs by row."""

    def __init__(self, folder: Path) -> None:
        lines = (folder / REPORTS_FILE).read_bytes().splitlines()
        values = [json.loads(line) for line in lines]
        self._first_rows = [int(value["first_row"]) for value in values]
        self._starts = np.array(self._first_rows, dtype=np.int64)
        self._headers = tuple(report_of({**value, "paragraphs": []}) for value in values)
        self._places = {report.report_id: i for i, report in enumerate(self._headers)}
        self._offsets: npt.NDArray[np.int64] = np.load(folder / OFFSETS_FILE, mmap_mode="r")
        self._sizes: Rows = np.diff(np.append(self._starts, max(len(self._offsets) - 1, 0)))
        is_empty = len(self._offsets) < 2
        path = folder / PARAGRAPHS_FILE
        self._bytes = np.empty(0, np.uint8) if is_empty else np.memmap(path, np.uint8, "r")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @property
    def headers(self) -> tuple[Report, ...]:
        """The reports without their paragraphs, in corpus order."""
        return self._headers

    @property
    def report_sizes(self) -> Rows:
        """How many paragraphs each report has, in corpus order."""
        return self._sizes

    def report_places(self, rows: Rows) -> Rows:
        """The place of each row's report among the reports."""
        places: Rows = np.searchsorted(self._starts, rows, side="right") - 1
        return places

    def paragraph(self, row: int) -> Paragraph:
        """The paragraph at a row."""
        return paragraph_of(json.loads(self._line(row)))

    def rows_with(self, letters: str, rows: Iterable[int]) -> Iterator[int]:
        """Those of ``rows`` that have letters of ASCII in capitals or not, and some that do not.

        Nothing is parsed, so that a whole corpus is looked through while one waits; whether the
        letters stand in the text or beside it is not told.
        """
        wanted = letters.encode("ascii").lower()
        return (row for row in rows if wanted in self._line(row).lower())

    def _line(self, row: int) -> bytes:
        start, end = int(self._offsets[row]), int(self._offsets[row + 1])
        return self._bytes[start:end].tobytes()

    def address(self, row: int) -> str:
        """The address of the paragraph at a row."""
        return self.paragraph(row).address

    def header_at(self, row: int) -> Report:
        """The report, without its paragraphs, of the paragraph at a row."""
        return self._headers[bisect_right(self._first_rows, row) - 1]

    def rows_of(self, report_id: str) -> range:
        """The rows of a report's paragraphs.

        Raises:
            UnknownReport: there is no such report.
        """
        place = self._place(report_id)
        bounds = [*self._first_rows, len(self)]
        return range(bounds[place], bounds[place + 1])

    def report(self, report_id: str) -> Report:
        """A report with all its paragraphs.

        Raises:
            UnknownReport: there is no such report.
        """
        paragraphs = tuple(self.paragraph(row) for row in self.rows_of(report_id))
        return replace(self._headers[self._place(report_id)], paragraphs=paragraphs)

    def _place(self, report_id: str) -> int:
        if report_id not in self._places:
            raise UnknownReport(f'no report is called "{report_id}" in this index')
        return self._places[report_id]


def passage_files(reports: Iterable[Report]) -> dict[str, bytes]:
    """The files of a passage table, by name."""
    headers, paragraphs, offsets = [], [], [0]
    row = 0
    for report in reports:
        value = report_json(report)
        lines = [_line(paragraph) for paragraph in value.pop("paragraphs")]
        headers.append(_line({**value, "first_row": row}))
        for line in lines:
            paragraphs.append(line)
            offsets.append(offsets[-1] + len(line))
        row += len(lines)
    return {
        REPORTS_FILE: b"".join(headers),
        PARAGRAPHS_FILE: b"".join(paragraphs),
        OFFSETS_FILE: npy_bytes(np.array(offsets, dtype=np.int64)),
    }


def npy_bytes(array: npt.NDArray[np.generic]) -> bytes:
    """An array in NumPy's file format."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

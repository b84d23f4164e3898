"""The passage table: every report and paragraph of a generation, readable by row.

Paragraphs are lines of JSON whose lengths are known, so that one is read without the others and
without a database: the files are immutable and safe to share.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from corpus.errors import UnknownReport
from corpus.records import Paragraph, Report, paragraph_of, report_json, report_of
from index.arrays import StackedFiles
from index.layout import Layout
from index.places import PlaceTable
from index.ranking import Rows
from index.volumes import firsts_of

_ROWS_AT_ONCE = 512


class PassageTable:
    """Reports in corpus order, and their paragraphs by row; ``places`` are where these stand."""

    def __init__(self, headers: Sequence[bytes], texts: StackedFiles, layout: Layout) -> None:
        """``headers`` are lines of JSON in the order in which volumes hold the reports."""
        ordered = (json.loads(headers[place]) for place in layout.places)
        self._headers = tuple(report_of({**value, "paragraphs": []}) for value in ordered)
        self._places = {report.report_id: i for i, report in enumerate(self._headers)}
        self._sizes = np.array([entry.rows for entry in layout.entries], dtype=np.int64)
        self._count = layout.rows
        self._starts = firsts_of(self._sizes)
        self._first_rows: list[int] = self._starts.tolist()
        self._texts = texts
        self._spans = layout.texts
        self.places = PlaceTable(self._blocks())

    def __len__(self) -> int:
        return self._count

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
        return paragraph_of(json.loads(self._texts.bytes_of(*self._spans.of_one(row))))

    def rows_with(self, runs: Sequence[str], rows: Iterable[int]) -> Iterator[int]:
        """Those of ``rows`` that have all runs of ASCII letters, and some that do not.

        Capitals are the same as small letters, and the first run is sought first. Nothing is
        parsed, so that a whole corpus is looked through while one waits; whether the letters
        stand in the text or beside it is not told.
        """
        first, *others = [run.encode("ascii").lower() for run in runs] or [b""]
        left = iter(rows)
        while block := list(islice(left, _ROWS_AT_ONCE)):
            starts, counts = self._spans.of(np.array(block))
            lines = self._texts.read(starts, counts).tobytes().lower()
            ends = np.cumsum(counts).tolist()
            place = lines.find(first)
            while 0 <= place < len(lines):
                nth = bisect_right(ends, place)
                own = lines[ends[nth] - int(counts[nth]) : ends[nth]]
                if all(other in own for other in others):
                    yield block[nth]
                place = lines.find(first, ends[nth])

    def _blocks(self) -> Iterator[bytes]:
        """The lines of all paragraphs, in order of rows, some hundred at once."""
        for first in range(0, len(self), _ROWS_AT_ONCE):
            rows = np.arange(first, min(first + _ROWS_AT_ONCE, len(self)))
            yield self._texts.read(*self._spans.of(rows)).tobytes()

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
        first = self._first_rows[place]
        return range(first, first + int(self._sizes[place]))

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


def passage_lines(reports: Iterable[Report]) -> tuple[list[bytes], list[bytes]]:
    """A line of JSON for each report without its paragraphs, and one for each paragraph."""
    headers: list[bytes] = []
    paragraphs: list[bytes] = []
    for report in reports:
        value = report_json(report)
        paragraphs += [_line(paragraph) for paragraph in value.pop("paragraphs")]
        headers.append(_line(value))
    return headers, paragraphs


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

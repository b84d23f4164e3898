"""Passage tables made of reports."""

from pathlib import Path

import numpy as np

from corpus.records import Report
from index.arrays import StackedFiles
from index.layout import Layout
from index.passages import PassageTable, passage_lines
from index.volumes import Entry


def table_of(folder: Path, *reports: Report) -> PassageTable:
    """The passage table of some reports, in a folder that may be there."""
    folder.mkdir(exist_ok=True)
    headers, paragraphs = passage_lines(reports)
    path = folder / "paragraphs.jsonl"
    path.write_bytes(b"".join(paragraphs))
    entries = [Entry(report.report_id, "", len(report.paragraphs)) for report in reports]
    sizes = np.array([(1, 1, len(line)) for line in paragraphs], dtype=np.int32).reshape(-1, 3)
    return PassageTable(headers, StackedFiles.of_bytes([path]), Layout.of(entries, sizes))

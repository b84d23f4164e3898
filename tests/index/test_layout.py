import numpy as np

from index.layout import Layout
from index.volumes import Entry

# Stored: report b with rows of 1 and 2 windows, then report a with one row of 3 windows.
SIZES = np.array([[1, 2, 10], [2, 1, 20], [3, 3, 30]], dtype=np.int32)
LAYOUT = Layout.of([Entry("b", "", 2), Entry("a", "", 1)], SIZES)


def _spans(rows: list[int]) -> list[list[list[int]]]:
    spans = (LAYOUT.windows, LAYOUT.sentences, LAYOUT.texts)
    return [[part.tolist() for part in each.of(np.array(rows))] for each in spans]


def test_rows_are_in_the_order_of_report_ids() -> None:
    assert [entry.report_id for entry in LAYOUT.entries] == ["a", "b"]
    assert LAYOUT.places.tolist() == [1, 0]
    assert (LAYOUT.rows_of, LAYOUT.rows) == ({"a": range(1), "b": range(1, 3)}, 3)


def test_each_row_is_found_where_it_is_stored() -> None:
    assert _spans([0, 2]) == [[[3, 1], [3, 2]], [[3, 2], [3, 1]], [[30, 10], [30, 20]]]


def test_each_stored_window_knows_its_row() -> None:
    assert LAYOUT.window_rows.tolist() == [1, 2, 2, 0, 0, 0]


def test_no_volumes_have_no_rows() -> None:
    layout = Layout.of([], np.empty((0, 3), np.int32))

    assert (layout.rows, layout.rows_of, len(layout.window_rows)) == (0, {}, 0)

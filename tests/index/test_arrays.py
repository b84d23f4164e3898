import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import IndexDamaged
from index.arrays import StackedFiles, load_array, npy_bytes, single_of


def _stacked(folder: Path, *lengths: int, held_bytes: int = 0) -> tuple[StackedFiles, np.ndarray]:
    """Files of rows with two numbers each, all rows different."""
    rows = np.arange(2 * sum(lengths), dtype=np.int32).reshape(-1, 2)
    paths = []
    for place, part in enumerate(np.split(rows, np.cumsum(lengths)[:-1])):
        paths.append(folder / f"{place}.npy")
        paths[-1].write_bytes(npy_bytes(part))
    return StackedFiles.of_arrays(paths, held_bytes=held_bytes), rows


def test_arrays_come_back_in_numpys_format() -> None:
    array = np.array([[1, 2], [3, 4]], dtype=np.int32)

    read = np.load(io.BytesIO(npy_bytes(array)), allow_pickle=False)

    assert (read.dtype, read.tolist()) == (array.dtype, array.tolist())


def test_half_precision_is_widened_exactly() -> None:
    halves = np.arange(1 << 16, dtype=np.uint16).view(np.float16).reshape(-1, 16)
    finite = halves[np.isfinite(halves).all(axis=1)]

    assert single_of(finite).tobytes() == finite.astype(np.float32).tobytes()


def test_an_array_is_mapped_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "one.npy").write_bytes(npy_bytes(np.arange(3)))

    assert load_array(tmp_path, "one").tolist() == [0, 1, 2]


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 19), st.integers(0, 4)), max_size=6),
    st.sampled_from([0, 1 << 20]),
)
def test_ranges_are_read_as_if_several_files_were_one(
    tmp_path_factory: pytest.TempPathFactory,
    lengths: list[int],
    asked: list[tuple[int, int]],
    held_bytes: int,
) -> None:
    files, rows = _stacked(tmp_path_factory.mktemp("files"), *lengths, held_bytes=held_bytes)
    ends = np.cumsum(lengths)
    within = [
        (first, min(count, int(ends[ends > first][0]) - first))
        for first, count in asked
        if first < sum(lengths)
    ] + [(sum(lengths), 0)]

    read = files.read(*(np.array([each[i] for each in within], dtype=np.int64) for i in (0, 1)))

    expected = [rows[first : first + count] for first, count in within]
    assert read.tolist() == [row for part in expected for row in part.tolist()]


def test_blocks_are_all_rows_in_order(tmp_path: Path) -> None:
    files, rows = _stacked(tmp_path, 3, 0, 4)

    blocks = list(files.blocks(2))

    assert [first for first, _ in blocks] == [0, 2, 3, 5]
    assert np.concatenate([block for _, block in blocks]).tolist() == rows.tolist()
    assert len(files) == 7


def test_bytes_are_rows_of_one_byte(tmp_path: Path) -> None:
    for name, content in (("a", b"one"), ("b", b""), ("c", b"two")):
        (tmp_path / name).write_bytes(content)
    files = StackedFiles.of_bytes([tmp_path / name for name in "abc"])

    assert files.read(np.array([3, 0]), np.array([3, 2])).tobytes() == b"twoon"


def test_one_range_of_bytes_is_read_from_its_file(tmp_path: Path) -> None:
    for name, content in (("a", b"one"), ("b", b"two")):
        (tmp_path / name).write_bytes(content)
    files = StackedFiles.of_bytes([tmp_path / name for name in "ab"])

    assert [files.bytes_of(first, 2) for first in (1, 3)] == [b"ne", b"tw"]


def test_one_range_of_a_file_that_was_cut_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    files = StackedFiles.of_bytes([tmp_path / "a"])
    (tmp_path / "a").write_bytes(b"o")

    with pytest.raises(IndexDamaged, match="was cut"):
        files.bytes_of(1, 2)


def test_no_files_have_no_rows() -> None:
    assert len(StackedFiles.of_arrays([])) == 0


def test_a_file_that_was_cut_while_it_is_open_is_told(tmp_path: Path) -> None:
    files, _ = _stacked(tmp_path, 4)
    with (tmp_path / "0.npy").open("r+b") as file:
        file.truncate(140)

    with pytest.raises(IndexDamaged, match='was cut; run "rapporteur index"'):
        files.read(np.array([2]), np.array([2]))

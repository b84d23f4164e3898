from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index import approximate
from index.approximate import (
    ApproximateIndex,
    QuantizedWindows,
    choose_fetched,
    code_windows,
    train_quantizer,
)
from index.arrays import StackedFiles, npy_bytes
from index.dense import FlatIndex, StoredWindows
from index.layout import Spans
from index.ranking import Vectors

WINDOWS, DIMENSION = 4000, 32


@dataclass(frozen=True, kw_only=True)
class _Made:
    """Windows in clusters, two a paragraph, stored in two files, and what searches them."""

    quantized: QuantizedWindows
    files: StackedFiles
    stored: StoredWindows
    rows: np.ndarray
    exact: FlatIndex
    queries: Vectors

    def searching(self, fetched: int) -> ApproximateIndex:
        index = self.quantized.index(self.files)
        return ApproximateIndex(index, self.rows, fetched=fetched, stored=self.stored)


def _units(vectors: np.ndarray) -> Vectors:
    units: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return units


def _quantized(files: StackedFiles) -> QuantizedWindows:
    centroids, ranges = train_quantizer(files)
    codes = code_windows(centroids, files)
    return QuantizedWindows(centroids=centroids, codes=codes, ranges=ranges)


def _recall(made: _Made, fetched: int, *, depth: int) -> float:
    index = made.searching(fetched)
    found = [set(index.search(query, depth).rows) for query in made.queries]
    exact = [set(made.exact.search(query, depth).rows) for query in made.queries]
    return float(np.mean([len(f & e) / depth for f, e in zip(found, exact, strict=True)]))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> _Made:
    folder, random = tmp_path_factory.mktemp("windows"), np.random.default_rng(7)
    centres = random.normal(size=(60, DIMENSION))
    noise = random.normal(size=(WINDOWS, DIMENSION)) / 2
    vectors = _units(centres[random.integers(0, 60, WINDOWS)] + noise)
    paths = [folder / "0.npy", folder / "1.npy"]
    parts = [vectors[:1500], vectors[1500:]]
    for path, part in zip(paths, parts, strict=True):
        path.write_bytes(npy_bytes(part))
    files = StackedFiles.of_arrays(paths)
    counts = np.full(WINDOWS // 2, 2, dtype=np.int32)
    stored = StoredWindows(files, Spans(2 * np.arange(WINDOWS // 2), counts))
    rows = np.repeat(np.arange(WINDOWS // 2, dtype=np.int32), 2)
    return _Made(
        quantized=_quantized(files),
        files=files,
        stored=stored,
        rows=rows,
        exact=FlatIndex(files, rows, stored=stored),
        queries=_units(random.normal(size=(20, DIMENSION)) + centres[:20]),
    )


def test_bringing_all_windows_finds_the_exact_ranking(made: _Made) -> None:
    index = made.searching(WINDOWS)

    for query in made.queries:
        found, exact = index.search(query, 20), made.exact.search(query, 20)
        assert found.rows.tolist() == exact.rows.tolist()
        assert found.scores.tolist() == exact.scores.tolist()


def test_the_more_windows_the_first_step_brings_the_more_is_found(made: _Made) -> None:
    recalls = [_recall(made, fetched, depth=100) for fetched in (1, 4, 16)]

    assert recalls[0] < 0.98
    assert sorted(recalls) == recalls
    assert recalls[-1] >= 0.99


def test_scores_are_those_of_the_best_window_whichever_seemed_near(made: _Made) -> None:
    for query in made.queries:
        found = made.searching(1).search(query, 50)
        rows = np.sort(found.rows)
        exact = dict(zip(rows.tolist(), made.stored.scores_of(query, rows), strict=True))
        assert all(score == exact[row] for row, score in zip(found.rows, found.scores, strict=True))


def test_codes_take_two_bits_a_component(made: _Made) -> None:
    assert made.quantized.codes.shape == (WINDOWS, DIMENSION // 4)


def test_components_of_many_windows_take_half_a_byte_for_a_byte(
    made: _Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = made.quantized.index(made.files)
    monkeypatch.setattr(approximate, "MANY_WINDOWS", WINDOWS)
    many = made.quantized.index(made.files)

    sizes = (few.refine_index.sa_code_size(), many.refine_index.sa_code_size())
    assert sizes == (DIMENSION, DIMENSION // 2)


def test_half_a_byte_finds_almost_as_much(made: _Made, monkeypatch: pytest.MonkeyPatch) -> None:
    recall = _recall(made, 8, depth=20)
    monkeypatch.setattr(approximate, "MANY_WINDOWS", WINDOWS)

    assert _recall(made, 8, depth=20) >= recall - 0.02


def test_an_odd_number_of_components_is_coded_one_by_one(tmp_path: Path) -> None:
    vectors = _units(np.random.default_rng(3).normal(size=(300, 15)))
    (tmp_path / "odd.npy").write_bytes(npy_bytes(vectors))
    files = StackedFiles.of_arrays([tmp_path / "odd.npy"])
    stored = StoredWindows(files, Spans(np.arange(300), np.ones(300, dtype=np.int32)))
    rows = np.arange(300, dtype=np.int32)

    quantized = _quantized(files)
    index = ApproximateIndex(quantized.index(files), rows, fetched=4, stored=stored)

    assert quantized.centroids.shape == (15, 16, 1)
    assert index.search(vectors[7], 5).rows[0] == 7


def test_of_few_allowed_paragraphs_none_is_missed(made: _Made) -> None:
    allowed = np.zeros(WINDOWS // 2, dtype=np.bool_)
    allowed[::97] = True

    for query in made.queries:
        found = made.searching(5).search(query, 5, allowed=allowed)
        assert found.rows.tolist() == made.exact.search(query, 5, allowed=allowed).rows.tolist()


def test_a_mask_that_allows_nothing_gives_an_empty_ranking(made: _Made) -> None:
    allowed = np.zeros(WINDOWS // 2, dtype=np.bool_)

    assert len(made.searching(1).search(made.queries[0], 5, allowed=allowed)) == 0


def test_a_depth_greater_than_the_corpus_gives_all_of_it(made: _Made) -> None:
    assert len(made.searching(1).search(made.queries[0], WINDOWS)) == WINDOWS // 2


def test_training_and_coding_again_give_the_same(made: _Made) -> None:
    again = _quantized(made.files)

    assert all(map(np.array_equal, _arrays(again), _arrays(made.quantized)))


def test_so_many_windows_are_brought_that_the_recall_is_reached(made: _Made) -> None:
    fetching = choose_fetched(
        made.quantized, made.files, stored=made.stored, window_rows=made.rows, queries=made.queries
    )

    assert fetching.recall == pytest.approx(_recall(made, fetching.fetched, depth=100), abs=1e-4)
    assert fetching.recall >= 0.996


def test_codes_are_read_back_from_files(tmp_path: Path, made: _Made) -> None:
    for name, content in made.quantized.files():
        (tmp_path / name).write_bytes(content)

    loaded = QuantizedWindows.load(tmp_path)

    assert all(map(np.array_equal, _arrays(loaded), _arrays(made.quantized)))


def _arrays(quantized: QuantizedWindows) -> list[np.ndarray]:
    return [quantized.centroids, quantized.codes, quantized.ranges]

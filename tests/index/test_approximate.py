from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index import approximate
from index.approximate import (
    ApproximateIndex,
    InvertedLists,
    assign_lists,
    choose_probes,
    lists_for,
    train_lists,
)
from index.arrays import StackedFiles, npy_bytes
from index.dense import FlatIndex, StoredWindows
from index.layout import Spans
from index.ranking import Vectors

WINDOWS, DIMENSION = 4000, 32


@dataclass(frozen=True, kw_only=True)
class _Made:
    """Windows in clusters, two a paragraph, stored in two files, and what searches them."""

    lists: InvertedLists
    files: StackedFiles
    stored: StoredWindows
    rows: np.ndarray
    exact: FlatIndex
    queries: Vectors

    def searching(self, probes: int) -> ApproximateIndex:
        index = self.lists.index_of(self.files)
        return ApproximateIndex(index, self.rows, probes=probes, stored=self.stored)


def _units(vectors: np.ndarray) -> Vectors:
    units: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return units


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> _Made:
    folder, random = tmp_path_factory.mktemp("lists"), np.random.default_rng(7)
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
    centroids, ranges = train_lists(files)
    assigned = assign_lists(centroids, files)
    return _Made(
        lists=InvertedLists(centroids=centroids, ranges=ranges, assigned=assigned),
        files=files,
        stored=stored,
        rows=rows,
        exact=FlatIndex(files, rows, stored=stored),
        queries=_units(random.normal(size=(20, DIMENSION)) + centres[:20]),
    )


@pytest.mark.parametrize(("windows", "lists"), [(4, 8), (65_536, 1024), (419_356, 2048)])
def test_lists_are_a_power_of_two_between_two_and_four_roots(windows: int, lists: int) -> None:
    assert lists_for(windows) == lists


def test_looking_into_all_lists_finds_the_exact_ranking_with_its_scores(made: _Made) -> None:
    index = made.searching(len(made.lists.centroids))

    for query in made.queries:
        found, exact = index.search(query, 20), made.exact.search(query, 20)
        assert found.rows.tolist() == exact.rows.tolist()
        assert found.scores.tolist() == pytest.approx(exact.scores.tolist(), abs=1e-6)


def test_many_windows_are_held_in_half_the_room_and_found_as_well(
    made: _Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = made.lists.index_of(made.files)
    monkeypatch.setattr(approximate, "MANY_WINDOWS", WINDOWS)

    index = made.searching(len(made.lists.centroids))

    assert 2 * made.lists.index_of(made.files).code_size == few.code_size
    found = [index.search(query, 20) for query in made.queries]
    exact = [made.exact.search(query, 20) for query in made.queries]
    shares = [len(set(f.rows) & set(e.rows)) / 20 for f, e in zip(found, exact, strict=True)]
    assert np.mean(shares) >= 0.99
    same = [f.scores[0] == e.scores[0] for f, e in zip(found, exact, strict=True)]
    assert all(same)


def test_looking_into_few_lists_misses_some(made: _Made) -> None:
    found = [
        len(set(made.searching(1).search(q, 100).rows) & set(made.exact.search(q, 100).rows))
        for q in made.queries
    ]

    assert 0 < sum(found) < 100 * len(found)


def test_of_few_allowed_paragraphs_none_is_missed(made: _Made) -> None:
    allowed = np.zeros(WINDOWS // 2, dtype=np.bool_)
    allowed[::97] = True

    for query in made.queries:
        found = made.searching(1).search(query, 5, allowed=allowed)
        assert found.rows.tolist() == made.exact.search(query, 5, allowed=allowed).rows.tolist()


def test_a_mask_that_allows_nothing_gives_an_empty_ranking(made: _Made) -> None:
    allowed = np.zeros(WINDOWS // 2, dtype=np.bool_)

    assert len(made.searching(1).search(made.queries[0], 5, allowed=allowed)) == 0


def test_a_depth_greater_than_the_corpus_gives_all_of_it(made: _Made) -> None:
    index = made.searching(len(made.lists.centroids))

    assert len(index.search(made.queries[0], WINDOWS)) == WINDOWS // 2


def test_training_again_gives_the_same_lists(made: _Made) -> None:
    centroids, ranges = train_lists(made.files)

    assert (centroids == made.lists.centroids).all()
    assert (ranges == made.lists.ranges).all()


def test_each_window_is_in_the_list_of_its_nearest_centroid(made: _Made) -> None:
    vectors = np.concatenate([block for _, block in made.files.blocks(WINDOWS)])
    cosines = vectors @ made.lists.centroids.T

    own = cosines[np.arange(WINDOWS), made.lists.assigned]
    assert own == pytest.approx(cosines.max(axis=1), abs=1e-6)


def test_so_many_lists_are_looked_into_that_the_recall_is_reached(made: _Made) -> None:
    probing = choose_probes(
        made.lists, made.files, stored=made.stored, window_rows=made.rows, queries=made.queries
    )

    index = made.searching(probing.probes)
    shares = [
        len(set(index.search(q, 100).rows) & set(made.exact.search(q, 100).rows)) / 100
        for q in made.queries
    ]
    assert probing.recall == pytest.approx(np.mean(shares), abs=1e-4)
    assert probing.recall >= 0.996


def test_lists_are_read_back_from_files(tmp_path: Path, made: _Made) -> None:
    for name, content in made.lists.files():
        (tmp_path / name).write_bytes(content)

    loaded = InvertedLists.load(tmp_path)

    assert (loaded.centroids == made.lists.centroids).all()
    assert (loaded.assigned == made.lists.assigned).all()

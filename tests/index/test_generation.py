"""What opening a generation gives, and what it refuses."""

import gc
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexDamaged, IndexMissing
from corpus.records import Report, Table
from corpus.sentences import split_sentences
from index.generation import Generation, current_generation, verify_generation

ReportOf = Callable[..., Report]
Build = Callable[..., str]
Open = Callable[[Path], Generation]


def _folder(home: Path, name: str) -> Path:
    return home / "generations" / name


def _open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def _texts(generation: Generation) -> list[str]:
    return [generation.passages.paragraph(row).text for row in range(len(generation.passages))]


def test_a_published_generation_opens_with_all_that_was_indexed(
    home: Path, build: Build, open_home: Open, first: Report
) -> None:
    name = build(home, first)

    generation = open_home(home)

    assert generation.name == name == current_generation(home)
    assert generation.passages.report("r") == first
    assert dict(generation.manifest.counts) == {
        "reports": 1, "paragraphs": 2, "windows": 2, "sentences": 3,
    }  # fmt: skip


def test_both_rankers_find_the_paragraph_that_shares_words(
    home: Path, build: Build, open_home: Open, first: Report
) -> None:
    build(home, first)
    generation = open_home(home)

    dense = generation.dense.search(generation.encoder.encode("interpol officers"), 1)
    lexical, _ = generation.lexical.search(["interpol"], 9)

    assert (dense.rows.tolist(), lexical.rows.tolist()) == ([1], [1])


def test_sentences_are_those_of_the_paragraph_with_unit_vectors(
    home: Path, build: Build, open_home: Open, bundled_report: Report
) -> None:
    build(home, bundled_report)
    generation = open_home(home)

    for row, paragraph in enumerate(bundled_report.paragraphs):
        sentences, vectors = generation.sentences.of_row(row)

        assert sentences == split_sentences(paragraph.text)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(sentences)), abs=2e-3)


def test_the_rows_of_a_table_belong_to_the_paragraph_that_it_follows(
    home: Path, build: Build, open_home: Open, first: Report
) -> None:
    rows = (("Country", "Tons"), ("Ecuador", "3"), ("Brazil", "2"))
    build(home, replace(first, tables=(Table(title="Ports", rows=rows, address="1"),)))
    generation = open_home(home)

    lines, vectors = generation.sentences.lines_of_tables(0)
    found = generation.dense.search(generation.encoder.encode("brazil"), 1)

    assert [(place, line.start) for place, line in lines] == [(0, 13), (0, 23)]
    assert vectors.shape[0] == 2
    assert len(generation.sentences.of_row(0)[0]) == 2
    assert generation.sentences.lines_of_tables(1)[0] == ()
    assert found.rows.tolist() == [0]


def test_a_corpus_without_reports_is_published_and_finds_nothing(
    home: Path, build: Build, open_home: Open
) -> None:
    build(home)
    generation = open_home(home)

    dense = generation.dense.search(generation.encoder.encode("drug"), 5)
    lexical, _ = generation.lexical.search(["drug"], 5)

    assert (len(generation.passages), len(dense), len(lexical)) == (0, 0, 0)


def test_nothing_published_is_told_as_missing(home: Path, open_home: Open) -> None:
    assert current_generation(home) is None
    for act in (open_home, verify_generation):
        with pytest.raises(IndexMissing, match='has no index; run "rapporteur add PATH", "rappor'):
            act(home)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"../../etc",
        b"a" * 31,
        b"-" * 32,
        b"a" * 32,
        b"\0" * 32,
        b"\xff" * 32,
        b"a" * 32 + b"\v",
    ],
    ids=["empty", "blank", "path", "short", "hyphens", "absent", "nul", "no-text", "other-end"],
)
def test_a_current_that_names_no_generation_is_told_and_mended_by_the_next_build(
    home: Path, build: Build, open_home: Open, first: Report, content: bytes
) -> None:
    build(home, first)
    (home / "generations" / "CURRENT").write_bytes(content)

    with pytest.raises(IndexDamaged, match=r"CURRENT|is missing"):
        open_home(home)

    build(home, first)
    assert _texts(open_home(home))[1] == "INTERPOL trained officers."


def test_a_missing_generation_is_told_as_damage(
    home: Path, build: Build, open_home: Open, first: Report
) -> None:
    name = build(home, first)
    shutil.rmtree(_folder(home, name))

    for act in (open_home, verify_generation):
        with pytest.raises(IndexDamaged):
            act(home)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [_flip, _truncate, _append, _empty, Path.unlink])
def test_every_damaged_file_is_told_by_its_name(
    home: Path, build: Build, open_home: Open, first: Report, damage: Callable[[Path], None]
) -> None:
    folder = _folder(home, build(home, first))
    whole = folder.rename(home / "whole")

    for name in sorted(path.name for path in whole.iterdir()):
        shutil.copytree(whole, folder)
        damage(folder / name)
        for act in (open_home, verify_generation):
            with pytest.raises(IndexDamaged, match=name):
                act(home)
        shutil.rmtree(folder)


def test_a_file_that_does_not_belong_is_told_by_its_name(
    home: Path, build: Build, open_home: Open, first: Report
) -> None:
    (_folder(home, build(home, first)) / "extra.npy").write_bytes(b"")

    with pytest.raises(IndexDamaged, match=r"extra\.npy of the index does not belong there"):
        open_home(home)


def test_a_file_of_another_generation_is_told_by_its_name(
    home: Path, build: Build, open_home: Open, first: Report, second: Report
) -> None:
    names = [build(home, second), build(home, first)]
    file, other = (next(_folder(home, n).glob("*-window_vectors.npy")) for n in names[::-1])
    shutil.copyfile(other, file)

    with pytest.raises(IndexDamaged, match=file.name):
        open_home(home)


def test_files_are_closed_as_soon_as_a_generation_is_dropped(
    home: Path, build: Build, open_home: Open, first: Report
) -> None:
    build(home, first)
    gc.collect()
    gc.disable()
    try:
        before = _open_files()
        generation = open_home(home)
        generation.sentences.of_row(0)
        opened = _open_files()
        del generation
        after = _open_files()
    finally:
        gc.enable()

    assert opened > before == after

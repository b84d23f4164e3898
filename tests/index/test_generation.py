import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexBusy, IndexDamaged, IndexMissing, IndexUnwritable
from corpus.records import Report
from corpus.sentences import split_sentences
from index.encoder import PassageEncoder, WindowText
from index.fsops import Disk
from index.generation import Generation, current_generation, verify_generation
from index.publishing import build_generation
from index.settings import IndexSettings

ReportOf = Callable[..., Report]
Build = Callable[..., str]
Open = Callable[[Path], Generation]


class Killed(BaseException):
    """The process died: nobody hears of it."""


class FailingDisk(Disk):
    """Fails its ``failing``-th effect; a write that fails has written half."""

    def __init__(self, failing: int, error: BaseException) -> None:
        self._left = failing
        self._error = error

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise self._error

    def make_folder(self, path: Path) -> None:
        self._count()
        super().make_folder(path)

    def write(self, path: Path, content: bytes | memoryview) -> None:
        try:
            self._count()
        except BaseException:
            path.write_bytes(bytes(content)[: len(content) // 2])
            raise
        super().write(path, content)

    def link(self, source: Path, path: Path) -> None:
        self._count()
        super().link(source, path)

    def rename(self, source: Path, path: Path) -> None:
        self._count()
        super().rename(source, path)

    def sync_folder(self, path: Path) -> None:
        self._count()
        super().sync_folder(path)

    def remove(self, path: Path) -> None:
        self._count()
        super().remove(path)

    @contextmanager
    def lock(self, path: Path) -> Iterator[None]:
        self._count()
        with super().lock(path):
            yield


class RecordingDisk(Disk):
    """Notes each name that was given, between the inodes that ``os.fsync`` forced to the disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.events: list[str | int] = []
        monkeypatch.setattr(os, "fsync", lambda fd: self.events.append(os.fstat(fd).st_ino))

    def rename(self, source: Path, path: Path) -> None:
        super().rename(source, path)
        self.events.append(path.name)


@pytest.fixture
def first(report_of: ReportOf) -> Report:
    return report_of("Cocaine was seized. It came by sea.", "INTERPOL trained officers.")


@pytest.fixture
def second(report_of: ReportOf) -> Report:
    return report_of("Heroin was found in Vienna.", report_id="s")


def _folder(home: Path, name: str) -> Path:
    return home / "generations" / name


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


def test_the_same_input_gives_the_same_name_anywhere(
    tmp_path: Path, build: Build, bundled_report: Report
) -> None:
    names = {build(tmp_path / folder, bundled_report) for folder in ("one", "two", "two")}

    assert len(names) == 1


def test_any_change_of_the_input_gives_another_name(
    home: Path, fake_encoder: PassageEncoder, first: Report, second: Report
) -> None:
    inputs = [([first], IndexSettings()), ([first, second], IndexSettings())]
    inputs += [([first], IndexSettings(bm25_b=0.5))]

    names = {build_generation(r, fake_encoder, home, settings=s).name for r, s in inputs}

    assert len(names) == 3


def test_progress_is_told_from_none_to_all_windows(
    home: Path, fake_encoder: PassageEncoder, first: Report
) -> None:
    told: list[tuple[int, int]] = []

    build_generation(
        [first],
        fake_encoder,
        home,
        settings=IndexSettings(),
        progress=lambda done, total: told.append((done, total)),
    )

    assert (told[0], told[-1]) == ((0, 2), (2, 2))


def test_a_corpus_without_reports_is_published_and_finds_nothing(
    home: Path, build: Build, open_home: Open
) -> None:
    build(home)
    generation = open_home(home)

    dense = generation.dense.search(generation.encoder.encode("drug"), 5)
    lexical, _ = generation.lexical.search(["drug"], 5)

    assert (len(generation.passages), len(dense), len(lexical)) == (0, 0, 0)


def test_only_the_current_generation_and_the_one_before_it_are_kept(
    home: Path, build: Build, report_of: ReportOf
) -> None:
    names = [build(home, report_of(f"Text {number}.")) for number in range(4)]

    kept = {path.name for path in (home / "generations").iterdir()}
    assert kept == {*names[-2:], "CURRENT", "lock"}


def test_publishing_the_same_again_keeps_the_generation_before_it(
    home: Path, build: Build, first: Report, second: Report
) -> None:
    names = [build(home, report) for report in (first, second, second)]

    kept = {path.name for path in (home / "generations").iterdir()}
    assert kept == {*names, "CURRENT", "lock"}


def test_nothing_published_is_told_as_missing(home: Path, open_home: Open) -> None:
    assert current_generation(home) is None
    for act in (open_home, verify_generation):
        with pytest.raises(IndexMissing, match='has no index; run "rapporteur add PATH", "rappor'):
            act(home)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"../../etc", b"a" * 31, b"-" * 32, b"a" * 32, b"\0" * 32, b"\xff" * 32],
    ids=["empty", "blank", "path", "short", "hyphens", "absent", "nul", "no-text"],
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
    file = "window_vectors.npy"
    shutil.copyfile(_folder(home, names[0]) / file, _folder(home, names[1]) / file)

    with pytest.raises(IndexDamaged, match=file):
        open_home(home)


def _fail_every_effect(
    home: Path, build: Build, open_home: Open, reports: Sequence[Report], error: BaseException
) -> list[bool]:
    """Whether the new generation was current after each failure, until a build passes."""
    before, after = reports
    old = build(home, before)
    swapped = []
    for failing in count(1):
        broken = home.with_name(f"broken-{failing}")
        shutil.copytree(home, broken)
        try:
            new = build(broken, after, disk=FailingDisk(failing, error))
        except (IndexUnwritable, Killed):
            swapped.append(current_generation(broken) != old)
            expected = after if swapped[-1] else before
            assert _texts(open_home(broken)) == [p.text for p in expected.paragraphs]
            new = build(broken, after)
            assert current_generation(broken) == new
            staging = [p.name for p in (broken / "generations").iterdir() if "-" in p.name]
            assert staging == []
        else:
            assert current_generation(broken) == new
            return swapped
    return []


@pytest.fixture
def no_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the wait for the disk where only the order of effects is tested."""
    monkeypatch.setattr(os, "fsync", lambda fd: None)


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.usefixtures("no_fsync")
@pytest.mark.parametrize("error", [FULL, Killed()], ids=["full", "killed"])
def test_whatever_effect_fails_a_whole_generation_stays_current_and_a_retry_succeeds(
    home: Path, build: Build, open_home: Open, first: Report, second: Report, error: BaseException
) -> None:
    swapped = _fail_every_effect(home, build, open_home, [first, second], error)

    assert len(swapped) > 20
    assert swapped == sorted(swapped)


@pytest.mark.usefixtures("no_fsync")
def test_whatever_effect_fails_of_a_rebuild_the_same_generation_stays(
    home: Path, build: Build, open_home: Open, first: Report
) -> None:
    assert not any(_fail_every_effect(home, build, open_home, [first, first], FULL))


def test_a_refusal_of_the_disk_is_told(home: Path, build: Build, first: Report) -> None:
    with pytest.raises(IndexUnwritable, match=r"cannot write the index in .*: No space left"):
        build(home, first, disk=FailingDisk(4, FULL))


def test_a_failure_of_the_encoder_is_not_told_as_one_of_the_disk(
    home: Path, fake_encoder: PassageEncoder, first: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def encode(windows: Sequence[WindowText], *, progress: Callable[[int], None]) -> None:
        raise OSError(errno.EIO, "cannot read the weights")

    monkeypatch.setattr(fake_encoder, "encode", encode)

    with pytest.raises(OSError, match="cannot read the weights"):
        build_generation([first], fake_encoder, home, settings=IndexSettings())


def test_the_lock_is_held_while_the_encoder_works(
    home: Path, fake_encoder: PassageEncoder, build: Build, first: Report, second: Report
) -> None:
    def publish(done: int, total: int) -> None:
        with pytest.raises(IndexBusy):
            build(home, second)

    settings = IndexSettings()
    done = build_generation([first], fake_encoder, home, settings=settings, progress=publish)

    assert current_generation(home) == done.name


def test_a_home_that_is_a_file_is_told(home: Path, build: Build, first: Report) -> None:
    home.write_bytes(b"")

    with pytest.raises(IndexUnwritable, match="cannot write the index in"):
        build(home, first)


def test_a_second_writer_is_told_and_changes_nothing(
    home: Path, build: Build, first: Report, second: Report
) -> None:
    name = build(home, first)

    with Disk().lock(home / "generations" / "lock"), pytest.raises(IndexBusy):
        build(home, second)

    assert current_generation(home) == name


def test_what_a_dead_writer_left_is_removed(home: Path, build: Build, first: Report) -> None:
    staging = home / "generations" / "staging-0123"
    staging.mkdir(parents=True)
    (staging / "half.npy").write_bytes(b"")

    build(home, first)

    assert not staging.exists()


def test_what_a_dead_writer_left_is_removed_before_the_disk_can_be_full(
    home: Path, build: Build, first: Report
) -> None:
    staging = home / "generations" / "staging-0123"
    staging.mkdir(parents=True)

    with pytest.raises(IndexUnwritable):
        build(home, first, disk=FailingDisk(4, FULL))

    assert not staging.exists()


def test_an_altered_export_of_the_encoder_is_made_again(
    home: Path, build: Build, open_home: Open, first: Report, second: Report
) -> None:
    build(home, first)
    [export] = (home / "encoders").glob("*/encoder.json")
    export.unlink()
    export.write_bytes(b"altered")

    build(home, second)

    assert _texts(open_home(home)) == ["Heroin was found in Vienna."]
    assert b"altered" not in export.read_bytes()


@pytest.mark.parametrize("content", [b"[]", b"{}", b"1", b"null", b'["encoder.json"]', b"\xff"])
def test_seals_that_are_none_are_made_again(
    home: Path, build: Build, open_home: Open, first: Report, second: Report, content: bytes
) -> None:
    build(home, first)
    [seals] = (home / "encoders").glob("*/seals.json")
    seals.write_bytes(content)

    build(home, second)

    assert (_folder(home, str(current_generation(home))) / "encoder.json").exists()
    assert "encoder.json" in json.loads(seals.read_bytes())


def test_an_encoder_is_exported_once(
    home: Path, build: Build, first: Report, second: Report
) -> None:
    build(home, first)
    [export] = (home / "encoders").glob("*/encoder.json")
    inode = export.stat().st_ino

    build(home, second)

    assert export.stat().st_ino == inode


def test_every_file_and_folder_is_on_the_disk_before_current_names_them(
    home: Path, build: Build, first: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = RecordingDisk(monkeypatch)

    name = build(home, first, disk=disk)

    named, swapped = disk.events.index(name), disk.events.index("CURRENT")
    folder = _folder(home, name)
    written = {path.stat().st_ino for path in folder.iterdir()}
    fresh = (home / "generations" / "CURRENT").stat().st_ino
    assert {*written, folder.stat().st_ino} <= set(disk.events[:named])
    assert {folder.parent.stat().st_ino, fresh} <= set(disk.events[named:swapped])


def test_the_swap_is_on_the_disk_before_it_is_acknowledged(
    home: Path, build: Build, first: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = RecordingDisk(monkeypatch)

    build(home, first, disk=disk)

    swapped = disk.events.index("CURRENT")
    assert (home / "generations").stat().st_ino in disk.events[swapped:]


def test_new_folders_above_the_generation_are_on_the_disk_before_it_is_acknowledged(
    home: Path, build: Build, first: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = RecordingDisk(monkeypatch)

    build(home, first, disk=disk)

    assert {home.stat().st_ino, home.parent.stat().st_ino} <= set(disk.events)

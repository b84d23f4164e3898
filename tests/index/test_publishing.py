"""What a build publishes, whatever the disk does, and what it takes over from the one before."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexBusy, IndexUnwritable
from corpus.fsops import Disk
from corpus.records import Report
from index.encoder import PassageEncoder, WindowText
from index.generation import Generation, current_generation
from index.publishing import Publication, build_generation
from index.settings import IndexSettings, Precision

ReportOf = Callable[..., Report]
Build = Callable[..., str]
Open = Callable[[Path], Generation]
SETTINGS = IndexSettings(window_pieces=32, context_pieces=8)
# Short sentences, which windows that meet at them share, between longer ones.
LONG = " ".join(f"Report {n} tells of drugs that were seized. It was so." for n in range(9))


def _folder(home: Path, name: str) -> Path:
    return home / "generations" / name


def _texts(generation: Generation) -> list[str]:
    return [generation.passages.paragraph(row).text for row in range(len(generation.passages))]


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
        build(home, first, disk=FailingDisk(5, FULL))

    assert not staging.exists()


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


class SmallEncoder:
    """The fake with windows of few words, under any identity."""

    max_pieces = SETTINGS.window_pieces

    def __init__(self, encoder: PassageEncoder, *, identity: str = "small@1") -> None:
        self.identity = identity
        self.piece_starts = encoder.piece_starts
        self.encode = encoder.encode
        self.export = encoder.export


BuildOf = Callable[..., Publication]


@pytest.fixture
def build_of(home: Path, fake_encoder: PassageEncoder) -> BuildOf:
    """Publish a generation of some reports with small windows."""

    def build(
        *reports: Report, folder: Path = home, indexing: IndexSettings = SETTINGS
    ) -> Publication:
        return build_generation(reports, SmallEncoder(fake_encoder), folder, settings=indexing)

    return build


def test_only_the_windows_of_an_added_report_are_encoded(
    build_of: BuildOf, report_of: ReportOf
) -> None:
    first, second = report_of("One.", LONG), report_of("Heroin.", report_id="s")
    build_of(first, second)

    assert build_of(first, second, report_of("Opium.", report_id="t")).encoded == 1


def test_after_a_removal_nothing_is_encoded(build_of: BuildOf, report_of: ReportOf) -> None:
    first, second = report_of("One.", LONG), report_of("Heroin.", report_id="s")
    build_of(first, second, report_of("Opium.", report_id="t"))

    assert build_of(first, second).encoded == 0


def test_a_sentence_added_to_a_paragraph_spares_the_windows_before_it(
    build_of: BuildOf, report_of: ReportOf
) -> None:
    windows = build_of(report_of(LONG)).windows

    longer = build_of(report_of(f"{LONG} And one more sentence with many words follows."))

    assert windows > 2
    assert longer.encoded <= 2


def test_a_paragraph_that_lost_its_beginning_has_the_vectors_of_a_fresh_build(
    tmp_path: Path, build_of: BuildOf, report_of: ReportOf
) -> None:
    """Its second window stays, but is now the first to hold the sentence on their border."""
    start = LONG.index("It was")
    build_of(report_of(LONG))

    assert build_of(report_of(LONG[start:])).name == (
        build_of(report_of(LONG[start:]), folder=tmp_path / "fresh").name
    )


def test_another_heading_is_another_context(build_of: BuildOf, report_of: ReportOf) -> None:
    build_of(report_of("One."))

    assert build_of(report_of("One.", heading="II. Crime")).encoded == 1


@settings(max_examples=20)  # each writes several generations to the disk
@given(
    st.lists(
        st.lists(st.lists(st.sampled_from(LONG.split(". ")), min_size=1, max_size=9), max_size=3),
        min_size=2,
        max_size=3,
    )
)
def test_whatever_was_published_before_the_generation_is_that_of_a_fresh_build(
    tmp_path_factory: pytest.TempPathFactory,
    report_of: ReportOf,
    fake_encoder: PassageEncoder,
    versions: list[list[list[str]]],
) -> None:
    home, fresh = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("fresh")

    def build(sentences: Sequence[Sequence[str]], folder: Path) -> str:
        report = report_of(*(f"{'. '.join(each)}." for each in sentences))
        encoder = SmallEncoder(fake_encoder)
        return build_generation([report], encoder, folder, settings=SETTINGS).name

    for version in versions:
        name = build(version, home)

    assert name == build(versions[-1], fresh)


@pytest.mark.parametrize(
    ("change", "encoded"),
    [
        ({"precision": Precision.FLOAT32}, 2),
        ({"window_pieces": 40}, 2),
        ({"context_pieces": 9}, 2),
        ({"bm25_b": 0.5}, 0),
        ({"batch_size": 1}, 0),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else str(value),
)
def test_only_what_shapes_a_vector_asks_for_it_anew(
    build_of: BuildOf, report_of: ReportOf, change: dict[str, object], encoded: int
) -> None:
    report = report_of("One.", "Two.")
    build_of(report)

    assert build_of(report, indexing=SETTINGS.model_copy(update=change)).encoded == encoded


def test_nothing_is_taken_over_from_another_encoder(
    home: Path, build_of: BuildOf, report_of: ReportOf, fake_encoder: PassageEncoder
) -> None:
    build_of(report_of("One."))

    other = SmallEncoder(fake_encoder, identity="another@2")

    assert build_generation([report_of("One.")], other, home, settings=SETTINGS).encoded == 1


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["window_vectors.npy", "window_digests.npy", "manifest.json"])
@pytest.mark.parametrize("damage", [_flip, Path.unlink])
def test_nothing_is_taken_over_from_a_damaged_generation(
    home: Path,
    build_of: BuildOf,
    report_of: ReportOf,
    name: str,
    damage: Callable[[Path], None],
) -> None:
    published = build_of(report_of("One."))
    damage(next((home / "generations" / published.name).glob(f"*{name}")))

    again = build_of(report_of("One."))

    assert again == replace(published, encoded=1)


def test_nothing_is_taken_over_from_a_generation_that_is_gone(
    home: Path, build_of: BuildOf, report_of: ReportOf
) -> None:
    published = build_of(report_of("One."))
    shutil.rmtree(home / "generations" / published.name)

    assert build_of(report_of("One.")).encoded == 1


@pytest.mark.model
def test_real_vectors_are_taken_over_bit_by_bit(
    home: Path, report_of: ReportOf, torch_encoder: PassageEncoder
) -> None:
    def build(*reports: Report) -> dict[str, np.ndarray]:
        name = build_generation(reports, torch_encoder, home, settings=IndexSettings()).name
        folder = home / "generations" / name
        names = ("window_vectors", "sentence_vectors")
        return {each: np.load(next(folder.glob(f"*-{each}.npy"))) for each in names}

    first, second = report_of("One.", LONG), report_of("Heroin.", report_id="s")

    before = build(first, second)
    after = build(first, second, report_of("Opium.", report_id="t"))

    assert all((after[each][: len(vectors)] == vectors).all() for each, vectors in before.items())

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.records import Report
from index.contents import contents_of
from index.encoder import PassageEncoder
from index.settings import IndexSettings
from index.volumes import (
    Entry,
    Plan,
    Volume,
    parted,
    plan_volumes,
    read_entries,
    stack_of,
    volume_names,
)

ReportOf = Callable[..., Report]
VolumeOf = Callable[..., Volume]


@pytest.fixture
def volume_of(fake_encoder: PassageEncoder) -> VolumeOf:
    def make(*reports: Report) -> Volume:
        return contents_of(reports, fake_encoder, settings=IndexSettings()).volume

    return make


def _files(volume: Volume) -> dict[str, bytes]:
    return {name: bytes(content) for name, content in volume.files()}


def _written(folder: Path, *volumes: Volume) -> list[str]:
    for volume in volumes:
        for name, content in volume.files():
            (folder / name).write_bytes(content)
    return [volume.name for volume in volumes]


@pytest.fixture
def reports(report_of: ReportOf) -> list[Report]:
    texts = [("Cocaine. Heroin.", "Opium."), (), ("Khat was seized.",), ("One.", "Two. Three.")]
    return [report_of(*each, report_id=name) for name, each in zip("abcd", texts, strict=True)]


def test_a_volume_is_read_back_the_same(
    tmp_path: Path, volume_of: VolumeOf, reports: Sequence[Report]
) -> None:
    volume = volume_of(*reports)

    (name,) = _written(tmp_path, volume)

    assert _files(Volume.load(tmp_path, name)) == _files(volume)
    assert read_entries(tmp_path, name) == volume.entries


def test_reports_chosen_from_a_volume_are_as_if_made_by_themselves(
    volume_of: VolumeOf, reports: Sequence[Report]
) -> None:
    chosen = volume_of(*reports).chosen([0, 2])

    assert _files(chosen) == _files(volume_of(reports[0], reports[2]))


def test_joined_volumes_have_their_reports_in_the_order_of_ids(
    volume_of: VolumeOf, reports: Sequence[Report]
) -> None:
    joined = Volume.joined([volume_of(reports[3], reports[1]), volume_of(reports[2], reports[0])])

    assert _files(joined) == _files(volume_of(*reports))


@pytest.mark.parametrize(
    ("most", "parts"), [(9, ["abcd"]), (3, ["abc", "d"]), (2, ["ab", "c", "d"])]
)
def test_a_volume_is_parted_at_the_ends_of_reports(
    volume_of: VolumeOf, reports: Sequence[Report], most: int, parts: list[str]
) -> None:
    found = list(parted(volume_of(*reports), most_rows=most))

    assert ["".join(entry.report_id for entry in part.entries) for part in found] == parts


def test_other_reports_make_another_name(
    volume_of: VolumeOf, report_of: ReportOf, reports: Sequence[Report]
) -> None:
    names = {volume_of(*reports).name, volume_of(*reports[:2]).name}
    names.add(volume_of(report_of("Cocaine.", report_id="a"), *reports[1:]).name)

    assert len(names) == 3


def test_volumes_are_known_by_the_names_of_their_files(
    tmp_path: Path, volume_of: VolumeOf, reports: Sequence[Report]
) -> None:
    names = _written(tmp_path, volume_of(*reports[2:]), volume_of(*reports[:2]))

    found = volume_names(path.name for path in tmp_path.iterdir())
    rows = stack_of(tmp_path, found, "row_sizes")

    assert (found, len(rows)) == (tuple(sorted(names)), 5)


ONE, TWO, THREE = Entry("a", "1", 5), Entry("b", "2", 5), Entry("c", "3", 2)


@pytest.mark.parametrize(
    ("wanted", "plan"),
    [
        ({"a": "1", "b": "2", "c": "3"}, (("v",), {"w": (0,)}, ())),
        ({"a": "1", "b": "2", "c": "3", "d": "4"}, (("v",), {"w": (0,)}, ("d",))),
        ({"a": "1", "b": "9", "c": "3"}, ((), {"v": (0,), "w": (0,)}, ("b",))),
        ({"b": "2"}, ((), {"v": (1,)}, ())),
        ({}, ((), {}, ())),
    ],
    ids=["unchanged", "added", "replaced", "removed", "emptied"],
)
def test_a_volume_stays_when_it_is_large_and_whole(
    wanted: dict[str, str],
    plan: tuple[tuple[str, ...], dict[str, tuple[int, ...]], tuple[str, ...]],
) -> None:
    kept, copied, made = plan

    planned = plan_volumes(wanted, {"v": (ONE, TWO), "w": (THREE,)}, least_rows=9)

    assert planned == Plan(kept=kept, copied=copied, made=made)


def test_row_sizes_count_windows_sentences_and_bytes(
    volume_of: VolumeOf, reports: Sequence[Report]
) -> None:
    volume = volume_of(*reports)

    assert volume.row_sizes.sum(axis=0).tolist() == [
        len(volume.embedded.window_vectors),
        len(volume.embedded.sentence_vectors),
        len(volume.paragraphs),
    ]
    assert np.array([entry.rows for entry in volume.entries]).sum() == len(volume.row_sizes)

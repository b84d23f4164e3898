from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import IndexDamaged
from corpus.records import Report
from index.generation import current_generation
from index.scrub import scrub

Build = Callable[..., str]


class Stopped(Exception):
    """Whoever asked for the reading wants it no more."""


def _go_on(seconds: float) -> None:
    pass


def test_a_home_without_an_index_has_nothing_to_read(home: Path) -> None:
    assert scrub(home, rest=_go_on) is None


def test_a_whole_generation_is_told(home: Path, build: Build, first: Report) -> None:
    name = build(home, first)

    found = scrub(home, rest=_go_on)

    assert found is not None
    assert found.name == name


def test_every_file_is_read(home: Path, build: Build, first: Report) -> None:
    folder = home / "generations" / build(home, first)

    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(IndexDamaged, match=path.name):
            scrub(home, rest=_go_on)
        path.write_bytes(content)


def test_it_rests_far_longer_than_it_reads(home: Path, build: Build, first: Report) -> None:
    build(home, first)
    rests: list[float] = []

    scrub(home, rest=rests.append)

    assert len(rests) >= 20
    assert all(seconds > 0 for seconds in rests)


def test_it_ends_when_its_rest_does(home: Path, build: Build, first: Report) -> None:
    build(home, first)

    def stop(seconds: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        scrub(home, rest=stop)


def test_what_was_replaced_while_it_was_read_is_no_damage(
    home: Path, build: Build, first: Report, second: Report, report_of: Callable[..., Report]
) -> None:
    """Two publications later the folder that is being read is gone."""
    build(home, first)
    others = [second, report_of("Opium.")]

    def publish(seconds: float) -> None:
        while others:
            build(home, others.pop())

    assert scrub(home, rest=publish) is None
    assert current_generation(home) is not None

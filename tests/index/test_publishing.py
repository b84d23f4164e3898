"""What a build takes over from the generation that was published before it."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Report
from index.encoder import PassageEncoder
from index.publishing import Publication, build_generation
from index.settings import IndexSettings, Precision

ReportOf = Callable[..., Report]
SETTINGS = IndexSettings(window_pieces=32, context_pieces=8)
# Short sentences, which windows that meet at them share, between longer ones.
LONG = " ".join(f"Report {n} tells of drugs that were seized. It was so." for n in range(9))


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
    build_of(first)

    assert build_of(first, second).encoded == 1


def test_after_a_removal_nothing_is_encoded(build_of: BuildOf, report_of: ReportOf) -> None:
    first, second = report_of("One.", LONG), report_of("Heroin.", report_id="s")
    build_of(first, second)

    assert build_of(second).encoded == 0


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
    damage(home / "generations" / published.name / name)

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
        return {each: np.load(folder / f"{each}.npy") for each in names}

    first, second = report_of("One.", LONG), report_of("Heroin.", report_id="s")

    before, after = build(first), build(first, second)

    assert all((after[each][: len(vectors)] == vectors).all() for each, vectors in before.items())

"""What is taken over from one generation to the next, with volumes of few paragraphs."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.records import Report
from index import assembly
from index.assembly import GivenReports
from index.encoder import PassageEncoder
from index.generation import Generation
from index.manifest import read_manifest
from index.publishing import Publication, build_generation
from index.settings import IndexSettings
from index.volumes import volume_names

ReportOf = Callable[..., Report]
Open = Callable[[Path], Generation]
TEXTS = ("Cocaine was seized.", "Heroin in Vienna. It came by sea.", "Opium.", "Khat and opium.")


@pytest.fixture(autouse=True)
def small_volumes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Volumes of two paragraphs at least, three at most, written without waiting for the disk."""
    monkeypatch.setattr(assembly, "LEAST_ROWS", 2)
    monkeypatch.setattr(assembly, "MOST_ROWS", 3)
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


def _publish(home: Path, encoder: PassageEncoder, reports: Sequence[Report]) -> Publication:
    return build_generation(reports, encoder, home, settings=IndexSettings())


def _folder(home: Path, published: Publication) -> Path:
    return home / "generations" / published.name


def _volumes(home: Path, published: Publication) -> dict[str, int]:
    """The volumes of a generation, each with the inode of its vectors."""
    folder = _folder(home, published)
    names = volume_names(path.name for path in folder.iterdir())
    return {name: (folder / f"{name}-window_vectors.npy").stat().st_ino for name in names}


@pytest.fixture
def reports(report_of: ReportOf) -> list[Report]:
    return [report_of(*TEXTS[:2], report_id=f"r{number}") for number in range(3)]


def test_a_large_corpus_lies_in_several_volumes_in_order(
    home: Path, fake_encoder: PassageEncoder, open_home: Open, reports: list[Report]
) -> None:
    published = _publish(home, fake_encoder, reports[::-1])

    generation = open_home(home)
    assert len(_volumes(home, published)) == 3
    assert [header.report_id for header in generation.passages.headers] == ["r0", "r1", "r2"]
    assert [generation.passages.paragraph(row).text for row in range(2)] == list(TEXTS[:2])


def test_an_added_report_leaves_the_large_volumes_as_they_are(
    home: Path, fake_encoder: PassageEncoder, report_of: ReportOf, reports: list[Report]
) -> None:
    before = _volumes(home, _publish(home, fake_encoder, reports))

    added = _publish(home, fake_encoder, [*reports, report_of("Opium.", report_id="r0a")])

    after = _volumes(home, added)
    assert before.items() < after.items()
    assert (len(after), added.encoded) == (4, 1)


def test_a_small_volume_is_written_anew_with_what_is_added(
    home: Path, fake_encoder: PassageEncoder, report_of: ReportOf, reports: list[Report]
) -> None:
    one, two = (report_of("Opium.", report_id=name) for name in ("s", "t"))
    _publish(home, fake_encoder, reports)
    before = _volumes(home, _publish(home, fake_encoder, [*reports, one]))

    after = _volumes(home, _publish(home, fake_encoder, [*reports, one, two]))

    assert (len(before), len(after), len(before.items() & after.items())) == (4, 4, 3)


def test_reports_that_are_published_are_not_read_again(
    home: Path, fake_encoder: PassageEncoder, report_of: ReportOf, reports: list[Report],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    _publish(home, fake_encoder, reports)
    read: list[str] = []
    given_read = GivenReports.read

    def read_noting(given: GivenReports, report_ids: Sequence[str]) -> Iterator[Report]:
        read.extend(report_ids)
        return given_read(given, report_ids)

    monkeypatch.setattr(GivenReports, "read", read_noting)

    _publish(home, fake_encoder, [*reports[1:], report_of("Opium.", report_id="s")])

    assert read == ["s"]


def test_with_a_second_report_the_only_one_is_made_anew(
    home: Path, fake_encoder: PassageEncoder, reports: list[Report]
) -> None:
    """Its title now tells its paragraphs from others."""
    _publish(home, fake_encoder, reports[:1])

    assert _publish(home, fake_encoder, reports[:2]).encoded == 4


CORPORA = st.lists(
    st.dictionaries(
        st.sampled_from("abcd"), st.lists(st.sampled_from(TEXTS), max_size=3), min_size=2
    ),
    min_size=2,
    max_size=3,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CORPORA)
def test_whatever_was_published_before_answers_come_from_the_same_words_and_vectors(
    tmp_path_factory: pytest.TempPathFactory,
    report_of: ReportOf,
    fake_encoder: PassageEncoder,
    open_home: Open,
    corpora: list[dict[str, list[str]]],
) -> None:
    home, fresh = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("fresh")
    for corpus in corpora:
        last = [report_of(*texts, report_id=name) for name, texts in corpus.items()]
        _publish(home, fake_encoder, last)
    _publish(fresh, fake_encoder, last)

    for one, other in zip(_contents(open_home(home)), _contents(open_home(fresh)), strict=True):
        assert one == other


def _contents(generation: Generation) -> list[object]:
    """All that a generation knows by row, and its words."""
    rows = np.arange(len(generation.passages))
    query = generation.encoder.encode("opium seized in vienna")
    tokens = ["opium", "seiz", "vienna"]
    ranking, scores = generation.lexical.search(tokens, 9)
    idf = generation.lexical.idf
    sentences = [generation.sentences.of_row(row) for row in rows.tolist()]
    return [
        [generation.passages.report(header.report_id) for header in generation.passages.headers],
        list(generation.dense.search(query, 9)),
        generation.dense.scores_of(query, rows).tolist() if len(rows) else [],
        [(spans, vectors.tolist()) for spans, vectors in sentences],
        (list(ranking), scores.tolist(), [idf(token) for token in tokens]),
        generation.word_order.phrase_shares(tokens, rows, idf=idf).tolist(),
        (dict(generation.manifest.counts), generation.manifest.corpus_sha256),
    ]


@pytest.fixture
def many_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight windows are many."""
    monkeypatch.setattr(assembly, "LEAST_WINDOWS", 8)
    monkeypatch.setattr(assembly, "QUERIES", 20)


@pytest.mark.usefixtures("many_windows")
def test_many_windows_are_searched_by_codes_whose_recall_is_told(
    home: Path, fake_encoder: PassageEncoder, open_home: Open, report_of: ReportOf
) -> None:
    published = _publish(home, fake_encoder, _cases(report_of))

    search = read_manifest(_folder(home, published)).search
    generation = open_home(home)
    found = generation.dense.search(generation.encoder.encode(_text_of_case(77)), 1)

    assert search["recall"] >= 0.996
    assert found.rows.tolist() == [77]


@pytest.mark.usefixtures("many_windows")
@pytest.mark.parametrize(("added", "is_trained_anew"), [(0, False), (380, False), (420, True)])
def test_centroids_are_found_anew_for_twice_the_windows(
    home: Path, fake_encoder: PassageEncoder, report_of: ReportOf, added: int, is_trained_anew: bool
) -> None:
    given = _cases(report_of)
    more = report_of("Qat.", *map(_text_of_case, range(400, 400 + added)), report_id="t")
    first, second = (
        read_manifest(_folder(home, _publish(home, fake_encoder, reports))).search["trained"]
        for reports in (given, [*given, more])
    )

    assert (first != second) == is_trained_anew


def _cases(report_of: ReportOf) -> list[Report]:
    """A report of paragraphs that share words with each other, and another report."""
    return [report_of(*map(_text_of_case, range(400))), report_of("Opium.", report_id="s")]


def _text_of_case(number: int) -> str:
    return " ".join(f"w{word}" for word in Random(number).sample(range(60), 20))


@pytest.mark.usefixtures("many_windows")
def test_an_added_report_is_coded_as_the_others_are(
    home: Path, fake_encoder: PassageEncoder, open_home: Open, report_of: ReportOf
) -> None:
    given = _cases(report_of)
    folders = [
        _folder(home, _publish(home, fake_encoder, given)),
        _folder(home, _publish(home, fake_encoder, [*given, report_of("Qat.", report_id="t")])),
    ]

    kept = [(folder / "quantized_centroids.npy").read_bytes() for folder in folders]
    generation = open_home(home)
    found = generation.dense.search(generation.encoder.encode("t I. Drugs Qat."), 1)

    assert kept[0] == kept[1]
    assert found.rows.tolist() == [401]

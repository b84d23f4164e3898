"""How an assistant is opened, and when it is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import IndexMissing, IndexStale
from corpus.library import Library
from corpus.records import Report
from index.generation import open_current
from index.publishing import build_generation
from index.settings import IndexSettings
from service import Assistant, build_assistant, open_assistant
from service.opening import refuse_stale


@pytest.fixture
def index_library(fake_encoder: Any, open_fake_encoder: Any) -> Any:
    """Index the library of a home with the fake encoder, and open the generation."""

    def index(home: Path) -> Any:
        reports = list(Library(home).reports())
        build_generation(reports, fake_encoder, home, settings=IndexSettings())
        return open_current(home, open_fake_encoder)

    return index


def test_without_an_index_it_says_what_to_run(home: Path) -> None:
    with pytest.raises(IndexMissing, match="rapporteur index"):
        open_assistant(home)


def test_a_library_that_changed_since_is_refused(
    home: Path, bundled_report: Report, index_library: Any
) -> None:
    Library(home).add(bundled_report, b"source")
    generation = index_library(home)
    Library(home).remove(bundled_report.report_id)

    with pytest.raises(IndexStale, match=r"index was built for corpus \w{4}…, this is \w{4}…"):
        refuse_stale(generation, home)


def test_an_index_of_another_encoder_is_refused(
    home: Path, bundled_report: Report, index_library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library(home).add(bundled_report, b"source")
    generation = index_library(home)
    monkeypatch.setenv("RAPPORTEUR_ENCODER", "another-model")

    with pytest.raises(IndexStale, match="made by encoder all-MiniLM-L6-v2"):
        refuse_stale(generation, home)


@pytest.mark.parametrize(
    ("name", "indexed", "now"),
    [
        ("window_pieces", "160", "150"),
        ("context_pieces", "72", "20"),
        ("bm25_k1", "0.9", "1.2"),
        ("bm25_b", "0.4", "0.75"),
    ],
)
def test_an_index_of_other_settings_is_refused(
    home: Path,
    bundled_report: Report,
    index_library: Any,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    indexed: str,
    now: str,
) -> None:
    Library(home).add(bundled_report, b"source")
    generation = index_library(home)
    monkeypatch.setenv(f"RAPPORTEUR_{name.upper()}", now)

    told = f'made with {name} {indexed}, the settings say {now}; run "rapporteur index"'
    with pytest.raises(IndexStale, match=told):
        refuse_stale(generation, home)


def test_of_several_settings_the_first_is_told(
    home: Path, bundled_report: Report, index_library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library(home).add(bundled_report, b"source")
    generation = index_library(home)
    monkeypatch.setenv("RAPPORTEUR_BM25_B", "0.75")
    monkeypatch.setenv("RAPPORTEUR_WINDOW_PIECES", "150")

    with pytest.raises(IndexStale, match="made with window_pieces 160"):
        refuse_stale(generation, home)


def test_an_index_from_before_a_setting_was_there_is_stale(
    home: Path, bundled_report: Report, index_library: Any
) -> None:
    Library(home).add(bundled_report, b"source")
    generation = index_library(home)
    settings = dict(generation.manifest.settings)
    del settings["query_precision"]
    manifest = replace(generation.manifest, settings=settings)

    with pytest.raises(IndexStale, match="made without query_precision, the settings say int8"):
        refuse_stale(replace(generation, manifest=manifest), home)


@pytest.mark.parametrize(("name", "value"), [("BATCH_SIZE", "8"), ("PRECISION", "float32")])
def test_a_setting_of_speed_makes_no_index_stale(
    home: Path,
    bundled_report: Report,
    index_library: Any,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
) -> None:
    Library(home).add(bundled_report, b"source")
    generation = index_library(home)
    monkeypatch.setenv(f"RAPPORTEUR_{name}", value)

    refuse_stale(generation, home)


def test_an_index_of_this_library_is_accepted(
    home: Path, bundled_report: Report, index_library: Any
) -> None:
    Library(home).add(bundled_report, b"source")

    refuse_stale(index_library(home), home)


def test_the_same_reports_are_not_indexed_twice(
    tmp_path: Path, bundled_report: Report, fake_encoder: Any, open_fake_encoder: Any
) -> None:
    encoded: list[int] = []

    def build() -> str:
        return build_assistant(
            [bundled_report],
            tmp_path,
            encoder=fake_encoder,
            open_encoder=open_fake_encoder,
            progress=lambda done, total: encoded.append(total),
        ).receipt.generation

    first = build()
    rounds = len(encoded)

    assert (build(), len(encoded)) == (first, rounds)


@pytest.fixture(scope="module")
def bundled_assistant(
    bundled_report: Report, tmp_path_factory: pytest.TempPathFactory
) -> Assistant:
    """The bundled report, indexed with the real encoder."""
    return build_assistant([bundled_report], tmp_path_factory.mktemp("bundled"))


@pytest.mark.model
def test_the_bundled_report_answers_the_first_question(
    bundled_assistant: Assistant,
) -> None:
    answer = bundled_assistant.ask("which INTERPOL operations are planned for 2021")

    first = answer.passages[0]
    assert answer.answered
    assert first.number == "26"
    assert first.citation.endswith("para. 26, ninth bullet point")
    (only,) = first.highlights
    assert only.quote.startswith("Develops regional and global operations on illicit drugs")
    assert "2021: Operations Lionfish Mihadarati for Africa; and Lionfish Sandcat" in only.quote


@pytest.mark.model
def test_the_bundled_report_answers_with_a_whole_list(
    bundled_assistant: Assistant,
) -> None:
    answer = bundled_assistant.ask(
        "in which countries did INTERPOL investigative support teams help"
    )

    stem, *items = [highlight.quote for highlight in answer.passages[0].highlights]
    assert stem.startswith("Since 2020 INTERPOL Investigative Support Teams supported")
    assert [item.split()[0] for item in items] == ["Ecuador", "Brazil", "Germany"]


@pytest.mark.model
@pytest.mark.parametrize("words", ["helicopter", "CENCOMM", "relief database"])
def test_words_that_stand_in_a_paragraph_are_found(
    bundled_assistant: Assistant, words: str
) -> None:
    answer = bundled_assistant.ask(words)

    quotes = "\n".join(highlight.quote for highlight in answer.passages[0].highlights)
    assert answer.answered
    assert words.casefold() in quotes.casefold()


@pytest.mark.model
@pytest.mark.parametrize("year", [2018, 2019, 2021])
def test_the_right_subject_in_another_year_is_no_answer(
    bundled_assistant: Assistant, year: int
) -> None:
    answer = bundled_assistant.ask(f"How many Purple Notices were published in {year}?")

    assert not answer.answered
    assert "58 Purple Notices" in answer.passages[0].text

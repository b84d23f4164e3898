import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

import rapporteur
from corpus.errors import IndexDamaged, IndexMissing
from corpus.library import Library
from corpus.records import Report
from index.generation import verify_generation
from index.settings import IndexSettings

Build = Callable[..., str]


def _run(*args: str) -> Result:
    return CliRunner().invoke(rapporteur.app, args)


@pytest.fixture
def published(home: Path, build: Build, bundled_report: Report) -> str:
    """The generation of a library that has the bundled report."""
    Library(home).add(bundled_report, b"")
    return build(home, *Library(home).reports())


def test_an_empty_library_cannot_be_indexed(home: Path) -> None:
    done = _run("index")

    assert isinstance(done.exception, IndexMissing)
    assert str(done.exception) == 'the library is empty; run "rapporteur add PATH" first'


def test_an_empty_library_is_told_before_the_encoder_is_loaded() -> None:
    loaded = "torch" in sys.modules

    _run("index")

    assert ("torch" in sys.modules) is loaded


def test_the_reports_told_are_those_indexed_though_the_library_changes_meanwhile(
    home: Path, bundled_report: Report, fake_encoder: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library(home).add(bundled_report, b"")

    def load(settings: IndexSettings) -> object:
        Library(home).add(replace(bundled_report, report_id="added-meanwhile"), b"")
        return fake_encoder

    monkeypatch.setitem(sys.modules, "index.torch_encoder", SimpleNamespace(TorchEncoder=load))

    told = json.loads(_run("index", "--json").stdout)

    counts = verify_generation(home).counts
    assert (told["reports"], told["paragraphs"]) == (counts["reports"], counts["paragraphs"])
    assert told["reports"] == 1


@pytest.fixture
def with_fake_encoder(fake_encoder: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Index with the fake encoder in place of the one in torch."""
    loaded = SimpleNamespace(TorchEncoder=lambda settings: fake_encoder)
    monkeypatch.setitem(sys.modules, "index.torch_encoder", loaded)


@pytest.mark.usefixtures("with_fake_encoder")
def test_how_much_was_encoded_is_told(home: Path, bundled_report: Report) -> None:
    def add_copy(name: str) -> None:
        Library(home).add(replace(bundled_report, report_id=name, source_name=f"{name}.md"), b"")

    add_copy("one")
    add_copy("two")
    windows = json.loads(_run("index", "--json").stdout)["windows"]
    add_copy("three")

    done = _run("index")

    told = f"3 reports, 96 paragraphs, 0 of {windows // 2 * 3} windows encoded anew, "
    assert told in done.stdout


@pytest.mark.usefixtures("with_fake_encoder")
def test_a_library_that_has_not_changed_is_indexed_to_the_same_generation(
    home: Path, bundled_report: Report
) -> None:
    Library(home).add(bundled_report, b"")

    first, again = (json.loads(_run("index", "--json").stdout) for _ in range(2))

    assert first["encoded"] > 0
    assert again == {**first, "encoded": 0}


def test_a_whole_index_is_told_with_its_generation(published: str) -> None:
    done = _run("verify")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"whole: generation {published[:12]}, 21 files, ")


def test_a_whole_index_as_json(published: str) -> None:
    found = json.loads(_run("verify", "--json").stdout)

    assert found.pop("counts")["paragraphs"] == 32
    assert found == {"generation": published, "whole": True, "current": True}


def test_a_library_that_has_changed_since_is_told(home: Path, published: str) -> None:
    [report] = Library(home).reports()
    Library(home).remove(report.report_id)

    done = _run("verify")

    assert (done.exit_code, done.stderr) == (
        0,
        'The library has changed since; run "rapporteur index".\n',
    )


def test_a_damaged_index_is_an_error(home: Path, published: str) -> None:
    (home / "generations" / published / "window_rows.npy").unlink()

    assert isinstance(_run("verify").exception, IndexDamaged)

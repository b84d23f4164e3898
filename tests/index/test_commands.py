import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

import rapporteur
from corpus.errors import HomeUnsound, IndexMissing
from corpus.library import Library
from corpus.records import Report
from index.encoder import PassageEncoder, WindowEmbeddings, WindowText
from index.generation import verify_generation
from index.resuming_encoder import PORTION
from index.settings import IndexSettings

Build = Callable[..., str]
ReportOf = Callable[..., Report]


def _run(*args: str) -> Result:
    return CliRunner().invoke(rapporteur.app, args)


@pytest.fixture
def published(home: Path, build: Build, bundled_report: Report) -> str:
    """The generation of a library that has the bundled report."""
    Library(home).add(replace(bundled_report, source_sha256=sha256(b"").hexdigest()), b"")
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
    assert again == {**first, "encoded": 0, "seconds": again["seconds"]}


class InterruptedEncoder:
    """Is stopped by Ctrl-C in its second portion."""

    def __init__(self, encoder: PassageEncoder) -> None:
        self._encoder = encoder
        self._encoded = False
        self.identity = encoder.identity
        self.max_pieces = encoder.max_pieces
        self.piece_starts = encoder.piece_starts
        self.export = encoder.export

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        if self._encoded:
            raise KeyboardInterrupt
        self._encoded = True
        return self._encoder.encode(windows, progress=progress)


def test_an_interrupted_run_is_told_and_the_next_one_goes_on(
    home: Path, report_of: ReportOf, fake_encoder: PassageEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"Report {number} tells of drugs." for number in range(PORTION + 5)]
    Library(home).add(report_of(*texts), b"")

    def load(encoder: object) -> None:
        loaded = SimpleNamespace(TorchEncoder=lambda settings: encoder)
        monkeypatch.setitem(sys.modules, "index.torch_encoder", loaded)

    load(InterruptedEncoder(fake_encoder))
    stopped = _run("index")
    load(fake_encoder)
    done = _run("index")

    assert stopped.exit_code == 130
    assert 'interrupted: what is encoded is kept; "rapporteur index" goes on' in stopped.stderr
    assert "517 of 517 windows encoded anew, 512 of them before an interruption, " in done.stdout


def test_a_whole_index_is_told_with_its_generation(published: str) -> None:
    done = _run("verify")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("whole: library, 1 report, 0 bytes of originals\n")
    assert f"\nwhole: generation {published[:12]}, 22 files, " in done.stdout


def test_a_whole_index_as_json(published: str) -> None:
    found = json.loads(_run("verify", "--json").stdout)

    assert found.pop("counts")["paragraphs"] == 32
    assert found == {
        "generation": published,
        "whole": True,
        "current": True,
        "library": {"reports": 1, "original_bytes": 0, "whole": True},
        "faults": [],
    }


def test_a_library_that_has_changed_since_is_told(home: Path, published: str) -> None:
    [report] = Library(home).reports()
    Library(home).remove(report.report_id)

    done = _run("verify")

    changed = 'the library has changed since it was indexed; run "rapporteur index"'
    assert done.stdout.endswith(f"fault: {changed}\n")
    assert isinstance(done.exception, HomeUnsound)
    assert str(done.exception) == f"{home} has 1 fault: {changed}"


def test_all_faults_are_told_and_one_of_them_in_the_error(home: Path, published: str) -> None:
    folder = home / "generations" / published
    (folder / "words_offsets.npy").unlink()
    (folder / "vocabulary.json").unlink()

    done = _run("verify", "--json")

    told = json.loads(done.stdout)
    assert (told["whole"], told["current"]) == (False, True)
    assert [fault["code"] for fault in told["faults"]] == ["index-damaged"] * 2
    assert str(done.exception).startswith(f"{home} has 2 faults: vocabulary.json of the index")


def test_a_backup_is_restored_to_another_home(
    home: Path, published: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up = _run("backup", str(tmp_path / "backup.tar"))
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path / "other"))
    restored = json.loads(_run("restore", str(tmp_path / "backup.tar"), "--json").stdout)

    assert f": 1 report, generation {published[:12]}, 25 files, " in backed_up.stdout
    assert (restored["generation"], restored["files"]) == (published, 25)
    assert _run("verify").exit_code == 0


def test_a_home_with_reports_is_replaced_only_when_asked(
    home: Path, published: str, tmp_path: Path
) -> None:
    _run("backup", str(tmp_path / "backup"))

    refused = _run("restore", str(tmp_path / "backup"))
    done = _run("restore", "--replace", str(tmp_path / "backup"))

    assert str(refused.exception) == f"{home} has 1 report; to have it replaced, say --replace"
    assert done.stdout.startswith(f"restored to {home}: 1 report, ")


def test_a_backup_of_a_library_that_was_not_indexed_says_what_to_run(
    home: Path, bundled_report: Report, tmp_path: Path
) -> None:
    Library(home).add(replace(bundled_report, source_sha256=sha256(b"").hexdigest()), b"")

    done = _run("backup", str(tmp_path / "backup"))

    assert 'run "rapporteur index"' in done.stderr

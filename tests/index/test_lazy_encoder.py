"""An encoder that is not loaded before a window needs it."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from typer.testing import CliRunner

import rapporteur
from corpus.fsops import Disk
from corpus.library import Library
from corpus.records import Report
from index.encoder import PassageEncoder, WindowEmbeddings, WindowText
from index.exports import export_folder
from index.lazy_encoder import LazyEncoder, encoder_of
from index.publishing import build_generation
from index.settings import IndexSettings, Precision, QueryPrecision


class Loading:
    """Loads an encoder, and counts how often."""

    def __init__(self, encoder: PassageEncoder) -> None:
        self.encoder = encoder
        self.count = 0

    def __call__(self) -> PassageEncoder:
        self.count += 1
        return self.encoder


@pytest.fixture
def loading(fake_encoder: PassageEncoder) -> Loading:
    return Loading(fake_encoder)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The export of an encoder whose word pieces are words."""
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.enable_truncation(2)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "encoder.json").write_text(json.dumps({"max_pieces": 256}))
    return tmp_path


def test_word_pieces_are_told_without_loading(export: Path, loading: Loading) -> None:
    encoder = LazyEncoder("e@1", export, window_pieces=128, load=loading)

    assert encoder.piece_starts(["One two, three.", ""]) == [[0, 4, 7, 9, 14], []]
    assert loading.count == 0


@pytest.mark.parametrize(("asked", "longest"), [(128, 128), (512, 256)])
def test_a_window_is_no_longer_than_the_model_and_the_settings_allow(
    export: Path, loading: Loading, asked: int, longest: int
) -> None:
    assert LazyEncoder("e@1", export, window_pieces=asked, load=loading).max_pieces == longest


def test_encoding_and_exporting_load_the_encoder_once(
    export: Path, loading: Loading, fake_encoder: PassageEncoder, tmp_path: Path
) -> None:
    encoder = LazyEncoder("e@1", export, window_pieces=128, load=loading)
    windows = [WindowText("One.", ((0, 4),))]
    (tmp_path / "again").mkdir()

    embedded = encoder.encode(windows, progress=lambda done: None)
    encoder.export(tmp_path / "again", Disk())

    assert loading.count == 1
    assert (embedded.windows == _embed(fake_encoder, windows).windows).all()
    assert (tmp_path / "again" / "encoder.json").exists()


def _embed(encoder: PassageEncoder, windows: Sequence[WindowText]) -> WindowEmbeddings:
    return encoder.encode(windows, progress=lambda done: None)


def test_without_an_export_the_encoder_is_loaded_at_once(home: Path, loading: Loading) -> None:
    assert encoder_of(IndexSettings(), home, load=loading) is loading.encoder


def test_a_name_of_the_hub_is_found_by_loading(home: Path, loading: Loading) -> None:
    settings = IndexSettings(encoder="someone/some-model")

    assert encoder_of(settings, home, load=loading) is loading.encoder


@pytest.fixture
def indexed(home: Path, bundled_report: Report, torch_encoder: PassageEncoder) -> str:
    """The generation of the bundled report by the packaged encoder, whose export is kept."""
    Library(home).add(bundled_report, b"")
    settings = IndexSettings(precision=Precision.FLOAT32)
    reports = list(Library(home).reports())
    return build_generation(reports, torch_encoder, home, settings=settings).name


@pytest.mark.model
def test_an_export_answers_as_the_encoder_itself(
    home: Path,
    indexed: str,
    loading: Loading,
    torch_encoder: PassageEncoder,
    bundled_report: Report,
) -> None:
    texts = [paragraph.text for paragraph in bundled_report.paragraphs]

    lazy = encoder_of(IndexSettings(precision=Precision.FLOAT32), home, load=loading)

    assert (lazy.identity, lazy.max_pieces) == (torch_encoder.identity, torch_encoder.max_pieces)
    assert lazy.piece_starts(texts) == torch_encoder.piece_starts(texts)
    assert loading.count == 0


@pytest.mark.model
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"{}")])
def test_a_damaged_export_is_not_believed(
    home: Path,
    indexed: str,
    loading: Loading,
    torch_encoder: PassageEncoder,
    damage: Callable[[Path], None],
) -> None:
    settings = IndexSettings()
    damage(export_folder(home, torch_encoder.identity, settings) / "tokenizer.json")

    assert encoder_of(settings, home, load=loading) is loading.encoder


@pytest.mark.model
def test_an_export_of_another_precision_is_not_taken(
    home: Path, indexed: str, loading: Loading
) -> None:
    settings = IndexSettings(query_precision=QueryPrecision.FLOAT32)

    assert encoder_of(settings, home, load=loading) is loading.encoder


@pytest.mark.model
def test_where_nothing_changed_the_encoder_is_never_imported(
    indexed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORTEUR_PRECISION", "float32")
    monkeypatch.setitem(sys.modules, "index.torch_encoder", None)

    done = CliRunner().invoke(rapporteur.app, ["index", "--json"])

    assert "Loading the encoder" not in done.stderr
    assert json.loads(done.stdout)["generation"] == indexed
    assert json.loads(done.stdout)["encoded"] == 0

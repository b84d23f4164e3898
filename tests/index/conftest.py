"""What the tests of the index share: reports made of texts, and the query side of the fake."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.fsops import Disk
from corpus.records import Cover, Paragraph, Report
from index.encoder import PassageEncoder, QueryEncoder, WindowText
from index.generation import Generation, open_current
from index.publishing import build_generation
from index.ranking import Vectors
from index.settings import IndexSettings, Precision, QueryPrecision

_VOCABULARY = "[PAD] [UNK] [CLS] [SEP] [MASK] cocaine was seized in vienna . interpol trained ?"

OpenEncoder = Callable[[Path], QueryEncoder]
ReportOf = Callable[..., Report]
Build = Callable[..., str]
Open = Callable[[Path], Generation]


class _QuerySide:
    """Embeds a query as the passage side embeds a window of the same words."""

    def __init__(self, encoder: PassageEncoder) -> None:
        self._encoder = encoder

    def encode(self, query: str) -> Vectors:
        windows = [WindowText(query, ())]
        vector: Vectors = self._encoder.encode(windows, progress=lambda done: None).windows[0]
        return vector


@pytest.fixture
def open_encoder(fake_encoder: PassageEncoder) -> OpenEncoder:
    return lambda folder: _QuerySide(fake_encoder)


def _report(*texts: str, report_id: str = "r", heading: str = "I. Drugs") -> Report:
    paragraphs = tuple(
        Paragraph(
            address=str(number),
            component="body",
            number=str(number),
            text=text,
            sections=(heading,),
        )
        for number, text in enumerate(texts, 1)
    )
    return Report(report_id=report_id, cover=Cover(title=report_id), paragraphs=paragraphs)


@pytest.fixture(scope="session")
def report_of() -> ReportOf:
    """Make a report of numbered paragraphs with these texts, all under one heading."""
    return _report


@pytest.fixture
def first(report_of: ReportOf) -> Report:
    return report_of("Cocaine was seized. It came by sea.", "INTERPOL trained officers.")


@pytest.fixture
def second(report_of: ReportOf) -> Report:
    return report_of("Heroin was found in Vienna.", report_id="s")


@pytest.fixture
def build(fake_encoder: PassageEncoder) -> Build:
    """Publish a generation of some reports with the fake encoder; gives its name."""

    def build_of(home: Path, *reports: Report, disk: Disk | None = None) -> str:
        settings = IndexSettings()
        return build_generation(reports, fake_encoder, home, settings=settings, disk=disk).name

    return build_of


@pytest.fixture
def open_home(open_encoder: OpenEncoder) -> Open:
    return lambda home: open_current(home, open_encoder)


@pytest.fixture
def no_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the wait for the disk where it is not what is tested."""
    monkeypatch.setattr(os, "fsync", lambda fd: None)


@pytest.fixture(scope="session")
def torch_encoder() -> PassageEncoder:
    """The packaged encoder's passage side in float32; importing torch takes seconds."""
    from index.torch_encoder import TorchEncoder

    return TorchEncoder(IndexSettings(precision=Precision.FLOAT32))


def _tiny_model(folder: Path) -> Path:
    """Save a sentence-transformers model of random weights that knows a dozen words."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(5)
    bert = folder / "bert"
    bert.mkdir(parents=True)
    (bert / "vocab.txt").write_text("\n".join(_VOCABULARY.split()))
    BertTokenizer(str(bert / "vocab.txt")).save_pretrained(bert)
    config = BertConfig(
        vocab_size=len(_VOCABULARY.split()),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(bert)
    words = Transformer(str(bert), max_seq_length=64)
    model = SentenceTransformer(modules=[words, Pooling(16, "mean"), Normalize()], device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def exported_float32(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the packaged encoder's query side in full precision."""
    from index.torch_encoder import TorchEncoder

    folder = tmp_path_factory.mktemp("exported_float32")
    settings = IndexSettings(query_precision=QueryPrecision.FLOAT32)
    TorchEncoder(settings).export(folder, Disk())
    return folder


@pytest.fixture(scope="session")
def exported(torch_encoder: PassageEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the packaged encoder's query side."""
    folder = tmp_path_factory.mktemp("exported")
    torch_encoder.export(folder, Disk())
    return folder

"""What all tests share: the bundled report, a fake encoder with meaning, and homes to write in."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from corpus.fsops import Disk
from corpus.reading import read_report
from corpus.records import Report
from index.encoder import WindowEmbeddings, WindowText
from index.ranking import Vectors
from service import Assistant, build_assistant

ROOT = Path(__file__).parent.parent
BUNDLED = ROOT / "corpus" / "reports" / "report.md"
_DIMENSION = 256
_CONFIG = "encoder.json"


# A slow machine is no fault of the property that is tested.
hypothesis.settings.register_profile("ours", deadline=None)
hypothesis.settings.load_profile("ours")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")
    parser.addoption("--mutants", type=int, default=100, help="broken files that are read")


def hashed_words(text: str) -> Vectors:
    """A bag of words, each hashed to one of 256 places, as a unit vector."""
    vector = np.full(_DIMENSION, 1e-3, dtype=np.float32)
    for word in re.findall(r"\w+", text.lower()):
        place = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % _DIMENSION
        vector[place] += 1.0
    return vector / np.linalg.norm(vector)


class FakeEncoder:
    """Both sides of an encoder without a model: "nearest" means sharing the most words."""

    identity = "hashed-words@1"
    max_pieces = 256

    def piece_starts(self, texts: Sequence[str]) -> list[list[int]]:
        return [[match.start() for match in re.finditer(r"\w+|[^\w\s]", text)] for text in texts]

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        vectors = [hashed_words(window.text) for window in windows]
        sentences = [
            hashed_words(window.text[start:end])
            for window in windows
            for start, end in window.spans
        ]
        progress(len(windows))
        return WindowEmbeddings(
            np.array(vectors, np.float32).reshape(-1, _DIMENSION),
            np.array(sentences, np.float16).reshape(-1, _DIMENSION),
        )

    def export(self, folder: Path, disk: Disk) -> None:
        disk.write(folder / _CONFIG, json.dumps({"identity": self.identity}).encode())


class FakeQueryEncoder:
    """The query side of ``FakeEncoder``."""

    def __init__(self, folder: Path) -> None:
        assert json.loads((folder / _CONFIG).read_bytes())["identity"] == FakeEncoder.identity

    def encode(self, query: str) -> Vectors:
        return hashed_words(query)


@pytest.fixture(scope="session")
def fake_encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def open_fake_encoder() -> Callable[[Path], FakeQueryEncoder]:
    return FakeQueryEncoder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of the test's own, so that no test can touch the user's library."""
    folder = tmp_path / "home"
    monkeypatch.setenv("RAPPORTEUR_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def bundled_report() -> Report:
    return read_report(BUNDLED)


BuildAssistant = Callable[..., Assistant]


@pytest.fixture(scope="session")
def make_assistant(tmp_path_factory: pytest.TempPathFactory) -> BuildAssistant:
    """Build an assistant over any reports with the fake encoder."""

    def build(*reports: Report) -> Assistant:
        return build_assistant(
            reports,
            tmp_path_factory.mktemp("home"),
            encoder=FakeEncoder(),
            open_encoder=FakeQueryEncoder,
        )

    return build


@pytest.fixture(scope="session")
def assistant(bundled_report: Report, make_assistant: BuildAssistant) -> Assistant:
    """The bundled report, indexed with the fake encoder."""
    return make_assistant(bundled_report)

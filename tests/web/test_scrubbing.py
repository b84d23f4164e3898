"""A server over a real home, whose index is damaged while it is open."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import service.opening
from corpus.library import Library
from corpus.records import Report
from index.publishing import build_generation
from service import Assistant, IndexSettings, open_assistant
from web.app import create_app
from web.renewal import CurrentAssistant
from web.scrubbing import scrubbing
from web.settings import WebSettings

LOOKS = 2_000  # at most, until a thread has found something
Index = Callable[[], str]


@pytest.fixture
def index(
    home: Path,
    bundled_report: Report,
    fake_encoder: object,
    open_fake_encoder: object,
    monkeypatch: pytest.MonkeyPatch,
) -> Index:
    """Publish the library, which has one report, with the fake encoder; gives the name."""
    monkeypatch.setattr(service.opening, "onnx_opener", lambda threads: open_fake_encoder)
    Library(home).add(bundled_report, b"")

    def publish() -> str:
        build_generation(
            list(Library(home).reports()),
            fake_encoder,  # type: ignore[arg-type]
            home,
            settings=IndexSettings(),
        )
        return open_assistant(home).receipt.generation

    return publish


@pytest.fixture
def client(home: Path, index: Index) -> Iterator[TestClient]:
    """A client of a server that reads its index all the time."""
    index()
    settings = WebSettings(scrub_minutes=1e-6, renewal_seconds=0)
    app = create_app(open_assistant(home), settings, home=home)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def _status_becomes(client: TestClient, status: int) -> bool:
    return any(client.get("/readyz").status_code == status for _ in range(LOOKS))


def _damage(home: Path, name: str) -> None:
    (path,) = (home / "generations" / name).glob("*-paragraphs.jsonl")
    content = path.read_bytes()
    with path.open("r+b") as file:  # in place: the file that the server has mapped
        file.write(bytes([content[0] ^ 1]))


def test_damage_of_an_open_index_ends_readiness_and_a_new_index_heals_it(
    home: Path, client: TestClient, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    generation = client.get("/readyz").json()["generation"]

    _damage(home, generation)
    assert _status_becomes(client, 503)
    told = client.get("/readyz").json()
    answer = client.post("/api/v1/ask", json={"question": "INTERPOL"})
    counted = client.get("/metrics").text
    again = index()

    assert told["code"] == answer.json()["code"] == "index-damaged"
    assert f"generation {generation} answers no more: volume-" in caplog.text
    assert again == generation
    assert client.get("/readyz").status_code == 200
    assert "rapporteur_index_intact 0.0" in counted
    assert "rapporteur_index_intact 1.0" in client.get("/metrics").text
    assert client.post("/api/v1/ask", json={"question": "INTERPOL"}).status_code == 200


def test_a_whole_index_stays_ready(home: Path, index: Index) -> None:
    index()
    current = CurrentAssistant(open_assistant(home), home=home)

    current.scrub(rest=lambda seconds: None)

    assert current.latest().receipt.generation == index()


def test_nothing_is_read_where_it_is_not_asked_for(assistant: Assistant) -> None:
    with scrubbing(CurrentAssistant(assistant), pause_minutes=0):
        names = [thread.name for thread in threading.enumerate()]

    assert "scrub" not in names


def test_the_thread_ends_with_the_server(assistant: Assistant) -> None:
    with scrubbing(CurrentAssistant(assistant), pause_minutes=60):
        running = [thread.name for thread in threading.enumerate()]

    assert "scrub" in running
    assert "scrub" not in [thread.name for thread in threading.enumerate()]

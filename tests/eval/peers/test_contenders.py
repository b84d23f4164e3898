import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from eval.peers.contenders import OURS, contenders_of
from service import RapporteurError


class Recorder(HTTPConnection):
    """Sends nothing, and keeps what it was asked to send."""

    def __init__(self) -> None:
        super().__init__("127.0.0.1")
        self.asked: list[tuple[object, ...]] = []

    def request(self, *args: object, **options: object) -> None:
        self.asked.append(args)


def test_ours_runs_by_our_interpreter_and_the_others_by_the_one_that_is_told(
    tmp_path: Path,
) -> None:
    python = tmp_path / "python"
    python.write_bytes(b"")

    ours, *others = contenders_of(python)

    assert (ours.name, ours.python) == (OURS, sys.executable)
    assert {other.python for other in others} == {str(python)}


def test_an_interpreter_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(RapporteurError, match="is no interpreter"):
        contenders_of(tmp_path / "python")


def test_a_system_is_known_by_the_versions_of_its_packages() -> None:
    ours, *_ = contenders_of(None)

    assert (ours.versions() or {}).keys() == {"torch"}


_ASKED = b'{"question": "a sea?", "limit": 10}'


@pytest.mark.parametrize(
    ("name", "path", "sent", "answer"),
    [
        ("rapporteur", "/api/v1/search", _ASKED, {"passages": [{"report_id": "7"}]}),
        ("rapporteur answering", "/api/v1/ask", _ASKED, {"passages": [{"report_id": "7"}]}),
        ("txtai", "/search?query=a%20sea%3F&limit=10", None, [{"id": "7"}]),
    ],
)
def test_a_server_is_asked_in_its_own_way(
    tmp_path: Path, name: str, path: str, sent: bytes | None, answer: object
) -> None:
    servers = {way: each for system in contenders_of(None) for way, each in system.servers.items()}
    connection = Recorder()

    server = servers[name](tmp_path, 8123)
    server.ask(connection, "a sea?")

    assert path in connection.asked[0]
    assert sent is None or sent in connection.asked[0]
    assert server.read_ids(answer) == ["7"]
    assert "8123" in server.command

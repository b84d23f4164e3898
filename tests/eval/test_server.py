import json
import sys
from pathlib import Path

import pytest

from eval.server import Asking, connected, last_line, memory_of, post, serving
from service import RapporteurError

STAND_IN = """
import http.server, json, sys

class Stand(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200 if asked["question"] == "Why?" else 422)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *parts):
        pass

port = int(sys.argv[sys.argv.index("--port") + 1])
http.server.HTTPServer(("127.0.0.1", port), Stand).serve_forever()
"""
WHY = Asking(question="Why?", history=("What?",))


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small server in the place of the program: it answers "Why?" and nothing else."""
    monkeypatch.setattr("eval.server.program", lambda home: (sys.executable, "-c", STAND_IN))


def test_a_question_travels_with_its_history() -> None:
    assert json.loads(WHY.body) == {"question": "Why?", "history": ["What?"]}


@pytest.mark.usefixtures("stand_in")
def test_a_server_is_started_asked_and_stopped(home: Path) -> None:
    with serving(home, WHY) as server, connected(server.port) as connection:
        statuses = [post(connection, WHY), post(connection, Asking(question="Who?"))]
        memory = memory_of(server.process_id)

    assert statuses == [200, 422]
    assert server.first_answer_seconds > 0
    assert memory == {} or 0 < memory["memory-MiB"] <= memory["peak-memory-MiB"]
    assert memory_of(server.process_id) == {}


def test_a_server_that_does_not_start_is_told_in_its_own_words(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import sys; sys.exit('rapporteur: nothing was indexed')"
    monkeypatch.setattr("eval.server.program", lambda home: (sys.executable, "-c", code))

    with (
        pytest.raises(RapporteurError, match="gave no answer: nothing was indexed"),
        serving(home, WHY),
    ):
        pass


def test_a_program_that_says_nothing_is_told_so() -> None:
    assert last_line(b"\n") == "it said nothing"
    assert last_line(b"first\nrapporteur: last\n") == "last"

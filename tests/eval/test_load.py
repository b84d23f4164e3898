import http.server
import itertools
import json
import threading
from collections.abc import Iterator

import pytest

from eval.load import Load, load_server
from eval.server import Asking

WHY, WHO = Asking(question="Why?"), Asking(question="Who?")


class Stand(http.server.BaseHTTPRequestHandler):
    """Answers "Why?", refuses "Who?", and closes the connection on each third question."""

    protocol_version = "HTTP/1.1"
    turns = itertools.count(1)

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200 if asked["question"] == "Why?" else 503)
        self.send_header("Content-Length", "2")
        if next(self.turns) % 3 == 0:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *parts: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stand) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_all_questions_are_asked_by_all_clients_together(port: int) -> None:
    load = load_server(port, [WHY], clients=4, requests=30)

    assert (len(load.milliseconds), load.errors, load.clients) == (30, 0, 4)
    assert all(each > 0 for each in load.milliseconds)


def test_what_is_not_answered_is_an_error(port: int) -> None:
    load = load_server(port, [WHY, WHO], clients=2, requests=20)

    assert (len(load.milliseconds), load.errors) == (10, 10)


def test_a_rate_is_answers_by_time() -> None:
    assert Load(2, [1.0, 2.0, 3.0], 0.5, 0).answers_per_second == 6

import http.client
import signal
import socket
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Event, Thread

import pytest
from fastapi import FastAPI
from fastapi.responses import Response

from web.commands import listen
from web.gate import Gate
from web.server import GentleServer
from web.settings import WebSettings

BODY = b'{"question": "How many Purple Notices were published?", "history": [], "limit": 5}'
CLIENTS = 8
StartServer = Callable[[], "subprocess.Popen[str]"]


@contextmanager
def running(**settings: float) -> Iterator[tuple[int, GentleServer, Event]]:
    """A server of two routes: one that waits for an event, and one that sends 16 MiB."""
    may_end, told = Event(), WebSettings(port=0, **settings)  # type: ignore[arg-type]
    app = FastAPI()

    @app.post("/wait")
    def wait(body: dict[str, str]) -> dict[str, str]:
        may_end.wait()
        return body

    @app.get("/much")
    def send_much() -> Response:
        return Response(b"0" * 2**24)

    with listen(told) as listener:
        port = listener.getsockname()[1]
        server = GentleServer(app, Gate(8), told)
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield port, server, may_end
        finally:
            may_end.set()
            server.should_exit = True
            thread.join()


def read_all(connection: socket.socket) -> bytes:
    """What comes until the other side closes; a reset is a close too."""
    received = b""
    try:
        while part := connection.recv(2**16):
            received += part
    except ConnectionResetError:
        pass
    return received


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "])
def test_a_head_that_does_not_come_in_is_given_up(begun: bytes) -> None:
    with (
        running(max_receive_seconds=0.05) as (port, _, _),
        socket.create_connection(("127.0.0.1", port)) as client,
    ):
        client.sendall(begun)

        assert read_all(client).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_does_not_come_in_is_given_up() -> None:
    head = b"POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{"
    with (
        running(max_receive_seconds=0.05) as (port, _, _),
        socket.create_connection(("127.0.0.1", port)) as client,
    ):
        client.sendall(head)

        assert b" 200 " not in read_all(client)


def test_an_answer_may_take_longer_than_the_request() -> None:
    with (
        running(max_receive_seconds=0.05) as (port, _, may_end),
        closing(http.client.HTTPConnection("127.0.0.1", port)) as client,
    ):
        client.request("POST", "/wait", b'{"a": "b"}', {"Content-Type": "application/json"})
        Event().wait(0.2)  # four times as long as the request might have taken
        may_end.set()
        response = client.getresponse()

        assert (response.status, response.read()) == (200, b'{"a":"b"}')


def test_an_answer_that_is_not_taken_is_given_up() -> None:
    with (
        running(max_send_seconds=0.05) as (port, server, _),
        socket.create_connection(("127.0.0.1", port)) as client,
    ):
        client.sendall(b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n")
        while not server.server_state.total_requests and not server.server_state.connections:
            pass
        while server.server_state.connections:
            pass

        assert len(read_all(client)) < 2**24


def ask(port: int) -> str:
    """Ask a question over a connection of its own; what came back, or how it was lost.

    Raises:
        ConnectionRefusedError: nobody listens any more.
    """
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.connect()
        try:
            connection.request("POST", "/api/v1/ask", BODY, {"Content-Type": "application/json"})
            response = connection.getresponse()
            return f"{response.status} {response.read()[-1:].decode()}"
        except (OSError, http.client.HTTPException) as error:
            return f"lost: {error!r}"


def ask_until_refused(port: int, asked: Event) -> Counter[str]:
    """Ask one question after the other; count what came back of each that was sent."""
    counted: Counter[str] = Counter()
    while set(counted) <= {"200 }"}:
        try:
            counted[ask(port)] += 1
        except ConnectionRefusedError:
            break
        asked.set()
    return counted


def test_a_server_told_to_stop_under_load_loses_no_answer(start_server: StartServer) -> None:
    with start_server() as server, ThreadPoolExecutor(CLIENTS) as clients:
        assert server.stdout is not None
        port = int(server.stdout.readline().rsplit(":", 1)[1])
        asked = [Event() for _ in range(CLIENTS)]
        results = [clients.submit(ask_until_refused, port, each) for each in asked]
        for each in asked:
            each.wait(20)
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
        counted = sum((result.result() for result in results), Counter[str]())

    assert server.returncode == 0
    assert counted["200 }"] >= CLIENTS
    assert set(counted) <= {"200 }", "503 }"}

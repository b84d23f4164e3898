"""A real server for measuring: the installed program, in a process of its own, on loopback."""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from service import RapporteurError

HOST = "127.0.0.1"
ASK_PATH = "/api/v1/ask"
STARTING_SECONDS = 120.0  # longest wait for the first answer
STOPPING_SECONDS = 10.0  # longest wait for a polite end
RETRY_SECONDS = 0.005  # pause between two tries while the server starts
MEMORY_FIELDS = {"memory-MiB": "VmRSS", "peak-memory-MiB": "VmHWM"}  # of /proc/PID/status


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question as a client sends it."""

    question: str
    history: tuple[str, ...] = ()

    @property
    def body(self) -> bytes:
        """The JSON body of the request."""
        return json.dumps({"question": self.question, "history": self.history}).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server, and the seconds from its start to its first answer."""

    process_id: int
    port: int
    first_answer_seconds: float


def program(home: Path) -> Sequence[str]:
    """The command line of Rapporteur on a home, up to the command."""
    return (sys.executable, "-m", "rapporteur", "--home", str(home))


@contextmanager
def serving(home: Path, first: Asking) -> Iterator[Server]:
    """Start "rapporteur serve" on a free port, wait for its first answer, stop it at the end.

    Raises:
        RapporteurError: it ended, or gave no answer in two minutes.
    """
    port = free_port()
    command = [*program(home), "serve", "--host", HOST, "--port", str(port)]
    name = "rapporteur serve"
    with running(command, port, name=name, answers=lambda: _answers(port, first)) as server:
        yield server


@contextmanager
def running(
    command: Sequence[str],
    port: int,
    *,
    name: str,
    answers: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Start a server, wait until it ``answers``, stop it at the end.

    ``environment`` is added to that of this process.

    Raises:
        RapporteurError: it ended, or gave no answer in two minutes.
    """
    with tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=os.environ | dict(environment or {}),
        )
        try:
            while not answers():
                if process.poll() is not None or time.perf_counter() > started + STARTING_SECONDS:
                    raise RapporteurError(f'"{name}" gave no answer: {_told(complaints)}')
                time.sleep(RETRY_SECONDS)
            seconds = time.perf_counter() - started
            yield Server(process_id=process.pid, port=port, first_answer_seconds=seconds)
        finally:
            _stop(process)


@contextmanager
def connected(port: int) -> Iterator[http.client.HTTPConnection]:
    """A connection that stays open from request to request."""
    connection = http.client.HTTPConnection(HOST, port, timeout=STARTING_SECONDS)
    try:
        yield connection
    finally:
        connection.close()


def post(connection: http.client.HTTPConnection, asking: Asking) -> int:
    """Ask a question, read the whole answer, and return its HTTP status."""
    connection.request("POST", ASK_PATH, asking.body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    return response.status


def memory_of(process_id: int) -> Mapping[str, float]:
    """The resident memory of a process, now and at most, in MiB; empty where Linux is not."""
    try:
        status = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    except OSError:
        return {}
    lines = dict(line.split(":", maxsplit=1) for line in status.splitlines())
    return {
        name: int(lines[field].split()[0]) / 1024  # the kernel counts in KiB
        for name, field in MEMORY_FIELDS.items()
        if field in lines
    }


def last_line(complaints: bytes) -> str:
    """The last thing that a program said."""
    lines = complaints.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("rapporteur: ") if lines else "it said nothing"


def _answers(port: int, asking: Asking) -> bool:
    try:
        with connected(port) as connection:
            return post(connection, asking) == http.client.OK
    except (OSError, http.client.HTTPException):
        return False


def _told(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    return last_line(complaints.read())


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=STOPPING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])

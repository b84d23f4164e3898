"""Systems at work: indexing timed, answers timed, and the memory that both take.

Every system is a process of its own. Its clock starts before the process does: importing
libraries and loading the model count, as they do for whoever starts it.
"""

import http.client
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from eval.peers.contenders import ROOT, Contender, HttpServer, ServerOf
from eval.peers.protocol import INDEX_FOLDER
from eval.server import connected, free_port, last_line, memory_of, running
from service import RapporteurError

_ENCODERS_FOLDER = "encoders"  # a home's copy of the model, which the others read where it lies


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What indexing cost: the whole process, its peak memory, and the bytes left.

    Other work on the machine lengthens ``seconds``, but hardly ``processor_seconds``.
    """

    seconds: float
    processor_seconds: float
    peak_mebibytes: float
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """A system that answers: seconds from its start to its first answer, and how to ask it.

    ``server`` is None within a process, which answers one query at a time.
    """

    first_answer_seconds: float
    process_id: int
    ask: Callable[[str], Sequence[str]]
    server: HttpServer | None = None


def index(contender: Contender, folder: Path, model: Path) -> Indexed:
    """Index the corpus of a folder.

    Raises:
        RapporteurError: the program failed.
    """
    command = [*contender.command, "index", str(folder), str(model)]
    with tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=complaints, env=_environment()
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            told = _last_complaint(complaints)
            raise RapporteurError(f"{contender.name} could not index: {told}")
    return Indexed(
        seconds=seconds,
        processor_seconds=usage.ru_utime + usage.ru_stime,
        peak_mebibytes=usage.ru_maxrss / 1024,  # the kernel counts in KiB
        size_bytes=index_bytes(folder / INDEX_FOLDER),
    )


@contextmanager
def in_process(
    contender: Contender, folder: Path, *, model: Path, first: str
) -> Iterator[Answering]:
    """Start a system over its index, ask a first query, and end it.

    Raises:
        RapporteurError: it gave no answer.
    """
    command = [*contender.command, "answer", str(folder), str(model)]
    with tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=_environment(),
        ) as process:

            def ask(query: str) -> Sequence[str]:
                line = _exchange_line(process, json.dumps(query))
                if not line:
                    told = _last_complaint(complaints)
                    raise RapporteurError(f"{contender.name} gave no answer: {told}")
                ids: Sequence[str] = json.loads(line)
                return ids

            try:
                ask(first)
                seconds = time.perf_counter() - started
                yield Answering(first_answer_seconds=seconds, process_id=process.pid, ask=ask)
            finally:
                process.kill()


@contextmanager
def over_http(server_of: ServerOf, folder: Path, *, name: str, first: str) -> Iterator[Answering]:
    """Start a system's own server over its index, ask a first query, and stop it.

    Raises:
        RapporteurError: it gave no answer.
    """
    server = server_of(folder, free_port())
    with (
        running(
            server.command,
            server.port,
            name=f"{name}'s server",
            answers=lambda: _answers(server, first),
            environment=server.environment,
        ) as started,
        connected(server.port) as connection,
    ):
        yield Answering(
            first_answer_seconds=started.first_answer_seconds,
            process_id=started.process_id,
            ask=lambda query: server.read_ids(json.loads(exchange(server, connection, query))),
            server=server,
        )


def exchange(server: HttpServer, connection: http.client.HTTPConnection, query: str) -> bytes:
    """Ask a server over an open connection, and read the whole answer.

    Raises:
        RapporteurError: it answers with another status than 200.
    """
    server.ask(connection, query)
    response = connection.getresponse()
    body = response.read()
    if response.status != http.client.OK:
        raise RapporteurError(f"the server answered a query with status {response.status}")
    return body


def index_bytes(folder: Path) -> int:
    """The bytes of an index on the disk, each file once, without a copy of the model."""
    model = {path.stat().st_ino for path in (folder / _ENCODERS_FOLDER).rglob("*")}
    stats = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum({s.st_ino: s.st_size for s in stats if s.st_ino not in model}.values())


def peak_mebibytes(process_id: int) -> float:
    """The peak resident memory of a process and of those that it has started."""
    threads = Path(f"/proc/{process_id}/task").glob("*/children")
    children = [int(child) for thread in threads for child in thread.read_text().split()]
    own = memory_of(process_id).get("peak-memory-MiB", 0.0)
    return own + sum(peak_mebibytes(child) for child in children)


def processor_seconds(process_id: int) -> float:
    """The processor time that all threads of a process have taken so far."""
    told = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8")
    fields = told.rpartition(")")[2].split()  # the name before it may hold blanks
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime, stime: proc(5)


def _exchange_line(process: subprocess.Popen[bytes], line: str) -> bytes:
    """Write a line to a process, and read one; an empty one when it has ended."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process has no pipes")
    with suppress(BrokenPipeError):
        process.stdin.write(line.encode() + b"\n")
        process.stdin.flush()
    return process.stdout.readline()


def _last_complaint(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    return last_line(complaints.read())


def _answers(server: HttpServer, query: str) -> bool:
    try:
        with connected(server.port) as connection:
            exchange(server, connection, query)
    except (OSError, http.client.HTTPException, RapporteurError):
        return False
    return True


def _environment() -> Mapping[str, str]:
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}

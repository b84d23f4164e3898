"""Reading files in processes that a hostile file may bring down: this side of the pipe.

Each lane is one server process (``corpus.worker``) that has the parsers loaded and forks a child
for each file. Frames cross the pipe both ways: a line of JSON and bytes, never a pickle, since
what comes back was written by a process that a stranger's file may have taken over.
"""

import json
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from queue import SimpleQueue
from typing import IO, Any, Self

from corpus.errors import CorpusError, UnreadableReport
from corpus.records import Cover, Report, report_of
from corpus.sandbox import Limits

Message = Mapping[str, Any]

SERVER = ("-I", "-m", "corpus.worker")
_SIZES = struct.Struct(">IQ")  # of the message and of the bytes behind it


def frame_of(message: Message, content: bytes) -> bytes:
    """A message and bytes as they cross the pipe."""
    head = json.dumps(message).encode()
    return _SIZES.pack(len(head), len(content)) + head + content


def read_frame(stream: IO[bytes]) -> tuple[Message, bytes] | None:
    """Read the next message and its bytes; None where the stream ends.

    Raises:
        ValueError: what is there is no frame.
    """
    sizes = stream.read(_SIZES.size)
    if not sizes:
        return None
    if len(sizes) < _SIZES.size:
        raise ValueError("the frame has no sizes")
    head_bytes, content_bytes = _SIZES.unpack(sizes)
    head, content = stream.read(head_bytes), stream.read(content_bytes)
    message = json.loads(head)
    if len(content) < content_bytes or not isinstance(message, dict):
        raise ValueError("the frame is cut off")
    return message, content


class Workers:
    """Server processes that read report files, as many at a time as there are lanes.

    Threads may share it; one that finds every lane taken waits. A server is started when its
    lane is first used, and again when it was killed.
    """

    def __init__(
        self, *, lanes: int = 1, limits: Limits | None = None, server: Sequence[str] = SERVER
    ) -> None:
        self._servers = [_Server(server) for _ in range(lanes)]
        self.limits = limits or Limits()
        self._idle: SimpleQueue[_Server] = SimpleQueue()
        for one in self._servers:
            self._idle.put(one)

    def read_report(self, name: str, source: bytes, *, told: Cover | None = None) -> Report:
        """Read a report from the bytes of its file; ``told`` completes its cover.

        Raises:
            UnreadableReport: it is no report that we can read within the limits.
        """
        own = {field: value for field, value in asdict(told or Cover()).items() if value}
        content = self._ask({"task": "read", "name": name, "told": own}, source)
        try:
            return report_of(json.loads(content))
        except (ValueError, TypeError, KeyError) as error:
            raise UnreadableReport(f"{name} misled its reader: {error}") from error

    def draw_page(self, name: str, source: bytes, *, page: int, scale: float) -> bytes:
        """Draw a page of a PDF file as PNG; at scale 1 a point is a pixel, and pages count from 1.

        Raises:
            UnknownAddress: the file has no such page.
            UnreadableReport: it cannot be drawn within the limits.
        """
        return self._ask({"task": "draw", "name": name, "page": page, "scale": scale}, source)

    def close(self) -> None:
        """End all servers, and with them whatever is being read."""
        for server in self._servers:
            server.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, request: Message, source: bytes) -> bytes:
        with self._lane() as server:
            answer, content = server.ask({**request, "limits": asdict(self.limits)}, source)
        if "refusal" in answer:
            raise _error_of(str(answer.get("code")))(str(answer["refusal"]))
        return content

    @contextmanager
    def _lane(self) -> Iterator["_Server"]:
        server = self._idle.get()
        try:
            yield server
        finally:
            self._idle.put(server)


class _Server:
    """One server process, and the pipe to it."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._command = [sys.executable, *arguments]
        self._running: subprocess.Popen[bytes] | None = None

    def ask(self, request: Message, source: bytes) -> tuple[Message, bytes]:
        """Have a request answered; a server that breaks off is replaced for the next one."""
        if self._running is None or self._running.poll() is not None:
            self._start()
        try:
            return self._exchange(frame_of(request, source))
        except (OSError, ValueError) as error:
            self.stop()
            raise UnreadableReport(f"{request['name']} was not read: {error}") from error

    def stop(self) -> None:
        """Kill the server; the child that reads for it dies with it."""
        running, self._running = self._running, None
        if running is not None:
            running.kill()
            running.wait()
            for pipe in (running.stdin, running.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was not sent yet goes nowhere
                        pipe.close()

    def _start(self) -> None:
        """Start it with no environment, in a folder that is gone, and out of reach of Ctrl-C."""
        self.stop()
        with tempfile.TemporaryDirectory() as folder:
            self._running = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                cwd=folder,
                start_new_session=True,
            )

    def _exchange(self, frame: bytes) -> tuple[Message, bytes]:
        running = self._running
        if running is None or running.stdin is None or running.stdout is None:
            raise ValueError("its reader has ended")
        running.stdin.write(frame)
        running.stdin.flush()
        answer = read_frame(running.stdout)
        if answer is None:
            raise ValueError("its reader has ended")
        return answer


def _error_of(code: str) -> type[CorpusError]:
    kinds: list[type[CorpusError]] = [CorpusError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return next((kind for kind in kinds if kind.code == code), UnreadableReport)

"""Many clients at once: each asks its next question when it has read the answer to its last one.

The clients share one thread of this process, so that they take little of the machine that they
measure.
"""

import asyncio
import http.client
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.server import ASK_PATH, HOST, Asking


@dataclass(frozen=True, slots=True)
class Load:
    """What some clients at once were given: milliseconds of each answer, and how many failed."""

    clients: int
    milliseconds: Sequence[float]
    seconds: float
    errors: int

    @property
    def answers_per_second(self) -> float:
        """How many answers all clients together were given."""
        return len(self.milliseconds) / self.seconds


def load_server(port: int, askings: Sequence[Asking], *, clients: int, requests: int) -> Load:
    """Ask ``requests`` questions in all, cycling through the given ones, by that many clients.

    An answer of another status than 200, and a connection that breaks, are errors.
    """
    return asyncio.run(_load(port, askings, clients=clients, requests=requests))


async def _load(port: int, askings: Sequence[Asking], *, clients: int, requests: int) -> Load:
    turns = iter(range(requests))
    started = time.perf_counter()
    told = await asyncio.gather(*(_ask_on(port, askings, turns) for _ in range(clients)))
    seconds = time.perf_counter() - started
    milliseconds = [each for times, _ in told for each in times]
    return Load(clients, milliseconds, seconds, sum(errors for _, errors in told))


async def _ask_on(
    port: int, askings: Sequence[Asking], turns: Iterator[int]
) -> tuple[list[float], int]:
    """Ask until no turns are left; the milliseconds of each answer, and how many failed."""
    milliseconds, errors = [], 0
    reader, writer = await asyncio.open_connection(HOST, port)
    for turn in turns:
        started = time.perf_counter()
        try:
            writer.write(_request(askings[turn % len(askings)]))
            status, is_kept = await _read_answer(reader)
        except (OSError, EOFError):
            status, is_kept = 0, False
        if status == http.client.OK:
            milliseconds.append((time.perf_counter() - started) * 1000)
        else:
            errors += 1
        if not is_kept:
            writer.close()
            reader, writer = await asyncio.open_connection(HOST, port)
    writer.close()
    return milliseconds, errors


def _request(asking: Asking) -> bytes:
    head = (
        f"POST {ASK_PATH} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(asking.body)}\r\n\r\n"
    )
    return head.encode("ascii") + asking.body


async def _read_answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """The status of an answer that has been read whole, and whether its connection is kept."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    first, *lines = head.strip().split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines)
    await reader.readexactly(int(fields["content-length"]))
    return int(first.split()[1]), fields.get("connection") != "close"

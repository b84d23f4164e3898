"""Clients that ask a server at the same time, each over a connection of its own."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice

from eval.peers.contenders import HttpServer
from eval.peers.programs import exchange
from eval.server import connected


@dataclass(frozen=True, slots=True, kw_only=True)
class Rush:
    """Milliseconds of each answer, and the seconds that all of them took together."""

    milliseconds: Sequence[float]
    seconds: float


def ask_at_once(server: HttpServer, queries: Sequence[str], *, clients: int, requests: int) -> Rush:
    """Ask ``requests`` queries, in their order and again, by some clients without a pause.

    Raises:
        RapporteurError: the server refused a query.
    """
    waiting = islice(cycle(queries), requests)  # one iterator for all: next() is atomic

    def ask(_: int) -> Sequence[float]:
        return list(_timed(server, waiting))

    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=clients) as pool:
        timed = list(pool.map(ask, range(clients)))
    return Rush(
        milliseconds=[each for of_client in timed for each in of_client],
        seconds=time.perf_counter() - started,
    )


def _timed(server: HttpServer, queries: Iterator[str]) -> Iterator[float]:
    with connected(server.port) as connection:
        for query in queries:
            started = time.perf_counter()
            exchange(server, connection, query)
            yield (time.perf_counter() - started) * 1000

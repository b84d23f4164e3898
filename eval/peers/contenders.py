"""Who is measured: each system, the program that it is, and how its server is asked."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from eval.peers.protocol import CUTOFF, INDEX_FOLDER
from eval.server import ASK_PATH, HOST, program
from service import RapporteurError

ROOT = Path(__file__).parents[2]  # where another interpreter finds this package
OURS = "rapporteur"
SEARCH_PATH = "/api/v1/search"

Ask = Callable[[HTTPConnection, str], None]
"""Send a query over a connection."""
ReadIds = Callable[[Any], Sequence[str]]
"""The ids of the texts, best first, that a decoded answer of a server names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpServer:
    """A system's own server: its command line, its environment, and how it is asked."""

    port: int
    command: Sequence[str]
    environment: Mapping[str, str]
    ask: Ask
    read_ids: ReadIds


ServerOf = Callable[[Path, int], HttpServer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A system by its name; it takes part where ``packages`` are installed for ``python``.

    ``python -m module`` is its program, as ``protocol`` tells. ``servers`` are the ways to ask it
    over HTTP, by the name that is told: its server over what was indexed below a folder, on a port.
    """

    name: str
    module: str
    packages: tuple[str, ...]
    python: str
    servers: Mapping[str, ServerOf] = field(default_factory=dict)

    @property
    def command(self) -> Sequence[str]:
        """Its program, up to the task."""
        return (self.python, "-m", self.module)

    def versions(self) -> Mapping[str, str] | None:
        """The installed versions of its packages; None where one of them is missing."""
        code = (
            "import json, sys; from importlib.metadata import version;"
            "print(json.dumps({name: version(name) for name in sys.argv[1:]}))"
        )
        command = [self.python, "-c", code, *self.packages]
        told = subprocess.run(command, capture_output=True, check=False)
        return json.loads(told.stdout) if told.returncode == 0 else None


def contenders_of(python: Path | None) -> tuple[Contender, ...]:
    """All systems, ours first; the others run by ``python``, or by our own interpreter.

    Raises:
        RapporteurError: there is no such interpreter.
    """
    if python is not None and not python.is_file():
        raise RapporteurError(f"{python} is no interpreter; a Python with the peers is expected")
    other = sys.executable if python is None else str(python.absolute())
    return (
        Contender(
            name=OURS,
            module="eval.peers.on_rapporteur",
            packages=("torch",),
            python=sys.executable,
            servers={
                OURS: partial(_rapporteur_server, path=SEARCH_PATH),
                f"{OURS} answering": partial(_rapporteur_server, path=ASK_PATH),
            },
        ),
        Contender(
            name="txtai",
            module="eval.peers.on_txtai",
            packages=("txtai", "fastapi", "uvicorn", "torch"),  # its API, too
            python=other,
            servers={"txtai": partial(_txtai_server, python=other)},
        ),
        Contender(
            name="haystack",
            module="eval.peers.on_haystack",
            packages=("haystack-ai", "sentence-transformers-haystack", "torch"),
            python=other,
        ),
        Contender(
            name="script",
            module="eval.peers.on_faiss",
            packages=("sentence-transformers", "faiss-cpu", "torch"),
            python=other,
        ),
    )


def _rapporteur_server(folder: Path, port: int, *, path: str) -> HttpServer:
    """The server, asked for a ranking as the others are, or for an answer with its quotes."""

    def ask(connection: HTTPConnection, query: str) -> None:
        body = json.dumps({"question": query, "limit": CUTOFF}).encode()
        connection.request("POST", path, body, {"Content-Type": "application/json"})

    return HttpServer(
        port=port,
        command=[*program(folder / INDEX_FOLDER), "serve", "--host", HOST, "--port", str(port)],
        environment={},
        ask=ask,
        read_ids=lambda answer: [passage["report_id"] for passage in answer["passages"]],
    )


def _txtai_server(folder: Path, port: int, *, python: str) -> HttpServer:
    """Its API, configured by a file beside the index; JSON is YAML too."""
    config = folder / "api.yml"
    index = {"path": str(folder / INDEX_FOLDER), "embeddings": {"hybrid": True, "content": True}}
    config.write_text(json.dumps(index))

    def ask(connection: HTTPConnection, query: str) -> None:
        connection.request("GET", f"/search?query={quote(query)}&limit={CUTOFF}")

    options = ["--host", HOST, "--port", str(port), "--log-level", "warning"]
    return HttpServer(
        port=port,
        command=[python, "-m", "uvicorn", "txtai.api:app", *options],
        environment={"CONFIG": str(config)},
        ask=ask,
        read_ids=lambda answer: [hit["id"] for hit in answer],
    )

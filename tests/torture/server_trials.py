"""D7, D8: a real server whose index is damaged, and swapped two hundred times, while it answers."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread

import uvicorn

from corpus.records import Report
from index.generation import current_generation
from index.publishing import build_generation
from index.settings import IndexSettings
from tests.conftest import FakeEncoder
from tests.torture import homes
from tests.torture.trials import Effort, Trial, empty_folder, timed
from web.app import create_app
from web.commands import listen
from web.settings import WebSettings

_LONGEST_SECONDS = 20.0
_CLIENTS = 8
_ASK_PATH = "/api/v1/ask"
_QUESTION = b'{"question": "How much cocaine came by sea?"}'


def scrub_server(effort: Effort) -> Trial:
    """Damage the files of an open index one by one: the server stops answering, and is healed."""
    what = "a byte of each file of an open index altered: not ready, until it is indexed anew"
    with (
        timed(Trial(goal="D7", what=what, effort=effort)) as trial,
        empty_folder() as folder,
    ):
        home = folder / "home"
        homes.add(home, 1)
        homes.index(home)
        with _server(home, scrub_minutes=1e-5) as port:
            for name in _names(home)[:: 1 if effort.is_full else 12]:
                began = time.monotonic()
                trial.count(_damage_and_heal(home, name, port), where=f"{name} damaged")
                longest = trial.notes.get("longest-seconds-until-healed", 0.0)
                trial.notes["longest-seconds-until-healed"] = max(longest, time.monotonic() - began)
    return trial


def _damage_and_heal(home: Path, name: str, port: int) -> list[str]:
    generation = current_generation(home)
    path = home / "generations" / str(generation) / name
    with path.open("r+b") as file:  # in place: it is the file that the server has mapped
        first = file.read(1)
        file.seek(0)
        file.write(bytes([first[0] ^ 1]))
    if not _becomes(port, 503):
        return ["the damage was not found"]
    faults = [] if _ask(port)[0] == 503 else ["a damaged index answers"]
    homes.index(home)
    if not _becomes(port, 200):
        return [*faults, "a new index did not heal it"]
    return faults if _ask(port)[0] == 200 else [*faults, "it is ready and does not answer"]


def swap_under_load(effort: Effort) -> Trial:
    """Publish generation after generation while clients ask; no answer mixes two of them."""
    what = "answers while generations are swapped: each of one generation, to the letter"
    with (
        timed(Trial(goal="D8", what=what, effort=effort)) as trial,
        empty_folder() as folder,
    ):
        home, right = folder / "home", dict[str, int]()
        _publish(home, 0, right)
        with _server(home) as port:
            stop, found = threading.Event(), list[list[str]]()
            ask = partial(_keep_asking, port, right, stop, found)
            clients = [Thread(target=ask) for _ in range(_CLIENTS)]
            for client in clients:
                client.start()
            swap = partial(_swap, home, right=right, port=port, found=found, effort=effort)
            swaps = map(swap, range(1, effort.swaps + 1))
            late = next((faults for faults in swaps if faults), [])
            stop.set()
            for client in clients:
                client.join()
        for faults in [*found, late]:
            trial.count(faults, where="an answer")
        trial.notes["swaps"] = effort.swaps
    return trial


def _swap(
    home: Path,
    number: int,
    *,
    right: dict[str, int],
    port: int,
    found: list[list[str]],
    effort: Effort,
) -> list[str]:
    """Publish, wait until it is what answers, and until it has answered often enough."""
    name = _publish(home, number, right)
    if not _in_time(lambda: json.loads(_ask(port)[1])["receipt"]["generation"] == name):
        return [f"generation {number} was published and does not answer"]
    wanted = number * effort.answers // effort.swaps
    if not _in_time(lambda: len(found) >= wanted):
        return [f"generation {number} answers too seldom"]
    return []


def _publish(home: Path, number: int, right: dict[str, int]) -> str:
    """Publish reports of which every paragraph tells the number; more of them each time."""
    report = homes.report_of(1, paragraphs=3 + number % 5)
    numbered = replace(
        report,
        paragraphs=tuple(
            replace(each, text=f"Edition {number} tells of cocaine by sea. {each.text}")
            for each in report.paragraphs
        ),
    )
    name = _name_of(numbered, home)
    right[name] = number
    return name


def _name_of(report: Report, home: Path) -> str:
    return build_generation([report], FakeEncoder(), home, settings=IndexSettings()).name


def _keep_asking(
    port: int, right: dict[str, int], stop: threading.Event, found: list[list[str]]
) -> None:
    with closing(_connection(port)) as connection:
        while not stop.is_set():
            status, body = _exchange(connection, "POST", _ASK_PATH, _QUESTION)
            found.append(_mixed(status, body, right))


def _mixed(status: int, body: bytes, right: dict[str, int]) -> list[str]:
    if status != 200:
        return [f"status {status}"]
    answer = json.loads(body)
    for _ in range(1_000):  # it may answer before the publisher has noted its name
        if answer["receipt"]["generation"] in right:
            break
        time.sleep(0.001)
    edition = f"Edition {right[answer['receipt']['generation']]} "
    texts = [passage["text"] for passage in answer["passages"]]
    faults = [] if texts else ["no passage"]
    if not all(text.startswith(edition) for text in texts):
        faults.append("a passage of another generation")
    quotes = [
        passage["text"][mark["start"] : mark["end"]] == mark["quote"]
        for passage in answer["passages"]
        for mark in passage["highlights"]
    ]
    return faults if all(quotes) else [*faults, "a quote that is not exact"]


@contextmanager
def _server(home: Path, *, scrub_minutes: float = 0.0) -> Iterator[int]:
    """The real application on a real socket; gives its port."""
    settings = WebSettings(
        port=0, scrub_minutes=scrub_minutes, renewal_seconds=0, allowed_hosts=("127.0.0.1",)
    )
    with _opening(homes.open_home):
        app = create_app(homes.open_home(home), settings, home=home)
        running = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
        with listen(settings) as listener:
            thread = Thread(target=running.run, kwargs={"sockets": [listener]})
            thread.start()
            try:
                yield listener.getsockname()[1]
            finally:
                running.should_exit = True
                thread.join()


@contextmanager
def _opening(open_home: Callable[[Path], object]) -> Iterator[None]:
    """Let the server open homes with the fake encoder."""
    app = import_module("web.app")
    sound = app.open_assistant
    app.open_assistant = lambda home, **told: open_home(home)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        app.open_assistant = sound  # type: ignore[attr-defined]


def _ask(port: int) -> tuple[int, bytes]:
    return _request(port, "POST", _ASK_PATH, _QUESTION)


def _becomes(port: int, status: int) -> bool:
    return _in_time(lambda: _request(port, "GET", "/readyz", b"")[0] == status)


def _in_time(holds: Callable[[], bool]) -> bool:
    """Whether something holds before it has been waited for too long."""
    last = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < last:
        if holds():
            return True
        time.sleep(0.001)
    return False


def _request(port: int, method: str, path: str, body: bytes) -> tuple[int, bytes]:
    with closing(_connection(port)) as connection:
        return _exchange(connection, method, path, body)


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=_LONGEST_SECONDS)


def _exchange(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes
) -> tuple[int, bytes]:
    connection.request(method, path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    return response.status, response.read()


def _names(home: Path) -> list[str]:
    folder = home / "generations" / str(current_generation(home))
    return sorted(path.name for path in folder.iterdir() if path.stat().st_size)

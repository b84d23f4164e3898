"""The command that serves the pages and the API."""

import errno
import gc
import logging
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from types import FrameType

    from fastapi import FastAPI

    from service import Assistant
    from web.metrics import Metrics
    from web.settings import WebSettings

log = logging.getLogger(__name__)

_ALLOCATED = 1 << 16  # objects between two looks for garbage while starting
# How long another thread may keep the interpreter from one that has read from the disk; by default
# .005, and the first question over 5,183 reports waited .6 s for what is made beside it.
_SWITCH_SECONDS = 0.0002


def mount(app: typer.Typer) -> None:
    """Add this package's commands to the program."""
    app.command()(serve)


def serve(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes any.")] = None,
    allowed_host: Annotated[
        list[str] | None, typer.Option(help="A host name that requests may use; repeatable.")
    ] = None,
) -> None:
    """Serve the pages and the API until interrupted."""
    settings = read_settings(host=host, port=port, allowed_hosts=allowed_host)
    with closing(listen(settings)) as listener, ExitStack() as starting:
        starting.enter_context(_seldom_collecting())
        from web.logs import write_logs

        write_logs(settings.log_format)
        with _step("loading the program"):
            from service import CorpusSettings, open_originals
            from web.metrics import Metrics
        home, metrics = CorpusSettings.at(ctx.obj).home, Metrics()
        with ThreadPoolExecutor(max_workers=1) as beside:
            loading = beside.submit(_load_app)  # while files are verified
            assistant = _open(home, metrics)
        with open_originals(home) as originals:
            parts: dict[str, Any] = {"home": home, "originals": originals, "metrics": metrics}
            app = loading.result()(assistant, settings, **parts)
            starting.close()
            sys.setswitchinterval(_SWITCH_SECONDS)
            typer.echo(f"Rapporteur is at {url_of(listener)}")
            _run(app, listener, settings)
    log.info("stopped")


def _load_app() -> "Callable[..., FastAPI]":
    from web.app import create_app

    return create_app


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage less often: what is imported and opened makes many objects, all kept.

    Without it a start over 5,183 reports takes 2.0 s of a processor instead of 1.7.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(_ALLOCATED, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def read_settings(
    *, host: str | None, port: int | None, allowed_hosts: list[str] | None
) -> "WebSettings":
    """Read the settings, the command's own options first.

    Raises:
        SettingsError: one has a value that is not allowed, the language has no catalogue, or the
            server would listen beyond this machine without being told under which names.
    """
    from service import SettingsError
    from web.languages import read_language
    from web.settings import WebSettings

    told: dict[str, Any] = {"host": host, "port": port, "allowed_hosts": allowed_hosts or None}
    settings = WebSettings(**{name: value for name, value in told.items() if value is not None})
    read_language(settings.language)
    if not is_loopback(settings.host) and "allowed_hosts" not in settings.model_fields_set:
        raise SettingsError(
            f"host {settings.host} can be reached from other machines; "
            "name the host names they may use with --allowed-host"
        )
    return settings


def listen(settings: "WebSettings") -> socket.socket:
    """Open the listening socket, so that a port in use is found before anything is loaded.

    Raises:
        AddressInUse: another program listens there.
        SettingsError: this machine has no such address, or does not allow it.
    """
    from service import AddressInUse, SettingsError

    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=128)
    except OSError as error:
        where = f"{settings.host}, port {settings.port}"
        if error.errno == errno.EADDRINUSE:
            told = f"another program listens at {where}; choose another with --port"
            raise AddressInUse(told) from error
        reason = str(error.strerror).partition(" (")[0]
        raise SettingsError(f"cannot listen at {where}: {reason}") from error
    # Connections inherit it; asyncio sets it only on sockets that name TCP as their protocol.
    # Without it an answer's last packet waits 40 ms for the client's acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def is_loopback(host: str) -> bool:
    """Whether a host can be reached from this machine only."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def url_of(listener: socket.socket) -> str:
    """Where a browser finds the server."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _open(home: Path, metrics: "Metrics") -> "Assistant":
    """Verify and open the index, and answer the first questions before anyone asks."""
    from service import open_assistant, warm_up

    with _step("verifying and opening the index") as told:
        assistant = open_assistant(home, watch=metrics.watch)
        told["reports"] = len(assistant.reports())
        told["generation"] = assistant.receipt.generation
    with _step("warming up") as told:
        told["questions"] = warm_up(assistant)
    return assistant


@contextmanager
def _step(name: str) -> Iterator[dict[str, object]]:
    """Tell that a step of starting begins, and how long it took with what else is told of it."""
    from web.logs import FIELDS

    log.info("%s …", name)
    started = time.monotonic()
    told: dict[str, object] = {}
    yield told
    seconds = round(time.monotonic() - started, 2)
    log.info("done %s", name, extra={FIELDS: {**told, "seconds": seconds}})


def _run(app: "FastAPI", listener: socket.socket, settings: "WebSettings") -> None:
    """Answer until SIGINT or SIGTERM, then let open requests end.

    There is no access log but ours, and no header of a proxy is believed.
    """
    from web.server import GentleServer

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ignore)  # uvicorn sends itself the signal again once it has stopped
    GentleServer(app, app.state.gate, settings).run(sockets=[listener])


def _ignore(number: int, frame: "FrameType | None") -> None:
    """Let the program go on to its own end."""

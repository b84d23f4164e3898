"""The command that serves the pages and the API."""

import errno
import logging
import signal
import socket
import time
from contextlib import closing
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from types import FrameType

    from service import Assistant
    from web.settings import WebSettings


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
    with closing(listen(settings)) as listener:
        typer.echo("Opening the index …", err=True)
        from service import CorpusSettings, open_assistant, open_originals

        started = time.monotonic()
        home = CorpusSettings.at(ctx.obj).home
        assistant = open_assistant(home)
        seconds = time.monotonic() - started
        typer.echo(f"{_count_text(assistant)}, verified and open in {seconds:.1f} s", err=True)

        from web.app import create_app

        with open_originals(home) as originals:
            app = create_app(assistant, settings, home=home, originals=originals)
            typer.echo(f"Rapporteur is at {url_of(listener)}")
            _run(app, listener, grace_seconds=settings.grace_seconds)
    typer.echo("Stopped.", err=True)


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


def _run(app: Any, listener: socket.socket, *, grace_seconds: int) -> None:
    """Answer until SIGINT or SIGTERM, then let open requests end.

    There is no access log, and no header of a proxy is believed.
    """
    import uvicorn

    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    logging.getLogger("web").setLevel(logging.INFO)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=grace_seconds,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ignore)  # uvicorn sends itself the signal again once it has stopped
    uvicorn.Server(config).run(sockets=[listener])


def _ignore(number: int, frame: "FrameType | None") -> None:
    """Let the program go on to its own end."""


def _count_text(assistant: "Assistant") -> str:
    from service import count_text

    generation = assistant.receipt.generation[:12]
    return f"{count_text(len(assistant.reports()), 'report')}, generation {generation}"

"""What stands before every route: headers on all responses, and who may ask.

Plain ASGI, so that it also covers errors. A host that is not on the list is refused, because a
page of another site can point its own name at this server (DNS rebinding); a question from
another site is refused by what the browser says of its origin, without tokens or cookies.
"""

import logging
import re
import traceback
from collections.abc import Collection, Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import BODY_TOO_LARGE, CROSS_SITE, HOST_REFUSED, UNEXPECTED, Reply
from web.gate import UNCOUNTED, Gate

log = logging.getLogger(__name__)

STATIC_PATH = "/static"
_LOGGED_FRAMES = 8  # enough to find the place, without the framework around it
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'; require-trusted-types-for 'script'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})  # RFC 9110, section 9.2.1
_HOST = re.compile(
    r"""
    (?P<name>\[[0-9a-f:.]+\] | [a-z0-9._-]+)     # [::1]   127.0.0.1   reports.example
    (?::(?P<port>\d{1,5}))?                      # :8000
    """,
    re.VERBOSE,
)


class SecureHeaders:
    """Sets the headers of every response; nothing is stored unless its route says otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application with ``send`` adding the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_static = scope["path"].startswith(f"{STATIC_PATH}/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-cache" if is_static else "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class LastResort:
    """The outermost catch: an unexpected error is told as a problem and logged without its text.

    Only where it was raised is logged: its message could hold a question.
    """

    def __init__(self, app: ASGIApp, *, reply: Reply) -> None:
        self.app = app
        self.reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application; once a response has begun, it can only be cut off."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            return
        except Exception as error:
            _log_unexpected(error)
            if not has_begun:
                await self.reply(scope, UNEXPECTED)(scope, receive, send)


class AllowedHosts:
    """Refuses requests under a host name that is not on the list, or under two of them."""

    def __init__(self, app: ASGIApp, *, names: Collection[str], reply: Reply) -> None:
        self.app = app
        self.names = frozenset(names)
        self.reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through when its one Host header is on the list."""
        if scope["type"] != "http" or host_name(Headers(scope=scope).getlist("host")) in self.names:
            await self.app(scope, receive, send)
            return
        await self.reply(scope, HOST_REFUSED)(scope, receive, send)


class SameSite:
    """Refuses questions that a page of another site sends through the reader's browser."""

    def __init__(self, app: ASGIApp, *, reply: Reply) -> None:
        self.app = app
        self.reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through when it is safe, or comes from a page of ours or no page."""
        if scope["type"] != "http" or is_from_here(scope["method"], Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        await self.reply(scope, CROSS_SITE)(scope, receive, send)


class BodyLimit:
    """Refuses bodies that are too large, as soon as it is told or seen that they are."""

    def __init__(self, app: ASGIApp, *, max_bytes: int, reply: Reply) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application with ``receive`` counting what comes in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > self.max_bytes:
            await self.reply(scope, BODY_TOO_LARGE)(scope, receive, send)
            return
        received_bytes = 0

        async def counted() -> Message:
            nonlocal received_bytes
            message = await receive()
            received_bytes += len(message.get("body", b""))
            if received_bytes > self.max_bytes:
                raise HTTPException(BODY_TOO_LARGE.status)
            return message

        await self.app(scope, counted, send)


class Admission:
    """Refuses requests that the gate does not let in; a busy server still tells that it is alive.

    A connection is not kept for the next request to a server that stops.
    """

    def __init__(self, app: ASGIApp, *, gate: Gate, reply: Reply) -> None:
        self.app = app
        self.gate = gate
        self.reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or say why not."""
        if scope["type"] != "http" or scope["path"] in UNCOUNTED:
            await self.app(scope, receive, send)
            return
        if (problem := self.gate.refusal()) is not None:
            await self.reply(scope, problem)(scope, receive, send)
            return
        self.gate.open_requests += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.gate.open_requests -= 1


def host_name(hosts: Iterable[str]) -> str | None:
    """The name in a request's Host headers, without its port; None unless there is just one."""
    names = [_HOST.fullmatch(host.lower()) for host in hosts]
    return names[0]["name"] if len(names) == 1 and names[0] is not None else None


def is_from_here(method: str, headers: Headers) -> bool:
    """Whether a request is safe, or comes from a page of this server, or from no page at all.

    ``Sec-Fetch-Site`` decides where the browser sends it; else ``Origin`` must name our host.
    """
    if method in _SAFE_METHODS:
        return True
    sites = headers.getlist("sec-fetch-site")
    if sites:
        return all(site in ("same-origin", "none") for site in sites)
    host = headers.get("host", "").lower()
    origins = headers.getlist("origin")
    return all(origin.lower().partition("://")[2] == host for origin in origins)


def _log_unexpected(error: Exception) -> None:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-_LOGGED_FRAMES:]]
    log.error("unexpected %s at %s", type(error).__name__, " < ".join(reversed(places)))

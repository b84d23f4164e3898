"""The HTTP server: uvicorn, with a stop that loses no answer and no patience for slow clients.

uvicorn waits as long as a client likes for the rest of a request, and for the answer to be read
(Kludex/uvicorn#157); middleware cannot help, since it sees no request before its head is whole.
"""

import asyncio
import logging
import socket
from asyncio import TimerHandle, Transport
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from web.gate import Gate
from web.logs import FIELDS
from web.settings import WebSettings

log = logging.getLogger(__name__)

_TICK_SECONDS = 0.02
# Between the last answer and the end: a client that had just connected is refused, not cut off.
_LINGER_SECONDS = 0.5
_LATE = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class GentleServer(uvicorn.Server):
    """Told to stop, it answers what is open, refuses what is new, and then closes."""

    def __init__(self, app: Any, gate: Gate, settings: WebSettings) -> None:
        config = uvicorn.Config(
            app,
            http=protocol_of(settings),
            access_log=False,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=settings.grace_seconds,
        )
        super().__init__(config)
        self._gate = gate

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let open requests end within the grace, then close as uvicorn does."""
        self._gate.is_closing = True
        log.info("stopping", extra={FIELDS: {"open_requests": self._gate.open_requests}})
        grace_seconds = self.config.timeout_graceful_shutdown or 0
        try:
            async with asyncio.timeout(grace_seconds):
                while self._gate.open_requests:
                    await asyncio.sleep(_TICK_SECONDS)
        except TimeoutError:
            self.config.timeout_graceful_shutdown = 0  # it was waited for already
        if self.server_state.connections:
            await asyncio.sleep(_LINGER_SECONDS)
        await super().shutdown(sockets)


def protocol_of(settings: WebSettings) -> type[H11Protocol]:
    """HTTP/1.1 as uvicorn speaks it, within the settings' limits of time."""

    class Limited(LimitedProtocol):
        receive_seconds = settings.max_receive_seconds
        send_seconds = settings.max_send_seconds

    return Limited


class LimitedProtocol(H11Protocol):
    """Closes a connection whose request does not come in, or whose answer is not taken, in time.

    A request counts from its first byte, the first of a connection from the moment it is made.
    """

    receive_seconds: float
    send_seconds: float
    _receiving: TimerHandle | None = None
    _sending: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._receiving = self.loop.call_later(self.receive_seconds, self._give_up)

    def data_received(self, data: bytes) -> None:
        """Go on waiting while a request has begun and is not whole."""
        super().data_received(data)
        if not self._is_within_request():
            self._stop_waiting()
        elif self._receiving is None:
            self._receiving = self.loop.call_later(self.receive_seconds, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait for the client to take what was sent."""
        super().pause_writing()
        self._sending = self.loop.call_later(self.send_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has taken enough."""
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None
        super().resume_writing()

    def _is_within_request(self) -> bool:
        if self.conn.their_state is h11.SEND_BODY:
            return True
        return self.conn.their_state is h11.IDLE and bool(self.conn.trailing_data[0])

    def _give_up(self) -> None:
        self._receiving = None
        if self.conn.their_state is h11.IDLE:
            self.transport.write(_LATE)
        self.transport.close()

    def _stop_waiting(self) -> None:
        if self._receiving is not None:
            self._receiving.cancel()
            self._receiving = None

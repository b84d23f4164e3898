"""One line in the log for each request, its counts, and the id by which both are found again.

A line tells the route's template and never the path, the query or the body: no question, and not
even which report was read.
"""

import logging
import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.logs import FIELDS
from web.metrics import Metrics
from web.security import STATIC_PATH

log = logging.getLogger(__name__)

REQUEST_ID_HEADER = "X-Request-ID"
NO_ROUTE = "none"
CUT_OFF = 499  # nginx's status for an answer that its client did not wait for
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")  # a proxy's own; nothing that could break a line


class Journal:
    """Stands outermost, so that refusals are told too."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application; tell what it answered, and after how long."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = request_id_of(Headers(scope=scope))
        started, begun, status = time.perf_counter(), CUT_OFF, CUT_OFF

        async def watched(message: Message) -> None:
            nonlocal begun, status
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
                begun = message["status"]
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                status = begun

        try:
            await self.app(scope, receive, watched)
        finally:
            seconds = time.perf_counter() - started
            self._tell(scope, request_id, status=status, seconds=seconds)

    def _tell(self, scope: Scope, request_id: str, *, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope)
        self.metrics.count(method, route, status=status, seconds=seconds)
        fields = {
            "request_id": request_id,
            "method": method,
            "route": route,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        }
        log.info("request", extra={FIELDS: fields})


def request_id_of(headers: Headers) -> str:
    """The id that a proxy gave a request where it can be one, else a new one."""
    given = headers.get(REQUEST_ID_HEADER, "")
    return given if _ID.fullmatch(given) else uuid4().hex


def route_of(scope: Scope) -> str:
    """The template of the route that a request took; the static files are one route."""
    if scope["path"].startswith(f"{STATIC_PATH}/"):
        return STATIC_PATH
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else NO_ROUTE

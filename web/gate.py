"""Which requests are let in: a bounded number of them, and none once the server is stopping."""

from dataclasses import dataclass

from web.errors import BUSY, STOPPING, Problem

ALIVE_PATH = "/livez"
READY_PATH = "/readyz"
METRICS_PATH = "/metrics"
UNCOUNTED = frozenset({ALIVE_PATH, METRICS_PATH})  # told however busy it is


@dataclass(slots=True)
class Gate:
    """Counts the requests that are open; used on the event loop alone."""

    max_requests: int
    open_requests: int = 0
    is_closing: bool = False

    def refusal(self) -> Problem | None:
        """Why another request is not let in; None when it is."""
        if self.is_closing:
            return STOPPING
        return BUSY if self.open_requests >= self.max_requests else None

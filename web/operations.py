"""The routes for whoever runs the server: is it alive, is it ready, what did it count."""

import time
from pathlib import Path
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from service import sealed_at
from web.gate import ALIVE_PATH, METRICS_PATH, READY_PATH, Gate
from web.metrics import Metrics
from web.renewal import CurrentAssistant


class Operations:
    """Health and metrics; with a ``home`` the age of the index too."""

    def __init__(
        self, current: CurrentAssistant, gate: Gate, metrics: Metrics, *, home: Path | None
    ) -> None:
        self._current = current
        self._gate = gate
        self._metrics = metrics
        self._home = home

    def add_routes(self, app: FastAPI) -> None:
        """Add the routes."""
        plain: dict[str, Any] = {"methods": ["GET", "HEAD"], "include_in_schema": False}
        app.add_api_route(ALIVE_PATH, self.tell_alive, **plain)
        app.add_api_route(READY_PATH, self.tell_ready, **plain)
        app.add_api_route(METRICS_PATH, self.tell_metrics, **plain)

    async def tell_alive(self) -> Response:
        """Whether the server runs; it waits for no thread, since those may all be answering."""
        return JSONResponse({"status": "alive"})

    def tell_ready(self) -> Response:
        """Which generation answers, and why a newer one does not.

        A server that is full, or that stops, refuses this as it refuses a question.
        """
        receipt = self._current.latest().receipt
        return JSONResponse(
            {
                "status": "ready",
                "generation": receipt.generation,
                "version": receipt.version,
                "refused": self._current.refused_code,
            }
        )

    async def tell_metrics(self) -> Response:
        """The counters, for Prometheus; as ``tell_alive`` it waits for no thread."""
        self._tell_gauges()
        return Response(self._metrics.text(), media_type=CONTENT_TYPE_LATEST)

    def _tell_gauges(self) -> None:
        receipt, is_newest = self._current.receipt, self._current.refused_code is None
        self._metrics.tell_generation(
            receipt.generation, version=receipt.version, is_newest=is_newest
        )
        self._metrics.tell_intact(is_intact=self._current.is_intact)
        self._metrics.tell_requests(
            opened=self._gate.open_requests,
            waiting=current_default_thread_limiter().statistics().tasks_waiting,
            is_stopping=self._gate.is_closing,
        )
        sealed = None if self._home is None else sealed_at(self._home, receipt.generation)
        if sealed is not None:
            self._metrics.tell_age(time.time() - sealed)

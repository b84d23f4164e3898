"""The assistant that answers now, renewed when a newer generation is published.

A request keeps the assistant that it began with; the one that notices a newer generation opens
it, while the others go on with the old one. A generation that cannot be opened is refused once
and the old one keeps serving.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from service import Assistant, RapporteurError, current_generation, open_assistant

log = logging.getLogger(__name__)


class CurrentAssistant:
    """The newest assistant; ``home`` is where to look for newer ones, None never to look."""

    def __init__(
        self,
        assistant: Assistant,
        *,
        home: Path | None = None,
        pause_seconds: float = 1.0,
        open_home: Callable[[Path], Assistant] = open_assistant,
    ) -> None:
        self._assistant = assistant
        self._home = home
        self._pause_seconds = pause_seconds
        self._open = open_home
        self._turn = Lock()
        self._next_look_seconds = 0.0
        self._refused: tuple[str | None, str] | None = None

    @property
    def refused_code(self) -> str | None:
        """Why the published generation is not the one that answers; None when it is."""
        return None if self._refused is None else self._refused[1]

    def latest(self) -> Assistant:
        """Look for a newer generation when it is time to, and return the newest assistant."""
        if self._home is not None and self._turn.acquire(blocking=False):
            try:
                self._look(self._home)
            finally:
                self._turn.release()
        return self._assistant

    def _look(self, home: Path) -> None:
        now = time.monotonic()
        if now < self._next_look_seconds:
            return
        self._next_look_seconds = now + self._pause_seconds
        published = None
        try:
            published = current_generation(home)
            if self._is_newer(published):
                self._assistant = self._open(home)
                self._refused = None
                log.info("generation %s answers now", published)
        except RapporteurError as error:
            self._refuse(published, error.code)

    def _is_newer(self, published: str | None) -> bool:
        is_open = published in (None, self._assistant.receipt.generation)
        return not is_open and (self._refused is None or self._refused[0] != published)

    def _refuse(self, published: str | None, code: str) -> None:
        if self._refused != (published, code):
            log.error("generation %s is refused: %s", published, code)
        self._refused = (published, code)

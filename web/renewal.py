"""The assistant that answers now, renewed when a newer generation is published.

A request keeps the assistant that it began with; the one that notices a newer generation opens
it, while the others go on with the old one. A generation that cannot be opened is refused and the
old one keeps serving: a damaged one stays refused, every other is tried again at the next look.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from service import (
    Assistant,
    IndexDamaged,
    RapporteurError,
    Receipt,
    SourceUnavailable,
    current_generation,
    open_assistant,
)

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
    def receipt(self) -> Receipt:
        """What answers now, without a look for a newer generation."""
        return self._assistant.receipt

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
        if time.monotonic() < self._next_look_seconds:
            return
        published = None
        try:
            published = current_generation(home)
            self._renew(home, published)
        except RapporteurError as error:
            self._refuse(published, error.code)
        except OSError:  # it was pruned while it was being opened
            self._refuse(published, SourceUnavailable.code)
        finally:
            self._next_look_seconds = time.monotonic() + self._pause_seconds

    def _renew(self, home: Path, published: str | None) -> None:
        if published is not None and self._refused == (published, IndexDamaged.code):
            return
        if published not in (None, self._assistant.receipt.generation):
            self._assistant = self._open(home)
            log.info("generation %s answers now", published)
        self._refused = None

    def _refuse(self, published: str | None, code: str) -> None:
        if self._refused != (published, code):
            log.error("generation %s is refused: %s", published, code)
        self._refused = (published, code)

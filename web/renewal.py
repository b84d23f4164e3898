"""The assistant that answers now, renewed when a newer generation is published.

A request keeps the assistant that it began with; the one that notices a newer generation opens
it, while the others go on with the old one. A generation that cannot be opened is refused and the
old one keeps serving: a damaged one stays refused until it is published anew, every other is tried
again at the next look. A generation that was damaged after it was opened answers no more.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread

from service import (
    Assistant,
    IndexDamaged,
    RapporteurError,
    Receipt,
    SourceUnavailable,
    Swap,
    current_swap,
    open_assistant,
    scrub,
)

log = logging.getLogger(__name__)


class _Replaced(Exception):
    """Another assistant answers by now."""


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
        self._refused: tuple[Swap | None, str] | None = None
        self._damaged: tuple[Swap, IndexDamaged] | None = None

    @property
    def receipt(self) -> Receipt:
        """What answers now, without a look for a newer generation."""
        return self._assistant.receipt

    @property
    def refused_code(self) -> str | None:
        """Why the published generation is not the one that answers; None when it is."""
        return None if self._refused is None else self._refused[1]

    @property
    def is_intact(self) -> bool:
        """Whether no damage was found in the generation that answers."""
        return self._damaged is None

    def latest(self) -> Assistant:
        """Look for a newer generation when it is time to, and return the newest assistant.

        Raises:
            IndexDamaged: it was damaged while it was open, and none that is whole was published.
        """
        if self._home is not None and self._turn.acquire(blocking=False):
            try:
                self._look(self._home)
            finally:
                self._turn.release()
        if self._damaged is not None:
            raise IndexDamaged(*self._damaged[1].args)
        return self._assistant

    def prepare(self) -> None:
        """Prepare the assistant in a thread that ends with it, at the latest."""
        Thread(target=self._prepare, args=(self._assistant,), name="prepare", daemon=True).start()

    def _prepare(self, assistant: Assistant) -> None:
        def rest(seconds: float) -> None:
            time.sleep(seconds)
            if self._assistant is not assistant:
                raise _Replaced

        with suppress(_Replaced):
            assistant.prepare(rest=rest)

    def scrub(self, *, rest: Callable[[float], None]) -> None:
        """Read the generation that answers again, slowly; a damaged one answers no more.

        ``rest`` waits so many seconds, and ends the reading by what it raises.
        """
        if self._home is None:
            return
        swap = None
        try:
            swap = current_swap(self._home)
            scrub(self._home, rest=rest)
        except IndexDamaged as error:
            self._give_up(swap, error)

    def _give_up(self, swap: Swap | None, error: IndexDamaged) -> None:
        with self._turn:
            if swap is None or swap.name != self._assistant.receipt.generation:
                return  # it is not the one that answers
            if self._damaged is None:
                log.error("generation %s answers no more: %s", swap.name, error)
            self._damaged = swap, error

    def _look(self, home: Path) -> None:
        if time.monotonic() < self._next_look_seconds:
            return
        published = None
        try:
            published = current_swap(home)
            self._renew(home, published)
        except RapporteurError as error:
            self._refuse(published, error.code)
        except OSError:  # it was pruned while it was being opened
            self._refuse(published, SourceUnavailable.code)
        finally:
            self._next_look_seconds = time.monotonic() + self._pause_seconds

    def _renew(self, home: Path, published: Swap | None) -> None:
        if published is not None and self._refused == (published, IndexDamaged.code):
            return
        if published is not None and self._is_news(published):
            newer = self._open(home)
            self._assistant, self._damaged = newer, None
            log.info("generation %s answers now", published.name)
            self.prepare()
        self._refused = None

    def _is_news(self, published: Swap) -> bool:
        """Whether another generation was published, or the one that was damaged anew."""
        if self._damaged is not None:
            return published != self._damaged[0]
        return published.name != self._assistant.receipt.generation

    def _refuse(self, published: Swap | None, code: str) -> None:
        if self._refused != (published, code):
            name = None if published is None else published.name
            log.error("generation %s is refused: %s", name, code)
        self._refused = (published, code)

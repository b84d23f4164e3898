"""The thread that reads the open generation again and again, to find damage before a reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from web.renewal import CurrentAssistant


class _Stopped(Exception):
    """The server ends."""


@contextmanager
def scrubbing(current: CurrentAssistant, *, pause_minutes: float) -> Iterator[None]:
    """Scrub in a thread while the block runs, with a pause after each reading; 0 never does."""
    if pause_minutes == 0:
        yield
        return
    stop = Event()
    thread = Thread(target=_scrub, args=(current, stop, pause_minutes * 60), name="scrub")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _scrub(current: CurrentAssistant, stop: Event, pause_seconds: float) -> None:
    def rest(seconds: float) -> None:
        if stop.wait(seconds):
            raise _Stopped

    try:
        while True:
            rest(pause_seconds)
            current.scrub(rest=rest)
    except _Stopped:
        return

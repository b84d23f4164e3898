"""The stages of an answer, and how long each takes for whoever watches; no answer depends on it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum


class Stage(StrEnum):
    """A part of the main path; what is left of a question is rewriting, scope and citations."""

    ENCODE = "encode"  # the question becomes a query: tokens and an embedding
    RETRIEVE = "retrieve"  # the query becomes a ranking
    EVIDENCE = "evidence"  # passages are read, grouped and quoted
    CONFIDENCE = "confidence"  # whether they answer
    RENDER = "render"  # the answer becomes JSON or a page


Watch = Callable[[Stage, float], None]
"""Is told a stage and the seconds that it took, on the thread that answers."""


def unwatched(stage: Stage, seconds: float) -> None:
    """Watch nothing."""


@contextmanager
def timed(stage: Stage, watch: Watch) -> Iterator[None]:
    """Tell ``watch`` how long a stage took, whether or not it succeeds."""
    started = time.perf_counter()
    try:
        yield
    finally:
        watch(stage, time.perf_counter() - started)

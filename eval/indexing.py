"""How much of indexing is the encoder's own work.

A library is indexed in an empty home. Then the same windows pass through the same model in the
same process and number format, all at once and batched by length: the least that embedding them
can take. The encoder is loaded before, and is exported in advance, once for a model and home.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.evaluation import Manifest, hashes_of
from eval.options import kept_or_temporary
from eval.scale import GrowingReports, reports_of_size
from eval.significance import Estimate
from service import IndexSettings, PassageEncoder, WindowEmbeddings, WindowText, index_source


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexingTimes:
    """How long windows took: to be indexed, and in the model alone."""

    windows: int
    indexing_seconds: float
    model_seconds: float


class RememberingEncoder:
    """An encoder that remembers the windows it was given."""

    def __init__(self, encoder: PassageEncoder) -> None:
        self.identity = encoder.identity
        self.max_pieces = encoder.max_pieces
        self.piece_starts = encoder.piece_starts
        self.export = encoder.export
        self.windows: list[WindowText] = []
        self._encoder = encoder

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        """Embed windows."""
        self.windows += windows
        return self._encoder.encode(windows, progress=progress)


def time_indexing(source: GrowingReports, encoder: PassageEncoder) -> IndexingTimes:
    """Index reports in an empty home, then embed their windows once more."""
    settings, remembering = IndexSettings(), RememberingEncoder(encoder)
    with kept_or_temporary(None) as home:
        index_source(reports_of_size((), 0), encoder, home, settings=settings)
        started = time.perf_counter()
        index_source(source, remembering, home, settings=settings)
        seconds = time.perf_counter() - started
    alone = encoder.encode(remembering.windows, progress=lambda done: None)
    return IndexingTimes(
        windows=len(remembering.windows),
        indexing_seconds=seconds,
        model_seconds=alone.forward_seconds,
    )


def measures_of(rounds: Sequence[IndexingTimes]) -> Mapping[str, Estimate]:
    """Windows a second of both, and the share that is not the model's; medians over rounds."""
    return {
        "windows-indexed/s": _median([e.windows / e.indexing_seconds for e in rounds]),
        "windows-by-the-model/s": _median([e.windows / e.model_seconds for e in rounds]),
        "outside-the-model": _median([1 - e.model_seconds / e.indexing_seconds for e in rounds]),
    }


def manifest_of(corpus: Path, *, paragraphs: int, rounds: int) -> Manifest:
    """What was indexed."""
    return Manifest(
        dataset=corpus.stem,
        files=hashes_of([corpus]),
        questions=0,
        settings={
            **IndexSettings().model_dump(mode="json"),
            "paragraphs": paragraphs,
            "rounds": rounds,
            "processors": os.cpu_count(),
        },
    )


def _median(values: Sequence[float]) -> Estimate:
    return Estimate(value=float(np.median(values)), count=len(values))

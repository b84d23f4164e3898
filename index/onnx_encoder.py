"""The query side of an encoder: the exported graph in onnxruntime, without torch."""

import json
import math
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from corpus.errors import EncoderUnavailable
from index.ranking import Vectors

MODEL_FILE = "encoder.onnx"
WEIGHTS_FILE = "encoder.weights"  # the large arrays of the graph, which names this file
TOKENIZER_FILE = "tokenizer.json"
CONFIG_FILE = "encoder.json"
_LATELY_SECONDS = 0.05  # some questions take as long
_SPIN_MICROSECONDS = "30"  # by default threads spin on after the end; measured, eval/RESULTS.md
# An addition and a normalisation one after the other take less time (eval/RESULTS.md).
_DISABLED_OPTIMIZERS = ("SkipLayerNormFusion",)


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeWeights:
    """An array of the graph that stands in ``WEIGHTS_FILE``, at an offset in bytes."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int

    def map(self, folder: Path) -> onnxruntime.OrtValue:
        """The array, mapped: only the pages that are used are read."""
        file = folder / WEIGHTS_FILE
        mapped = np.memmap(file, self.dtype, "r", offset=self.offset, shape=self.shape)
        return onnxruntime.OrtValue.ortvalue_from_numpy(mapped)


class Askers:
    """Tells whether lately one thread alone has asked; a race costs a wrong guess, no more."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._changed_at = -math.inf

    def is_one(self, thread: int, now: float) -> bool:
        """Whether this thread, which asks now, has been the only one; ``now`` in seconds."""
        if self._last not in (None, thread):
            self._changed_at = now
        self._last = thread
        return now - self._changed_at > _LATELY_SECONDS


class OnnxEncoder:
    """Embeds one query at a time; safe to share between threads.

    An embedding has the same bits whatever the number of threads: ``threads`` for one who asks
    alone, one for each of several, who keep the processors busy without (measured on two,
    eval/RESULTS.md). In a batch it has not, even among queries of one length, so that queries are
    never encoded together.

    Raises:
        EncoderUnavailable: a file of the folder is missing, or is not what its name says.
    """

    def __init__(self, folder: Path, *, threads: int) -> None:
        try:
            config = json.loads((folder / CONFIG_FILE).read_bytes())
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            # Older generations have none; they are opened, and then told to be stale.
            large = [
                LargeWeights(**{**each, "shape": tuple(each["shape"])})
                for each in config.get("large_weights", ())
            ]
            self._weights = {each.name: each.map(folder) for each in large}
            self._alone = _session(folder / MODEL_FILE, self._weights, threads=threads)
            self._among_others = (
                self._alone
                if threads == 1
                else _session(folder / MODEL_FILE, self._weights, threads=1)
            )
        except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions
            reason = str(error).splitlines()[0]
            raise EncoderUnavailable(f"encoder in {folder} cannot be opened: {reason}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(config["max_pieces"])
        self._prompt = str(config["query_prompt"])
        self.identity = str(config["identity"])
        self._askers = Askers()

    def encode(self, query: str) -> Vectors:
        """Embed a query: a unit vector of shape ``(d,)``."""
        ids = np.array([self._tokenizer.encode(self._prompt + query).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        is_alone = self._askers.is_one(threading.get_ident(), time.monotonic())
        session = self._alone if is_alone else self._among_others
        vector: Vectors = session.run(["sentence_embedding"], inputs)[0][0]
        return vector / np.linalg.norm(vector)


def _session(
    path: Path, weights: Mapping[str, onnxruntime.OrtValue], *, threads: int
) -> onnxruntime.InferenceSession:
    """A session that shares its large weights with others; they must outlive it."""
    options = onnxruntime.SessionOptions()
    for name, value in weights.items():
        options.add_initializer(name, value)
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # From one operator to the next a thread waits awake, which takes a quarter off an embedding;
    # then it sleeps, so that the core is free for the rest of the question.
    options.add_session_config_entry("session.intra_op.spin_duration_us", _SPIN_MICROSECONDS)
    return onnxruntime.InferenceSession(
        str(path),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=list(_DISABLED_OPTIMIZERS),
    )

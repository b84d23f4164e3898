"""The query side of an encoder: the exported graph in onnxruntime, without torch."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from corpus.errors import EncoderUnavailable
from index.ranking import Vectors

MODEL_FILE = "encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"
CONFIG_FILE = "encoder.json"
_SPIN_MICROSECONDS = "30"  # by default threads spin on after the end; measured, eval/RESULTS.md


class OnnxEncoder:
    """Embeds one query at a time; safe to share between threads.

    An embedding has the same bits whatever the number of threads. In a batch it has not, even
    among queries of one length, so that queries are never encoded together.

    Raises:
        EncoderUnavailable: a file of the folder is missing, or is not what its name says.
    """

    def __init__(self, folder: Path, *, threads: int) -> None:
        try:
            config = json.loads((folder / CONFIG_FILE).read_bytes())
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._session = _session(folder / MODEL_FILE, threads)
        except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions
            reason = str(error).splitlines()[0]
            raise EncoderUnavailable(f"encoder in {folder} cannot be opened: {reason}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(config["max_pieces"])
        self._prompt = str(config["query_prompt"])
        self.identity = str(config["identity"])

    def encode(self, query: str) -> Vectors:
        """Embed a query: a unit vector of shape ``(d,)``."""
        ids = np.array([self._tokenizer.encode(self._prompt + query).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vector: Vectors = self._session.run(["sentence_embedding"], inputs)[0][0]
        return vector / np.linalg.norm(vector)


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # From one operator to the next a thread waits awake, which takes a quarter off an embedding;
    # then it sleeps, so that the core is free for the rest of the question.
    options.add_session_config_entry("session.intra_op.spin_duration_us", _SPIN_MICROSECONDS)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

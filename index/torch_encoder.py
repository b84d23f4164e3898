"""The passage side of an encoder: sentence-transformers in torch, and its export to ONNX.

Only indexing imports this module. Importing torch and sentence-transformers takes seconds, so
that a question must never do it.
"""

import contextlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from corpus.errors import EncoderUnavailable
from corpus.fsops import Disk
from index.encoder import (
    WindowEmbeddings,
    WindowText,
    identity_of,
    model_folder,
    piece_starts_of,
    weights_sha256,
)
from index.onnx_encoder import CONFIG_FILE, MODEL_FILE, TOKENIZER_FILE, WEIGHTS_FILE
from index.onnx_graph import query_graph, take_large_weights
from index.ranking import Vectors
from index.settings import IndexSettings, Precision


class TorchEncoder:
    """A sentence-transformers model that embeds windows and their sentences in one pass.

    Raises:
        EncoderUnavailable: the model cannot be found or read, or its weights are no safetensors.
    """

    def __init__(self, settings: IndexSettings) -> None:
        self._model, folder = _load(settings.encoder)
        self._tokenizer = self._model.tokenizer.backend_tokenizer
        self._tokenizer.no_padding()
        self._batch_size = settings.batch_size
        self._precision = _precision(settings.precision, self._model.device)
        self._query_precision = settings.query_precision
        self._weights_sha256 = weights_sha256(folder)
        self.identity = identity_of(settings.encoder, folder)
        self.max_pieces = min(int(self._model.max_seq_length or 512), settings.window_pieces)
        self._tokenizer.enable_truncation(self.max_pieces)

    def piece_starts(self, texts: Sequence[str]) -> list[list[int]]:
        """The character positions where the word pieces of each text begin, without specials."""
        self._tokenizer.no_truncation()
        starts = piece_starts_of(self._tokenizer, texts)
        self._tokenizer.enable_truncation(self.max_pieces)
        return starts

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        """Embed windows, batched by length; their vectors keep their order."""
        prompt = self._prompt("document")
        encodings = self._tokenizer.encode_batch([prompt + window.text for window in windows])
        order = sorted(range(len(windows)), key=lambda i: (-len(encodings[i].ids), i))
        dimension = int(self._model.get_embedding_dimension() or 0)
        vectors = np.empty((len(windows), dimension), dtype=np.float32)
        nothing = np.empty((0, dimension), dtype=np.float16)
        sentences = [nothing] * len(windows)
        forward_seconds = 0.0
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            started = time.perf_counter()
            pooled, tokens = self._forward([encodings[i].ids for i in batch])
            forward_seconds += time.perf_counter() - started
            for place, i in enumerate(batch):
                vectors[i] = pooled[place]
                spans = [(s + len(prompt), e + len(prompt)) for s, e in windows[i].spans]
                sentences[i] = _sentence_means(tokens[place], encodings[i].offsets, spans)
            progress(len(batch))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return WindowEmbeddings(vectors, np.concatenate([*sentences, nothing]), forward_seconds)

    def export(self, folder: Path, disk: Disk) -> None:
        """Write the graph, its large weights, the tokenizer and what else the query side needs."""
        graph = query_graph(self._model, self._query_precision)
        content, large = take_large_weights(graph)
        disk.write(folder / WEIGHTS_FILE, memoryview(content))
        disk.write(folder / MODEL_FILE, bytes(graph.SerializeToString(deterministic=True)))
        disk.write(folder / TOKENIZER_FILE, self._tokenizer.to_str().encode())
        config = {
            "identity": self.identity,
            "weights_sha256": self._weights_sha256,
            "max_pieces": int(self._model.max_seq_length or 512),
            "query_prompt": self._prompt("query"),
            "large_weights": [asdict(each) for each in large],
        }
        disk.write(folder / CONFIG_FILE, json.dumps(config, indent=2).encode())

    def _prompt(self, task: str) -> str:
        return str((self._model.prompts or {}).get(task) or "")

    def _forward(self, ids: Sequence[Sequence[int]]) -> tuple[Vectors, Vectors]:
        """Run one batch: sentence embeddings ``(b, d)`` and token embeddings ``(b, pieces, d)``."""
        longest = max(map(len, ids))
        padded = torch.zeros((len(ids), longest), dtype=torch.long)
        mask = torch.zeros_like(padded)
        for place, row in enumerate(ids):
            padded[place, : len(row)] = torch.tensor(row)
            mask[place, : len(row)] = 1
        device = self._model.device
        with torch.inference_mode(), self._autocast():
            output = self._model(
                {"input_ids": padded.to(device), "attention_mask": mask.to(device)}
            )
        pooled = output["sentence_embedding"].float().cpu().numpy()
        return pooled, output["token_embeddings"].float().cpu().numpy()

    def _autocast(self) -> contextlib.AbstractContextManager[object]:
        if self._precision is Precision.FLOAT32:
            return contextlib.nullcontext()
        return torch.autocast(self._model.device.type, dtype=torch.bfloat16)


def _load(name: str) -> tuple[SentenceTransformer, Path]:
    """Load a model, and tell its folder; no code of the model's own is run.

    Raises:
        EncoderUnavailable: it cannot be found or read, or its weights are no safetensors.
    """
    folder = model_folder(name)
    if folder is not None:
        weights_sha256(folder)  # refuses other weights, which can run code once they are loaded
    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(
            str(folder or name),
            local_files_only=folder is not None,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
        folder = folder or _hub_snapshot(name)
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise EncoderUnavailable(f"encoder {name} cannot be loaded: {reason}") from error
    return model, folder


def _hub_snapshot(name: str) -> Path:
    from huggingface_hub import snapshot_download

    repository = name if "/" in name else f"sentence-transformers/{name}"
    return Path(snapshot_download(repository, local_files_only=True))


def _precision(asked: Precision, device: torch.device) -> Precision:
    if asked is not Precision.AUTO:
        return asked
    if device.type != "cpu":
        return Precision.BFLOAT16
    cpu = Path("/proc/cpuinfo")
    flags = cpu.read_text(encoding="utf-8") if cpu.exists() else ""
    has_bfloat16 = "avx512_bf16" in flags or "amx_bf16" in flags
    return Precision.BFLOAT16 if has_bfloat16 else Precision.FLOAT32


def _sentence_means(
    tokens: Vectors, offsets: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]
) -> npt.NDArray[np.float16]:
    """The unit mean of the token vectors of each span; the whole window's for a cut-off span."""
    starts = np.array([s if e > s else -1 for s, e in offsets])
    means = np.empty((len(spans), tokens.shape[1]), dtype=np.float32)
    for place, (start, end) in enumerate(spans):
        inside = np.flatnonzero((starts >= start) & (starts < end))
        chosen = tokens[inside] if len(inside) else tokens[: len(offsets)]
        means[place] = chosen.mean(axis=0)
    units: npt.NDArray[np.float16] = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(
        np.float16
    )
    return units

"""The query side of a sentence-transformers model as an ONNX graph, of 32 or of 8 bits.

Only exporting an encoder imports this module: it needs torch.
"""

import contextlib
import copy
import io
import logging
import mmap
import warnings
from collections.abc import Iterator

import torch
from onnx import ModelProto
from onnx.external_data_helper import set_external_data
from onnx.helper import tensor_dtype_to_np_dtype
from sentence_transformers import SentenceTransformer

from corpus.errors import EncoderUnavailable
from index.onnx_encoder import WEIGHTS_FILE, LargeWeights
from index.settings import QueryPrecision

_BLOCK = 32  # weights of one scale: cosine .9997 to full precision, of 64 .9995, of 128 .9991
_INT8_PRODUCTS = 4  # the accuracy_level at which both sides of a product have eight bits
_LARGE_BYTES = 1 << 20  # what is smaller costs little to hold


class _Graph(torch.nn.Module):
    """All modules of a sentence-transformers model as one function of two tensors."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        features = {"input_ids": input_ids, "attention_mask": attention_mask}
        return self.model(features)["sentence_embedding"]  # type: ignore[no-any-return]


def query_graph(model: SentenceTransformer, precision: QueryPrecision) -> ModelProto:
    """A model as a graph that embeds inputs of any batch size and length; the model stays.

    Raises:
        EncoderUnavailable: the exporter or the quantizer failed.
    """
    own = copy.deepcopy(model).cpu().float().eval()
    try:
        with _silence():
            graph = _exported(own)
            if precision is QueryPrecision.INT8:
                _quantize(graph)
    # An OSError would be told as the index's disk; the libraries raise all of these.
    except (OSError, RuntimeError, ValueError, TypeError, AssertionError, ImportError) as error:
        reason = str(error).partition("\n")[0]
        raise EncoderUnavailable(f"the encoder cannot be exported to ONNX: {reason}") from error
    return graph


def take_large_weights(graph: ModelProto) -> tuple[bytearray, tuple[LargeWeights, ...]]:
    """Take out of a graph its large arrays: the content of ``WEIGHTS_FILE``, and what it holds.

    Who maps that file reads of a table of embeddings only the rows that a question needs.

    Source: ONNX, "External Data".
    """
    content, taken = bytearray(), []
    for tensor in graph.graph.initializer:
        size = len(tensor.raw_data)
        if size >= _LARGE_BYTES:
            content += bytes(-len(content) % mmap.ALLOCATIONGRANULARITY)
            offset, dtype = len(content), str(tensor_dtype_to_np_dtype(tensor.data_type))
            content += tensor.raw_data
            set_external_data(tensor, WEIGHTS_FILE, offset=offset, length=size)
            tensor.ClearField("raw_data")
            weights = LargeWeights(
                name=tensor.name, dtype=dtype, shape=tuple(tensor.dims), offset=offset
            )
            taken.append(weights)
    return content, tuple(taken)


def _exported(model: SentenceTransformer) -> ModelProto:
    ids = torch.ones((2, 8), dtype=torch.long)
    shape = {0: torch.export.Dim("batch"), 1: torch.export.Dim("pieces")}
    program = torch.onnx.export(
        _Graph(model),
        (ids, torch.ones_like(ids)),
        input_names=["input_ids", "attention_mask"],
        output_names=["sentence_embedding"],
        dynamo=True,
        dynamic_shapes={"input_ids": shape, "attention_mask": shape},
    )
    if program is None:
        raise RuntimeError("the exporter gave no graph")
    return program.model_proto


def _quantize(graph: ModelProto) -> None:
    """Give the constants of matrix products eight bits a weight, and a scale for 32 of them.

    What is multiplied with them is brought to eight bits in the same way, 32 numbers of one word
    piece at a time, so that an embedding depends on nothing but its own query.

    Source: ONNX Runtime, contrib operator ``MatMulNBits``, ``accuracy_level``.
    """
    from onnxruntime.quantization import matmul_nbits_quantizer as quantizer

    config = quantizer.DefaultWeightOnlyQuantConfig(
        block_size=_BLOCK, is_symmetric=True, accuracy_level=_INT8_PRODUCTS, bits=8
    )
    quantizer.MatMulNBitsQuantizer(graph, algo_config=config).process()


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep the progress notes and warnings of exporter and quantizer off the terminal."""
    loggers = [logging.getLogger(name) for name in ("torch.onnx", "onnxruntime.quantization")]
    levels = [logger.level for logger in loggers]
    root, handler = logging.getLogger(), logging.NullHandler()
    root.addHandler(handler)  # the quantizer sets up logging unless that is done
    try:
        for logger in loggers:
            logger.setLevel(logging.ERROR)
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        root.removeHandler(handler)

"""The query side of a sentence-transformers model as an ONNX graph, of 32 or of 8 bits.

Only exporting an encoder imports this module: it needs torch.
"""

import contextlib
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

_BLOCK = 32  # weights of one scale; of the sizes there are, the nearest to full precision
_LARGE_BYTES = 1 << 20
_INT8_PRODUCTS = 4  # the accuracy_level at which products are of eight bits on both sides


class _Graph(torch.nn.Module):
    """All modules of a sentence-transformers model as one function of two tensors."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        features = {"input_ids": input_ids, "attention_mask": attention_mask}
        return self.model(features)["sentence_embedding"]  # type: ignore[no-any-return]


def onnx_graph(model: SentenceTransformer) -> ModelProto:
    """Export a model to ONNX for inputs of any batch size and length.

    Raises:
        EncoderUnavailable: the exporter failed or gave no graph.
    """
    ids = torch.ones((2, 8), dtype=torch.long)
    shape = {0: torch.export.Dim("batch"), 1: torch.export.Dim("pieces")}
    try:
        with _silence():
            program = torch.onnx.export(
                _Graph(model).cpu().eval(),
                (ids, torch.ones_like(ids)),
                input_names=["input_ids", "attention_mask"],
                output_names=["sentence_embedding"],
                dynamo=True,
                dynamic_shapes={"input_ids": shape, "attention_mask": shape},
            )
    except (OSError, RuntimeError) as error:  # an OSError would be told as the index's disk
        reason = str(error).partition("\n")[0]
        raise EncoderUnavailable(f"the encoder cannot be exported to ONNX: {reason}") from error
    if program is None:
        raise EncoderUnavailable("the encoder cannot be exported to ONNX")
    return program.model_proto


def eight_bit_graph(graph: ModelProto) -> ModelProto:
    """A graph whose constant matrices have eight bits a weight, and a scale for 32 of them.

    What is multiplied with them is brought to eight bits in the same way, 32 numbers of one word
    piece at a time, so that an embedding depends on nothing but its own query.

    Source: ONNX Runtime, contrib operator ``MatMulNBits``, ``accuracy_level`` 4.
    """
    with _silence():
        from onnxruntime.quantization import matmul_nbits_quantizer as quantizer

        config = quantizer.DefaultWeightOnlyQuantConfig(
            block_size=_BLOCK, is_symmetric=True, accuracy_level=_INT8_PRODUCTS, bits=8
        )
        quantized = quantizer.MatMulNBitsQuantizer(graph, algo_config=config)
        quantized.process()
    graph_of_eight: ModelProto = quantized.model.model
    return graph_of_eight


def take_large_weights(graph: ModelProto) -> tuple[bytes, list[LargeWeights]]:
    """Take out of a graph its large arrays: the content of ``WEIGHTS_FILE``, and what it holds.

    Who maps that file reads of a table of embeddings only the rows that a question needs.

    Source: ONNX, "External Data".
    """
    content, taken = bytearray(), []
    for tensor in graph.graph.initializer:
        size = len(tensor.raw_data)
        if size >= _LARGE_BYTES:
            content += bytes(-len(content) % mmap.ALLOCATIONGRANULARITY)
            offset = len(content)
            content += tensor.raw_data
            set_external_data(tensor, WEIGHTS_FILE, offset=offset, length=size)
            tensor.ClearField("raw_data")
            dtype = str(tensor_dtype_to_np_dtype(tensor.data_type))
            taken.append(LargeWeights(tensor.name, dtype, tuple(tensor.dims), offset))
    return bytes(content), taken


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep the progress notes and warnings of exporter and quantizer off the terminal."""
    logger, root = logging.getLogger("torch.onnx"), logging.getLogger()
    level, handler = logger.level, logging.NullHandler()
    logger.setLevel(logging.ERROR)
    root.addHandler(handler)  # the quantizer sets up logging unless that is done
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
        root.removeHandler(handler)

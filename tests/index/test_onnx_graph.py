"""The query side of a model as a graph, and its large weights."""

import mmap
from pathlib import Path

import numpy as np
import pytest
from onnx import ModelProto
from onnx.helper import make_graph, make_model
from onnx.numpy_helper import from_array

from corpus.errors import EncoderUnavailable
from corpus.fsops import Disk
from index.encoder import PassageEncoder
from index.onnx_encoder import OnnxEncoder
from index.settings import IndexSettings, QueryPrecision

pytestmark = pytest.mark.model  # importing torch takes seconds


def _graph(**arrays: np.ndarray) -> ModelProto:
    tensors = [from_array(array, name) for name, array in arrays.items()]
    return make_model(make_graph([], "g", [], [], initializer=tensors))


def test_large_weights_begin_at_pages_of_a_file_of_their_own() -> None:
    from index.onnx_graph import take_large_weights

    one = np.arange(300_000, dtype=np.float32).reshape(300, 1000)
    two = np.arange(2_000_000, dtype=np.uint8)
    graph = _graph(one=one, small=np.ones(3, np.float32), two=two)

    content, taken = take_large_weights(graph)

    assert [(each.name, each.dtype, each.shape) for each in taken] == [
        ("one", "float32", (300, 1000)),
        ("two", "uint8", (2_000_000,)),
    ]
    assert all(each.offset % mmap.ALLOCATIONGRANULARITY == 0 for each in taken)
    for each, written in zip(taken, (one.tobytes(), two.tobytes()), strict=True):
        assert content[each.offset : each.offset + len(written)] == written
    assert [len(tensor.raw_data) for tensor in graph.graph.initializer] == [0, 12, 0]


def test_a_graph_without_large_weights_stays_whole() -> None:
    from index.onnx_graph import take_large_weights

    graph = _graph(small=np.ones(3, np.float32))

    content, taken = take_large_weights(graph)

    assert not content
    assert not taken
    assert len(graph.graph.initializer[0].raw_data) == 12


@pytest.mark.parametrize("precision", list(QueryPrecision))
def test_a_model_in_half_precision_is_exported_and_stays_what_it_is(
    tiny_model: Path, tmp_path: Path, precision: QueryPrecision
) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    from index.torch_encoder import TorchEncoder

    folder, export = tmp_path / "model", tmp_path / "export"
    SentenceTransformer(str(tiny_model)).bfloat16().save(str(folder))
    export.mkdir()
    encoder = TorchEncoder(IndexSettings(encoder=str(folder), query_precision=precision))

    encoder.export(export, Disk())

    vector = OnnxEncoder(export, threads=1).encode("opium")
    assert vector.dtype == np.dtype("float32")
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)
    assert {each.dtype for each in encoder._model.parameters()} == {torch.bfloat16}


def test_a_quantizer_that_fails_is_told_as_the_encoders_failure(
    torch_encoder: PassageEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onnxruntime.quantization import matmul_nbits_quantizer

    def process(_: object) -> None:
        raise ValueError("8 bits are too few\nand more")

    monkeypatch.setattr(matmul_nbits_quantizer.MatMulNBitsQuantizer, "process", process)

    with pytest.raises(EncoderUnavailable, match=r"exported to ONNX: 8 bits are too few$"):
        torch_encoder.export(tmp_path, Disk())

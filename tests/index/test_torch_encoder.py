import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderUnavailable
from corpus.records import Report
from index.encoder import PassageEncoder, WindowEmbeddings, WindowText
from index.settings import IndexSettings, Precision
from service import Assistant, build_assistant

pytestmark = pytest.mark.model

SENTENCE = "This is an example sentence"
TEXTS = (SENTENCE, "Cocaine.", "INTERPOL trained 16 officers in Vienna, as planned in 2020.")


def _encode(encoder: PassageEncoder, *windows: WindowText) -> WindowEmbeddings:
    return encoder.encode(windows, progress=lambda done: None)


def _whole(text: str) -> WindowText:
    return WindowText(text, ((0, len(text)),))


def test_a_sentence_has_the_published_models_embedding(torch_encoder: PassageEncoder) -> None:
    [vector] = _encode(torch_encoder, _whole(SENTENCE)).windows

    assert vector[:5].tolist() == pytest.approx(
        [0.06765693, 0.06349583, 0.04871315, 0.07930500, 0.03744809], abs=1e-5
    )


def test_windows_and_sentences_have_unit_vectors(
    torch_encoder: PassageEncoder, bundled_report: Report
) -> None:
    windows = [_whole(paragraph.text) for paragraph in bundled_report.paragraphs[:6]]

    embeddings = _encode(torch_encoder, *windows)

    for vectors, tolerance in ((embeddings.windows, 1e-6), (embeddings.sentences, 2e-3)):
        norms = np.linalg.norm(vectors.astype(np.float32), axis=1)
        assert norms == pytest.approx(np.ones(6), abs=tolerance)


def test_windows_keep_their_order_whatever_their_length(torch_encoder: PassageEncoder) -> None:
    together = _encode(torch_encoder, *map(_whole, TEXTS)).windows

    alone = [_encode(torch_encoder, _whole(text)).windows[0] for text in TEXTS]
    assert together == pytest.approx(np.stack(alone), abs=1e-5)


def test_the_lone_sentence_of_a_window_has_nearly_the_windows_vector(
    torch_encoder: PassageEncoder,
) -> None:
    embeddings = _encode(torch_encoder, _whole("Cocaine was seized in Vienna."))

    assert float(embeddings.windows[0] @ embeddings.sentences[0].astype(np.float32)) > 0.9


def test_sentences_come_in_the_order_of_their_windows(torch_encoder: PassageEncoder) -> None:
    text = "Cocaine was seized. Officers were trained."
    parts = WindowText(text, ((0, 19), (20, len(text))))

    embeddings = _encode(torch_encoder, parts, _whole(SENTENCE))

    others = [_encode(torch_encoder, window).sentences for window in (parts, _whole(SENTENCE))]
    assert embeddings.sentences == pytest.approx(np.concatenate(others), abs=1e-3)


def test_no_windows_have_no_vectors(torch_encoder: PassageEncoder) -> None:
    embeddings = _encode(torch_encoder)

    assert (embeddings.windows.shape, embeddings.sentences.shape) == ((0, 384), (0, 384))


def test_a_sentence_that_is_cut_off_has_the_windows_vector(torch_encoder: PassageEncoder) -> None:
    text = "drug " * 300 + "Heroin."

    embeddings = _encode(torch_encoder, WindowText(text, ((0, 50), (1500, len(text)))))

    assert np.linalg.norm(embeddings.sentences[1].astype(np.float32)) == pytest.approx(1, abs=2e-3)


def test_bfloat16_is_close_to_float32(torch_encoder: PassageEncoder) -> None:
    from index.torch_encoder import TorchEncoder

    rough = TorchEncoder(IndexSettings(precision=Precision.BFLOAT16))
    vectors = [_encode(e, *map(_whole, TEXTS)).windows for e in (rough, torch_encoder)]

    assert (vectors[0] * vectors[1]).sum(axis=1) == pytest.approx(np.ones(3), abs=1e-3)


def test_progress_is_told_batch_by_batch(torch_encoder: PassageEncoder) -> None:
    told: list[int] = []

    torch_encoder.encode([_whole(SENTENCE)] * 40, progress=told.append)

    assert told == [32, 8]


def test_word_pieces_begin_where_their_letters_do(torch_encoder: PassageEncoder) -> None:
    text = "Narcologists met, in Vienna."

    [starts] = torch_encoder.piece_starts([text])

    assert {text.index(word) for word in ("Narc", "met", ",", "in", "Vienna", ".")} <= set(starts)
    assert starts == sorted(starts)


def test_pieces_of_a_text_longer_than_a_window_are_all_counted(
    torch_encoder: PassageEncoder,
) -> None:
    assert len(torch_encoder.piece_starts(["drug " * 1000])[0]) == 1000


def test_an_encoder_is_known_by_its_name_its_weights_and_its_configuration(
    torch_encoder: PassageEncoder,
) -> None:
    assert torch_encoder.identity == "all-MiniLM-L6-v2@53aa51172d14+cc80c055"


def test_the_same_weights_with_another_prompt_are_another_encoder(
    tiny_model: Path, tmp_path: Path
) -> None:
    from index.torch_encoder import TorchEncoder

    prompted = tmp_path / "model"
    shutil.copytree(tiny_model, prompted)
    file = prompted / "config_sentence_transformers.json"
    config = json.loads(file.read_bytes())
    file.write_text(json.dumps({**config, "prompts": {"query": "query: "}}))

    plain, other = (TorchEncoder(IndexSettings(encoder=str(f))) for f in (tiny_model, prompted))

    assert plain.identity.partition("+")[0] == other.identity.partition("+")[0]
    assert plain.identity != other.identity


def test_weights_that_can_run_code_are_refused_before_they_are_loaded(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import torch_encoder

    model, loaded = tmp_path / "model", list[str]()
    shutil.copytree(tiny_model, model)
    (model / "model.safetensors").rename(model / "pytorch_model.bin")
    monkeypatch.setattr(torch_encoder, "SentenceTransformer", lambda name, **_: loaded.append(name))

    with pytest.raises(EncoderUnavailable, match=r"has no \*\.safetensors; other weights are not"):
        torch_encoder.TorchEncoder(IndexSettings(encoder=str(model)))

    assert loaded == []


def test_a_folder_that_is_no_model_is_told(tmp_path: Path) -> None:
    from index.torch_encoder import TorchEncoder

    (tmp_path / "model.safetensors").write_bytes(b"")

    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        TorchEncoder(IndexSettings(encoder=str(tmp_path)))


def test_an_export_that_fails_is_told_as_the_encoders_failure(
    tiny_model: Path, tmp_path: Path, bundled_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    def export(*_: object, **__: object) -> None:
        raise OSError("no room for temporary files\nand more")

    monkeypatch.setattr(torch.onnx, "export", export)
    indexing = IndexSettings(encoder=str(tiny_model), window_pieces=64, context_pieces=8)

    with pytest.raises(EncoderUnavailable, match=r"exported to ONNX: no room for .* files$"):
        build_assistant([bundled_report], tmp_path, indexing=indexing)


def test_a_model_of_the_users_own_answers_from_end_to_end(
    tiny_model: Path, tmp_path: Path, bundled_report: Report
) -> None:
    indexing = IndexSettings(encoder=str(tiny_model), window_pieces=64, context_pieces=8)

    assistant: Assistant = build_assistant([bundled_report], tmp_path, indexing=indexing)

    assert assistant.receipt.encoder.startswith("model@")
    answer = assistant.ask("What does para. 26 say?")
    assert [passage.number for passage in answer.passages] == ["26"]
    assert len(assistant.search("cocaine seized in Vienna", depth=5)) == 5


def test_building_twice_gives_the_same_generation(
    tiny_model: Path, tmp_path: Path, bundled_report: Report
) -> None:
    indexing = IndexSettings(encoder=str(tiny_model), window_pieces=64, context_pieces=8)

    names = {
        build_assistant([bundled_report], tmp_path / home, indexing=indexing).receipt.generation
        for home in ("one", "two")
    }

    assert len(names) == 1

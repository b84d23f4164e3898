import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest

from corpus.errors import EncoderUnavailable
from corpus.records import Report
from index.encoder import PassageEncoder, WindowText
from index.onnx_encoder import (
    CONFIG_FILE,
    MODEL_FILE,
    TOKENIZER_FILE,
    WEIGHTS_FILE,
    Askers,
    OnnxEncoder,
)
from index.ranking import Vectors

QUESTIONS = (
    "This is an example sentence",
    "Which drugs were seized in Ecuador?",
    "COVID-19",
    "E/CN.7/2021/1, para. 26",
    "¿Qué? 報告 Côte d’Ivoire",
    "?",
)


@pytest.fixture(scope="session")
def encoder(exported: Path) -> OnnxEncoder:
    return OnnxEncoder(exported, threads=1)


@pytest.fixture(scope="session")
def precise(exported_float32: Path) -> OnnxEncoder:
    return OnnxEncoder(exported_float32, threads=1)


def _torch_vectors(encoder: PassageEncoder, *texts: str) -> Vectors:
    windows = [WindowText(text, ()) for text in texts]
    return encoder.encode(windows, progress=lambda done: None).windows


@pytest.mark.model
def test_a_sentence_has_the_published_models_embedding(precise: OnnxEncoder) -> None:
    vector = precise.encode("This is an example sentence")

    assert vector.shape == (384,)
    assert vector[:5].tolist() == pytest.approx(
        [0.06765693, 0.06349583, 0.04871315, 0.07930500, 0.03744809], abs=1e-5
    )


@pytest.mark.model
@pytest.mark.parametrize("question", QUESTIONS)
def test_both_sides_embed_a_question_alike(
    precise: OnnxEncoder, torch_encoder: PassageEncoder, question: str
) -> None:
    [expected] = _torch_vectors(torch_encoder, question)

    assert precise.encode(question) == pytest.approx(expected, abs=1e-5)


@pytest.mark.model
def test_both_sides_embed_a_paragraph_alike(
    precise: OnnxEncoder, torch_encoder: PassageEncoder, bundled_report: Report
) -> None:
    texts = [paragraph.text for paragraph in bundled_report.paragraphs[:8]]
    short = [text for text in texts if len(text) < 450]

    found = np.stack([precise.encode(text) for text in short])

    assert found == pytest.approx(_torch_vectors(torch_encoder, *short), abs=1e-5)


@pytest.mark.model
@pytest.mark.parametrize("question", QUESTIONS)
def test_weights_of_eight_bits_turn_an_embedding_little(
    encoder: OnnxEncoder, precise: OnnxEncoder, question: str
) -> None:
    cosine = encoder.encode(question) @ precise.encode(question)

    assert 0.997 < cosine < 1 - 1e-6


@pytest.mark.model
def test_weights_of_eight_bits_take_less_room(exported: Path, exported_float32: Path) -> None:
    sizes = [
        (folder / MODEL_FILE).stat().st_size + (folder / WEIGHTS_FILE).stat().st_size
        for folder in (exported, exported_float32)
    ]

    assert sizes[0] < 0.7 * sizes[1]


@pytest.mark.model
def test_who_asks_among_others_gets_the_same_bits(encoder: OnnxEncoder, exported: Path) -> None:
    lone = OnnxEncoder(exported, threads=4)
    expected = [lone.encode(question).tolist() for question in QUESTIONS]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda question: lone.encode(question).tolist(), QUESTIONS * 8))

    assert found == expected * 8


@pytest.mark.model
def test_large_weights_are_mapped(encoder: OnnxEncoder, exported: Path) -> None:
    mapped = Path("/proc/self/maps").read_text(encoding="utf-8")

    assert str(exported / WEIGHTS_FILE) in mapped


@pytest.mark.model
def test_an_export_in_one_file_is_opened_too(
    exported: Path, encoder: OnnxEncoder, tmp_path: Path
) -> None:
    graph = onnx.load(exported / MODEL_FILE)
    onnx.save(graph, tmp_path / MODEL_FILE)
    (tmp_path / TOKENIZER_FILE).symlink_to(exported / TOKENIZER_FILE)
    config = json.loads((exported / CONFIG_FILE).read_bytes())
    del config["large_weights"]
    (tmp_path / CONFIG_FILE).write_text(json.dumps(config))

    older = OnnxEncoder(tmp_path, threads=1)

    assert older.encode("Opium").tolist() == encoder.encode("Opium").tolist()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([(1, 0.0), (1, 0.001), (1, 9.0)], [True, True, True]),
        ([(1, 0.0), (2, 0.01), (1, 0.02), (1, 0.03)], [True, False, False, False]),
        ([(1, 0.0), (2, 0.01), (2, 0.05), (2, 0.07)], [True, False, False, True]),
    ],
    ids=["one asks", "two ask by turns", "one is left"],
)
def test_who_asks_alone_is_told_by_the_last_fifty_milliseconds(
    asked: list[tuple[int, float]], expected: list[bool]
) -> None:
    askers = Askers()

    assert [askers.is_one(thread, now) for thread, now in asked] == expected


@pytest.mark.model
@pytest.mark.parametrize("question", [*QUESTIONS, "", "drug " * 5000])
def test_every_question_has_a_unit_vector(encoder: OnnxEncoder, question: str) -> None:
    assert np.linalg.norm(encoder.encode(question)) == pytest.approx(1, abs=1e-6)


@pytest.mark.model
def test_threads_share_an_encoder(encoder: OnnxEncoder) -> None:
    expected = [encoder.encode(question).tolist() for question in QUESTIONS]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda question: encoder.encode(question).tolist(), QUESTIONS * 4))

    assert found == expected * 4


@pytest.mark.model
def test_the_number_of_threads_changes_no_bit(exported: Path, encoder: OnnxEncoder) -> None:
    expected = [encoder.encode(question).tolist() for question in QUESTIONS]

    for threads in (2, 4):
        other = OnnxEncoder(exported, threads=threads)
        assert [other.encode(question).tolist() for question in QUESTIONS] == expected


@pytest.mark.model
def test_an_encoder_knows_which_it_is(encoder: OnnxEncoder) -> None:
    assert encoder.identity == "all-MiniLM-L6-v2@53aa51172d14+cc80c055"


@pytest.mark.model
@pytest.mark.parametrize("name", [MODEL_FILE, WEIGHTS_FILE, TOKENIZER_FILE, CONFIG_FILE])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"nonsense")])
def test_a_damaged_file_is_told(
    exported: Path, tmp_path: Path, name: str, damage: Callable[[Path], object]
) -> None:
    for file in exported.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(b"")
    damage(tmp_path / name)

    with pytest.raises(EncoderUnavailable, match=f"encoder in {tmp_path} cannot be opened: "):
        OnnxEncoder(tmp_path, threads=1)


def test_a_folder_without_an_encoder_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=f"encoder in {tmp_path} cannot be opened: "):
        OnnxEncoder(tmp_path, threads=1)

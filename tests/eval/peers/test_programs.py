import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eval.datasets import Benchmark
from eval.peers.contenders import Contender
from eval.peers.contest import write_corpus
from eval.peers.programs import (
    in_process,
    index,
    index_bytes,
    over_http,
    peak_mebibytes,
    processor_seconds,
)
from service import RapporteurError

MODEL = Path("model")


def test_indexing_is_timed_and_weighed(small: Contender, seas: Benchmark, home: Path) -> None:
    home.mkdir()
    write_corpus(seas, home)

    indexed = index(small, home, MODEL)

    assert indexed.seconds > 0
    assert indexed.processor_seconds > 0
    assert indexed.peak_mebibytes > 1
    assert indexed.size_bytes == (home / "index" / "texts.json").stat().st_size


def test_a_program_that_fails_is_told_in_its_own_words(small: Contender, home: Path) -> None:
    with pytest.raises(RapporteurError, match="small could not index: FileNotFoundError"):
        index(small, home, MODEL)


def test_a_system_answers_within_its_process(small: Contender, seas: Benchmark, home: Path) -> None:
    home.mkdir()
    write_corpus(seas, home)
    index(small, home, MODEL)

    with in_process(small, home, model=MODEL, first="sky") as answering:
        found = answering.ask("how deep. is the sea")
        memory = peak_mebibytes(answering.process_id)

    assert found == ["1", "3"]
    assert answering.first_answer_seconds > 0
    assert memory > 1


def test_a_program_that_gives_no_answer_is_told(small: Contender, home: Path) -> None:
    with (
        pytest.raises(RapporteurError, match="small gave no answer: FileNotFoundError"),
        in_process(small, home, model=MODEL, first="sky"),
    ):
        pass


def test_a_system_answers_over_http(small: Contender, home: Path) -> None:
    with over_http(small.servers["small"], home, name="small", first="sky") as answering:
        found = answering.ask("sea")

    assert found == ["1", "2"]
    assert answering.server is not None


def test_an_index_is_weighed_once_and_without_the_model(tmp_path: Path) -> None:
    for name, content in {"one": b"12345", "encoders/m": b"a model"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    os.link(tmp_path / "one", tmp_path / "two")
    os.link(tmp_path / "encoders" / "m", tmp_path / "three")

    assert index_bytes(tmp_path) == 5


def test_the_processor_time_of_a_process_is_that_of_all_its_threads() -> None:
    before = time.process_time()

    told = processor_seconds(os.getpid())

    assert told == pytest.approx(before, abs=1.0)


def test_the_memory_of_what_a_process_has_started_counts() -> None:
    code = "import sys; print('ready', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        both, alone = peak_mebibytes(os.getpid()), peak_mebibytes(child.pid)

    assert both > alone > 1

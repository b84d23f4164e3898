import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from eval.misspelling import misspell, misspell_set
from rapporteur import app

QUESTION = "How many narcotic seizures did INTERPOL report in 2021?"


@pytest.mark.parametrize("seed", range(20))
def test_as_many_words_are_misspelt_as_are_asked(seed: int) -> None:
    told = misspell(QUESTION, words=2, generator=Random(seed))

    pairs = list(zip(QUESTION.split(), told.split(), strict=True))
    changed = {before for before, after in pairs if before != after}
    assert len(changed) <= 2  # two equal neighbours that change places are no slip
    assert changed <= {"narcotic", "seizures", "report"}


@given(st.integers(0, 999))
def test_a_misspelt_word_keeps_its_ends(seed: int) -> None:
    told = misspell("narcotic", words=1, generator=Random(seed))

    assert (told[0], told[-1], abs(len(told) - 8) <= 1) == ("n", "c", True)


@pytest.mark.parametrize("question", ["UNODC 2021?", "A/79/7/Add.12", "who is it"])
def test_short_words_acronyms_and_symbols_stay(question: str) -> None:
    assert misspell(question, words=3, generator=Random(1)) == question


def test_a_set_keeps_all_but_the_last_question(tmp_path: Path) -> None:
    source, target = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    values = [
        {"id": "1", "turns": ["Which operations?", "Which countries participated?"], "paras": []},
        {"id": "2", "q": "paragraph twenty", "paras": ["20"], "type": "lookup"},
    ]
    source.write_text("".join(json.dumps(value) + "\n" for value in values))

    changed = misspell_set(source, target, words=2)

    told = [json.loads(line) for line in target.read_text().splitlines()]
    assert changed == 1
    assert told[0]["turns"][0] == "Which operations?"
    assert told[0]["turns"][1] != "Which countries participated?"
    assert told[1] == values[1]


def test_the_command_tells_how_many_are_misspelt(tmp_path: Path) -> None:
    source, target = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    source.write_text(json.dumps({"id": "1", "q": QUESTION, "paras": []}) + "\n")

    done = CliRunner().invoke(app, ["eval", "misspell", str(source), "--out", str(target)])

    assert (done.exit_code, done.output) == (0, "misspelt: 1 of 1 question\n")
    assert target.is_file()

"""Follow-ups asked in each way, and how what the conversation is worth is told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.datasets import Benchmark, read_beir
from eval.following import follow_benchmark, follow_questions
from eval.questions import read_questions
from eval.runs import Plan
from service import Assistant

TEXTS = {"boat": "The boat of Anna sails at dawn.", "bird": "The bird of Berta sings at dusk."}
QUERIES = [
    {"_id": "1", "text": "when does it sail?", "metadata": {"kind": "pronoun"}},
    {
        "_id": "2",
        "text": "at what time?",
        "metadata": {"history": ["Anna and the boat?"], "gold_rewrite": "boat", "kind": "ellipsis"},
    },
    {"_id": "3", "text": "a cat?", "metadata": {"kind": "none"}},
]
PLAN = Plan(measures=("RR@10",), depth=2)


@pytest.fixture
def benchmark(tmp_path: Path) -> Benchmark:
    (tmp_path / "qrels").mkdir()
    corpus = [{"_id": name, "title": "", "text": text} for name, text in TEXTS.items()]
    for name, lines in (("corpus", corpus), ("queries", QUERIES)):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    qrels = "query-id\tcorpus-id\tscore\n1\tboat\t1\n2\tboat\t1\n"
    (tmp_path / "qrels" / "test.tsv").write_text(qrels)
    return read_beir(tmp_path, split="test")


@pytest.fixture
def dawn(benchmark: Benchmark, make_assistant: Callable[..., Assistant]) -> Assistant:
    return make_assistant(*benchmark.reports)


def test_every_turn_is_asked_in_every_way(benchmark: Benchmark, dawn: Assistant) -> None:
    trials = list(follow_benchmark(benchmark, dawn, plan=PLAN))

    assert [trial.system for trial in trials] == ["alone", "conversation", "rewritten"]
    assert [list(trial.values("RR@10")) for trial in trials] == [["1", "2"]] * 3
    assert trials[1].values("RR@10")["2"] == 1.0


def test_turns_without_an_answer_are_told_from_the_others(
    benchmark: Benchmark, dawn: Assistant
) -> None:
    alone = next(follow_benchmark(benchmark, dawn, plan=PLAN))

    assert alone.measures["AUROC"].count == 3
    assert alone.manifest["questions"] == 3


def test_a_field_parts_a_set(benchmark: Benchmark, dawn: Assistant) -> None:
    trials = list(follow_benchmark(benchmark, dawn, plan=PLAN, by="kind"))

    told = {trial.set_name.partition("/")[2]: sorted(trial.measures) for trial in trials}
    assert told == {"pronoun": ["RR@10"], "ellipsis": ["RR@10"], "none": ["AUROC", "refused-at-90"]}


def test_a_question_set_is_asked_where_it_has_a_conversation(
    tmp_path: Path, assistant: Assistant
) -> None:
    lines = [
        {"id": "1", "q": "purple notices", "paras": ["26"]},
        {"id": "2", "turns": ["What training material was translated into Serbian?",
                              "who paid for it?"], "paras": ["32"]},
    ]  # fmt: skip
    file = tmp_path / "set.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))

    trials = list(follow_questions(file, read_questions(file), assistant))

    assert [(t.set_name, t.system) for t in trials] == [("set", "alone"), ("set", "conversation")]
    assert trials[1].values("success@1") == {"2": 1.0}

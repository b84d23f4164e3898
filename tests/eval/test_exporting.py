import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.datasets import read_beir, read_qrels
from eval.exporting import Export, export_questions
from service import Assistant, Cover, Paragraph, Report

QUESTIONS = (
    {"id": "1", "q": "deep?", "report": "seas", "paras": ["1"], "also": [
        {"report": "skies", "paras": ["2"]}
    ]},
    {"id": "2", "turns": ["deep?", "and high?"], "report": "skies", "paras": ["1", "2"]},
    {"id": "3", "q": "why?", "paras": []},
    {"id": "4", "q": "salty?", "report": "seas", "paras": ["9"]},
)  # fmt: skip


def report(name: str, *texts: str) -> Report:
    paragraphs = tuple(
        Paragraph(address=f"{place}", component="body", number=f"{place}", text=text)
        for place, text in enumerate(texts, 1)
    )
    return Report(report_id=name, cover=Cover(title=name.title()), paragraphs=paragraphs)


SEAS, SKIES = report("seas", "The sea is deep."), report("skies", "The sky is high.", "Deep sea.")


@pytest.fixture
def exported(tmp_path: Path, make_assistant: Callable[..., Assistant]) -> tuple[Path, Export]:
    file = tmp_path / "set.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in QUESTIONS))
    folder = tmp_path / "out"
    return folder, export_questions(make_assistant(SEAS, SKIES), file, folder)


def test_every_target_is_judged_by_the_address_of_its_paragraph(
    exported: tuple[Path, Export],
) -> None:
    qrels = read_qrels(exported[0] / "qrels.trec")

    assert qrels == {
        "1": {"seas/1": 1, "skies/2": 1},
        "2": {"skies/1": 1, "skies/2": 1},
    }
    assert qrels == read_qrels(exported[0] / "qrels" / "test.tsv")


def test_what_is_exported_is_read_back_as_the_same_paragraphs(
    exported: tuple[Path, Export],
) -> None:
    benchmark = read_beir(exported[0], split="test", report_field="report")

    words = {r.report_id: [p.text for p in r.paragraphs] for r in benchmark.reports}
    assert words == {"seas": ["The sea is deep."], "skies": ["The sky is high.", "Deep sea."]}
    assert benchmark.text_ids["skies", "2"] == "skies/2"
    assert dict(benchmark.queries) == {"1": "deep?", "2": "and high?"}


def test_queries_keep_their_conversation_and_whether_they_are_answerable(
    exported: tuple[Path, Export],
) -> None:
    lines = (exported[0] / "queries.jsonl").read_text().splitlines()

    metadata = [json.loads(line)["metadata"] for line in lines]
    assert metadata[1]["history"] == ["deep?"]
    assert [each["answerable"] for each in metadata] == [True, True, False, True]


def test_questions_that_no_paragraph_answers_here_are_told(exported: tuple[Path, Export]) -> None:
    assert exported[1] == Export(texts=3, queries=4, judged=2, qrels=4, unmatched=("4",))

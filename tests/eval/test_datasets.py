from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.datasets import (
    Qrels,
    Run,
    read_beir,
    read_qrels,
    read_trec_qrels,
    read_trec_run,
    write_beir_qrels,
    write_trec_qrels,
    write_trec_run,
)
from service import JudgementsUnreadable, SourceUnavailable

IDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=8)
QRELS = st.dictionaries(IDS, st.dictionaries(IDS, st.integers(-2, 4), min_size=1), min_size=1)
SCORES = st.integers(-8, 8).map(lambda eighths: eighths / 8)  # many are equal


def write_folder(folder: Path, *, corpus: str, queries: str, qrels: str) -> Path:
    (folder / "qrels").mkdir()
    (folder / "corpus.jsonl").write_text(corpus)
    (folder / "queries.jsonl").write_text(queries)
    (folder / "qrels" / "test.tsv").write_text(qrels)
    return folder


HEADER = "query-id\tcorpus-id\tscore\n"
CORPUS = (
    '{"_id": "a", "title": "Seas", "text": "The sea is deep."}\n'
    '{"_id": "b", "title": "Only a title", "text": " "}\n'
    '{"_id": "c", "title": "", "text": ""}\n'
    '{"_id": "d", "text": "No title at all."}\n'
)
QUERIES = '{"_id": "q2", "text": "deep?"}\n{"_id": "q1", "text": "who?"}\n{"_id": "q3", "text": ""}'


def test_only_judged_queries_are_kept_in_the_order_of_their_file(tmp_path: Path) -> None:
    qrels = HEADER + "q1\ta\t1\nq2\tb\t0\n"
    folder = write_folder(tmp_path, corpus=CORPUS, queries=QUERIES, qrels=qrels)

    benchmark = read_beir(folder, split="test")

    assert list(benchmark.queries.items()) == [("q2", "deep?"), ("q1", "who?")]
    assert benchmark.qrels == {"q1": {"a": 1}, "q2": {"b": 0}}


def test_a_text_becomes_a_report_of_one_paragraph_under_its_title(tmp_path: Path) -> None:
    qrels = HEADER + "q1\ta\t1\n"
    folder = write_folder(tmp_path, corpus=CORPUS, queries=QUERIES, qrels=qrels)

    [titled, *_] = read_beir(folder, split="test").reports

    assert (titled.report_id, titled.cover.title) == ("a", "Seas")
    assert [(p.address, p.text, p.sections) for p in titled.paragraphs] == [
        ("1", "The sea is deep.", ("Seas",))
    ]


def test_a_text_without_words_is_its_title_and_one_with_neither_is_left_out(
    tmp_path: Path,
) -> None:
    qrels = HEADER + "q1\ta\t1\n"
    folder = write_folder(tmp_path, corpus=CORPUS, queries=QUERIES, qrels=qrels)

    benchmark = read_beir(folder, split="test")

    texts = {report.report_id: report.paragraphs[0].text for report in benchmark.reports}
    assert texts == {"a": "The sea is deep.", "b": "Only a title", "d": "No title at all."}
    assert benchmark.empty_texts == 1


def test_a_split_that_is_absent_is_told_with_those_that_exist(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, corpus=CORPUS, queries=QUERIES, qrels=HEADER)

    with pytest.raises(SourceUnavailable, match='no split "dev"; its splits: test'):
        read_beir(folder, split="dev")


def test_a_folder_that_is_absent_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="seas is no folder"):
        read_beir(tmp_path / "seas", split="test")


@pytest.mark.parametrize(
    ("corpus", "queries", "qrels", "trouble"),
    [
        (CORPUS + CORPUS, QUERIES, HEADER, 'corpus.jsonl, line 5: "_id" "a" comes twice'),
        ('{"_id": 1, "text": ""}', QUERIES, HEADER, 'line 1: "_id" must be a string'),
        ('{"_id": "a"}', QUERIES, HEADER, 'line 1: "text" must be a string'),
        ('{"_id": "a", "text": "", "title": 3}', QUERIES, HEADER, '"title" must be a string'),
        (CORPUS, QUERIES + "\n" + QUERIES, HEADER, 'queries.jsonl, line 4: "_id" "q2" comes'),
        (CORPUS, QUERIES, HEADER + "q9\ta\t1\n", 'has no query "q9"'),
        (CORPUS, QUERIES, HEADER + "q1\ta\n", "test.tsv, line 2: 3 columns are expected, 2"),
        (CORPUS, QUERIES, HEADER + "q1\ta\tyes\n", 'line 2: a relevance must be a whole .*"yes"'),
        (CORPUS, QUERIES, HEADER + "q1\ta\t1\nq1\ta\t0\n", 'line 3: text "a" comes twice'),
        (CORPUS, QUERIES, "q1\ta\t1\n", "line 1: the header .* is expected"),
        (CORPUS, QUERIES, "", "line 1: the header .* is expected"),
    ],
)
def test_a_damaged_folder_is_told_with_file_and_line(
    tmp_path: Path, corpus: str, queries: str, qrels: str, trouble: str
) -> None:
    folder = write_folder(tmp_path, corpus=corpus, queries=queries, qrels=qrels)

    with pytest.raises(JudgementsUnreadable, match=trouble):
        read_beir(folder, split="test")


@pytest.mark.parametrize(
    ("run", "trouble"),
    [
        ("q1 Q0 a 1 0.5\n", "line 1: 6 columns are expected, 5 found"),
        ("q1 Q0 a 1 0.5 t\n\nq1 Q0 a 2 0.4 t\n", 'line 3: text "a" comes twice'),
        ("q1 Q0 a 1 high t\n", 'line 1: a score must be a number, not "high"'),
        ("q1 Q0 a 1 nan t\n", 'line 1: a score must be finite, not "nan"'),
    ],
)
def test_a_damaged_run_is_told_with_its_line(tmp_path: Path, run: str, trouble: str) -> None:
    path = tmp_path / "run"
    path.write_text(run)

    with pytest.raises(JudgementsUnreadable, match=trouble):
        read_trec_run(path)


def test_damaged_trec_qrels_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "qrels"
    path.write_text("q1 0 a 1\nq1 0 b\n")

    with pytest.raises(JudgementsUnreadable, match="line 2: 4 columns are expected, 3 found"):
        read_trec_qrels(path)


def test_a_run_is_ordered_by_score_then_by_greatest_id_and_not_by_rank(tmp_path: Path) -> None:
    path = tmp_path / "run"
    path.write_text(
        "q1 Q0 a 1 0.5 t\n"
        "q1 Q0 b 2 0.5 t\n"
        "q1 Q0 c 3 0.9 t\n"
    )  # fmt: skip

    run = read_trec_run(path)

    assert list(run["q1"]) == ["c", "b", "a"]


def test_both_forms_of_qrels_are_told_apart(tmp_path: Path) -> None:
    qrels = {"q1": {"a": 2, "b": 0}}
    write_beir_qrels(tmp_path / "beir", qrels)
    write_trec_qrels(tmp_path / "trec", qrels)

    assert read_qrels(tmp_path / "beir") == read_qrels(tmp_path / "trec") == qrels


def test_ids_with_blanks_do_not_go_into_a_trec_file(tmp_path: Path) -> None:
    with pytest.raises(JudgementsUnreadable, match="no blanks in ids"):
        write_trec_qrels(tmp_path / "qrels", {"q 1": {"a": 1}})


@given(qrels=QRELS)
def test_qrels_come_back_as_they_were_written(
    qrels: Qrels, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("qrels")
    write_beir_qrels(folder / "beir", qrels)
    write_trec_qrels(folder / "trec", qrels)

    assert read_qrels(folder / "beir") == read_qrels(folder / "trec") == qrels


@given(run=st.dictionaries(IDS, st.dictionaries(IDS, SCORES, min_size=1), min_size=1))
def test_a_run_comes_back_in_the_order_that_was_shown(
    run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("run") / "run"
    write_trec_run(path, run, tag="t")

    again = read_trec_run(path)

    assert {query: list(scores) for query, scores in again.items()} == {
        query: list(scores) for query, scores in run.items()
    }


def test_equal_scores_are_written_apart_in_32_bits(tmp_path: Path) -> None:
    write_trec_run(tmp_path / "run", {"q": {"a": 0.5, "b": 0.5, "c": 0.1}}, tag="t")

    [first, second, third] = read_trec_run(tmp_path / "run")["q"].values()

    assert np.float32(first) == np.float32(0.5) > np.float32(second) > np.float32(0.4999)
    assert np.float32(third) == np.float32(0.1)

from dataclasses import replace
from pathlib import Path

import pytest

from eval.kept import in_order, keep, keep_all, read_kept, read_one_kept
from eval.trials import Trial
from service import JudgementsUnreadable, SourceUnavailable


def trial_named(set_name: str, system: str, *, of_benchmark: bool = True) -> Trial:
    measures = {"RR@10": {"value": 0.5, "low": 0.5, "high": 0.5, "count": 1}}
    return Trial(
        set_name=set_name,
        system=system,
        evaluation={"measures": measures, "manifest": {"dataset": set_name}},
        lines=({"id": "q", "measures": {"RR@10": 0.5}},),
        run={"q": {"b": 2.0, "a": 1.0}} if of_benchmark else None,
        qrels={"q": {"a": 1}} if of_benchmark else None,
    )


def bytes_below(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def test_a_trial_is_a_folder_of_its_set_and_system(tmp_path: Path) -> None:
    keep(trial_named("seas", "rrf"), tmp_path)
    keep(trial_named("seas", "plain", of_benchmark=False), tmp_path)

    names = {str(path.relative_to(tmp_path / "seas")) for path in tmp_path.rglob("*.*")}
    assert names == {
        *(f"rrf/{name}" for name in ("evaluation.json", "per_query.jsonl", "run.trec")),
        "rrf/qrels.trec",
        "plain/evaluation.json",
        "plain/per_query.jsonl",
    }


def test_the_same_trial_is_the_same_bytes(tmp_path: Path) -> None:
    trials = [trial_named("seas", "rrf"), trial_named("skies", "rrf")]

    keep_all(trials, tmp_path / "one")
    keep_all(trials, tmp_path / "two")
    keep_all(trials, tmp_path / "two")

    assert bytes_below(tmp_path / "one") == bytes_below(tmp_path / "two")


@pytest.mark.parametrize("of_benchmark", [True, False])
def test_a_trial_is_read_back_as_it_was(tmp_path: Path, of_benchmark: bool) -> None:
    trial = trial_named("seas", "rrf", of_benchmark=of_benchmark)

    folder = keep(trial, tmp_path)

    assert read_kept(tmp_path) == (trial,)
    assert read_one_kept(folder) == trial


def test_one_is_asked_for_where_there_are_several(tmp_path: Path) -> None:
    keep_all([trial_named("seas", "a"), trial_named("seas", "b")], tmp_path)

    with pytest.raises(JudgementsUnreadable, match="2 trials, name one: seas/a, seas/b"):
        read_one_kept(tmp_path)


def test_a_folder_without_trials_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="holds no kept trial"):
        read_kept(tmp_path)


@pytest.mark.parametrize(
    ("file", "content", "trouble"),
    [
        ("evaluation.json", "{", "this is no JSON"),
        ("evaluation.json", "[]", 'an object with "measures" and "manifest"'),
        ("per_query.jsonl", '{"id": "q"}', "line 1: a query with"),
    ],
)
def test_a_damaged_trial_is_told_with_its_file(
    tmp_path: Path, file: str, content: str, trouble: str
) -> None:
    (keep(trial_named("seas", "a"), tmp_path) / file).write_text(content)

    with pytest.raises(JudgementsUnreadable, match=f"{file}.*{trouble}"):
        read_kept(tmp_path)


def test_trials_of_a_set_come_next_to_each_other() -> None:
    trials = [trial_named(s, system) for s, system in ("1a", "2a", "1b", "2b")]

    assert [t.set_name + t.system for t in in_order(trials)] == ["1a", "1b", "2a", "2b"]


def test_systems_that_were_judged_by_other_queries_are_refused() -> None:
    other = replace(trial_named("1", "b"), lines=({"id": "r", "measures": {}},))

    with pytest.raises(JudgementsUnreadable, match='"1" has other queries for system "b"'):
        in_order([trial_named("1", "a"), other])


def test_a_system_that_is_kept_twice_for_a_set_is_refused() -> None:
    with pytest.raises(JudgementsUnreadable, match='"a" is kept twice for set "1"'):
        in_order([trial_named("1", "a"), trial_named("1", "a")])

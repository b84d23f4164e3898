from pathlib import Path

import pytest

from eval.evaluation import (
    Evaluation,
    Manifest,
    evaluation_json,
    hashes_of,
    repeating_command,
)
from eval.significance import Estimate, mean_of
from eval.systems import read_systems

MANIFEST = Manifest(dataset="seas", files={"seas.tsv": "ab"}, questions=2, settings={"depth": 3})


def test_an_evaluation_in_json_has_the_form_of_the_contract() -> None:
    evaluation = Evaluation(
        measures={"P@5": mean_of([1.0]), "R@5": Estimate(value=None)}, manifest=MANIFEST
    )

    value = evaluation_json(evaluation)

    assert list(value) == ["measures", "manifest"]
    assert value["measures"] == {
        "P@5": {"value": 1.0, "low": 1.0, "high": 1.0, "count": 1},
        "R@5": {"value": None, "low": None, "high": None, "count": 0},
    }


def test_groups_stand_under_the_name_of_their_grouping() -> None:
    groups = {"f.pdf": {"page": Estimate(value=0.5, count=2)}}
    evaluation = Evaluation(measures={}, manifest=MANIFEST, grouping="files", groups=groups)

    value = evaluation_json(evaluation)

    assert value["files"]["f.pdf"]["page"]["value"] == 0.5


def test_a_manifest_tells_how_it_was_measured() -> None:
    manifest = evaluation_json(Evaluation(measures={}, manifest=MANIFEST))["manifest"]

    assert (manifest["dataset"], manifest["questions"], manifest["split"]) == ("seas", 2, None)
    assert manifest["files"] == {"seas.tsv": "ab"}
    assert manifest["settings"] == {"level": 0.95, "resamples": 10_000, "seed": 1948, "depth": 3}
    assert "generation" not in manifest


def test_files_of_one_name_are_told_by_their_paths(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "run", tmp_path / "b" / "run", tmp_path / "qrels"]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")

    assert list(hashes_of(paths)) == [str(paths[0]), str(paths[1]), "qrels"]


def test_a_command_is_told_with_what_the_environment_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_CANDIDATES", "50")
    monkeypatch.setenv("RAPPORTEUR_FUSION", "rrf")
    default, mine = read_systems(["default", "mine:fusion=convex"])

    told = [repeating_command(["beir", "my seas"], system) for system in (default, mine)]

    assert told == [
        "RAPPORTEUR_FUSION=rrf RAPPORTEUR_CANDIDATES=50 rapporteur eval beir 'my seas'",
        "RAPPORTEUR_CANDIDATES=50 rapporteur eval beir 'my seas' --system mine:fusion=convex",
    ]

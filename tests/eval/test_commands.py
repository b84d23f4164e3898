import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from eval.calibration import FEATURES
from eval.commands import mount
from service import (
    Assistant,
    JudgementsUnreadable,
    RapporteurError,
    Report,
    SettingsError,
    read_report,
)

QRELS = "q1 0 a 1\n"
RUN = "q1 Q0 b 1 2.0 t\nq1 Q0 a 2 1.0 t\n"


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    mount(app)
    app.callback()(lambda: None)
    return app


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "qrels").write_text(QRELS)
    (tmp_path / "run").write_text(RUN)
    return str(tmp_path / "qrels"), str(tmp_path / "run")


def test_every_command_of_the_contract_is_there(app: typer.Typer) -> None:
    told = CliRunner().invoke(app, ["eval", "--help"]).output

    for command in ("questions", "beir", "trec", "compare", "structure", "latency"):
        assert command in told


def test_a_run_is_measured(app: typer.Typer, files: tuple[str, str]) -> None:
    done = CliRunner().invoke(app, ["eval", "trec", *files, "-m", "RR@10", "--json"])

    value = json.loads(done.output)
    assert value["measures"]["RR@10"]["value"] == 0.5
    assert list(value["manifest"]["files"]) == ["qrels", "run"]


def test_two_runs_are_compared(app: typer.Typer, files: tuple[str, str]) -> None:
    done = CliRunner().invoke(app, ["eval", "compare", *files, files[1], "--json"])

    assert json.loads(done.output)["measures"]["nDCG@10"]["value"] == 0.0


def test_structure_is_compared_with_gold(app: typer.Typer, tmp_path: Path) -> None:
    cover = dict.fromkeys(
        ("symbol", "title", "organ", "session", "agenda_item", "date", "distribution",
         "language", "pages")
    )  # fmt: skip
    gold: dict[str, object] = {
        "file": "seas.md",
        **cover,
        "sections": [],
        "paragraphs": [],
        "notes": [],
    }
    (tmp_path / "seas.json").write_text(json.dumps(gold))
    (tmp_path / "seas.md").write_text("# Seas\n\n1. The sea is deep.\n")

    done = CliRunner().invoke(
        app, ["eval", "structure", str(tmp_path), str(tmp_path / "seas.md"), "--mistakes"]
    )

    assert "seas.md: paragraphs-not-invented: body 1: found 'The sea is deep.'" in done.output
    assert "cover-symbol" in done.output


def test_questions_are_asked_and_written(
    app: typer.Typer, tmp_path: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.open_assistant", lambda home, **settings: assistant)
    asked = tmp_path / "set.jsonl"
    lines = (
        '{"id": "1", "q": "purple notices", "report": "report.md", "paras": ["26"]}\n'
        '{"id": "2", "q": "purple notices", "report": "absent.pdf", "paras": ["26"]}\n'
    )
    asked.write_text(lines)
    written = tmp_path / "judged.jsonl"

    done = CliRunner().invoke(
        app, ["eval", "questions", str(asked), "--json", "--per-question", str(written)]
    )

    assert json.loads(done.stdout)["measures"]["success@3"]["value"] == 0.5
    assert "not in the library, so that questions about them fail: absent.pdf" in done.stderr
    assert len(written.read_text().splitlines()) == 2


def test_a_confidence_model_is_fitted_written_and_measured(
    app: typer.Typer,
    tmp_path: Path,
    bundled_report: Report,
    make_assistant: Callable[..., Assistant],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "seas.md").write_text("# Seas\n\n1. The sea is deep and cold.\n")
    assistant = make_assistant(bundled_report, read_report(tmp_path / "seas.md"))
    monkeypatch.setattr("service.open_assistant", lambda home: assistant)
    asked, out = tmp_path / "set.jsonl", tmp_path / "fit.toml"
    questions = [
        {"id": "1", "q": "purple notices", "report": "report.md", "paras": ["26"]},
        {"id": "2", "q": "purple notices of the OSCE in 1987", "paras": []},
        {"id": "3", "q": "Is the sea deep?", "report": "seas.md", "paras": ["1"]},
        {"id": "4", "q": "Is the sea cold in 1987?", "paras": []},
    ]
    asked.write_text("".join(json.dumps(question) + "\n" for question in questions))
    command = ["eval", "fit-confidence", str(asked), "--out", str(out)]

    printed = CliRunner().invoke(app, command).stdout
    told = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)

    assert "set, within its reports:" in printed
    assert "(4 answerable, 4 not; min_confidence" in printed
    assert told["files"]["set"]["AUROC"]["count"] == 4
    assert told["manifest"]["settings"]["fit"]["weights"]["missing_values"] < 0
    assert tomllib.loads(out.read_text())["weights"].keys() == set(FEATURES)


def test_a_benchmark_is_indexed_searched_and_written(
    app: typer.Typer,
    tmp_path: Path,
    make_assistant: Callable[..., Assistant],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text('{"_id": "a", "text": "The sea is deep."}\n')
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "deep sea"}\n')
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
    monkeypatch.setattr(
        "eval.runs.build_assistant", lambda reports, home, **settings: make_assistant(*reports)
    )
    run = tmp_path / "run"

    done = CliRunner().invoke(app, ["eval", "beir", str(tmp_path), "--run-out", str(run), "--json"])

    assert json.loads(done.output)["measures"]["nDCG@10"]["value"] == 1.0
    assert run.read_text().split()[:4] == ["q", "Q0", "a", "1"]


@pytest.fixture
def seas(
    tmp_path: Path, make_assistant: Callable[..., Assistant], monkeypatch: pytest.MonkeyPatch
) -> str:
    """A benchmark folder, indexed by the fake encoder."""
    folder = tmp_path / "seas"
    (folder / "qrels").mkdir(parents=True)
    texts = (("a", "The sea is deep."), ("b", "The sky is high."), ("c", "Sea and sky."))
    lines = (json.dumps({"_id": text_id, "text": text}) for text_id, text in texts)
    (folder / "corpus.jsonl").write_text("\n".join(lines))
    (folder / "queries.jsonl").write_text('{"_id": "q", "text": "high sky"}\n')
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\tc\t1\n")
    monkeypatch.setattr(
        "eval.runs.build_assistant", lambda reports, home, **settings: make_assistant(*reports)
    )
    return str(folder)


def test_systems_are_measured_and_compared_side_by_side(app: typer.Typer, seas: str) -> None:
    told = CliRunner().invoke(app, ["eval", "beir", seas, "--baselines", "--json"])

    value = json.loads(told.stdout)
    assert value["measures"] == value["systems"][0]["measures"]
    assert [(each["set"], each["system"]) for each in value["systems"]] == [
        ("seas", name) for name in ("default", "bm25", "dense", "rrf", "convex")
    ]
    compared = [each for each in value["comparisons"] if each["measure"] == "nDCG@10"]
    assert [each["reference"] for each in compared] == ["bm25", "dense", "rrf", "convex"]
    assert sum(each["is_best_reference"] for each in compared) == 1


def test_several_systems_are_a_table_a_measure(app: typer.Typer, seas: str) -> None:
    arguments = ["--system", "default", "--system", "mine:dense_weight=0", "-m", "RR@10"]

    told = CliRunner().invoke(app, ["eval", "beir", seas, *arguments])

    lines = [line.split() for line in told.stdout.splitlines()]
    assert ["RR@10", "default", "mine"] in lines
    assert [line[:3] for line in lines if line[:2] == ["seas", "mine"]] == [
        ["seas", "mine", "default"]
    ]


def test_what_is_kept_is_the_same_bytes_each_time(
    app: typer.Typer, seas: str, tmp_path: Path
) -> None:
    for keep in ("one", "two"):
        arguments = ["eval", "beir", seas, "-s", "rrf", "--keep", str(tmp_path / keep)]
        assert CliRunner().invoke(app, arguments).exit_code == 0

    kept = [
        {path.name: path.read_bytes() for path in sorted((tmp_path / keep).rglob("*.*"))}
        for keep in ("one", "two")
    ]
    assert kept[0] == kept[1]
    assert list(kept[0]) == ["evaluation.json", "per_query.jsonl", "qrels.trec", "run.trec"]


def test_kept_trials_are_compared(app: typer.Typer, seas: str, tmp_path: Path) -> None:
    keep = tmp_path / "keep"
    CliRunner().invoke(app, ["eval", "beir", seas, "--baselines", "--keep", str(keep)])
    folders = [str(keep / "seas" / name) for name in ("dense", "rrf")]

    by_folder = CliRunner().invoke(app, ["eval", "compare", *folders, "--json"])
    runs = [f"{folder}/run.trec" for folder in folders]
    qrels = f"{folders[0]}/qrels.trec"
    by_file = CliRunner().invoke(app, ["eval", "compare", *runs, "--qrels", qrels, "--json"])

    told = json.loads(by_folder.stdout)["measures"]
    assert told == json.loads(by_file.stdout)["measures"]
    assert "nDCG@10" in told


@pytest.mark.parametrize(
    ("arguments", "trouble"),
    [
        (["-s", "bm26"], 'no system is called "bm26"'),
        (["-s", "mine:dense=1"], '"dense" is no setting'),
        (["--split", "dev"], 'no split "dev"; its splits: test'),
        (["--baselines", "--run-out", "run"], "--run-out is of one set and system, not of 5"),
        (["-m", "nDCG"], '"nDCG" is no measure'),
        (["--report-field", "doc"], 'no text of .* has metadata "doc"; it has: none'),
    ],
)
def test_what_is_asked_wrongly_is_told_before_the_work(
    app: typer.Typer, seas: str, arguments: list[str], trouble: str
) -> None:
    done = CliRunner().invoke(app, ["eval", "beir", seas, *arguments])

    assert isinstance(done.exception, RapporteurError)
    assert re.search(trouble, str(done.exception))


def test_a_damaged_file_is_an_error_of_ours(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "run").write_text("one two")

    done = CliRunner().invoke(app, ["eval", "trec", str(tmp_path / "run"), str(tmp_path / "run")])

    assert isinstance(done.exception, JudgementsUnreadable)


def test_an_unknown_measure_is_an_error_of_ours(app: typer.Typer, files: tuple[str, str]) -> None:
    done = CliRunner().invoke(app, ["eval", "trec", *files, "--measure", "nDCG@0"])

    assert isinstance(done.exception, SettingsError)


@pytest.mark.parametrize(
    "arguments",
    [
        ["trec"],
        ["latency", "--requests", "0"],
        ["beir", "x", "--depth", "few"],
        ["questions", "x", "--per-question", "/no/folder"],
        ["questions", "x", "--keep", "/no/folder/of/this"],
        ["compare", "one"],
    ],
)
def test_wrong_usage_exits_with_2(app: typer.Typer, arguments: list[str]) -> None:
    assert CliRunner().invoke(app, ["eval", *arguments]).exit_code == 2


def test_plots_are_drawn_only_where_a_report_is_written() -> None:
    code = (
        "import sys, rapporteur, eval.kept, eval.runs, eval.asking, eval.tables;"
        "print('matplotlib' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_kept_trials_become_a_report(app: typer.Typer, seas: str, tmp_path: Path) -> None:
    keep, out = str(tmp_path / "keep"), tmp_path / "out"
    CliRunner().invoke(app, ["eval", "beir", seas, "-s", "default", "-s", "bm25", "--keep", keep])

    done = CliRunner().invoke(app, ["eval", "report", keep, "--out", str(out)])

    assert done.exit_code == 0
    assert "rapporteur eval beir" in (out / "report.md").read_text()
    assert (out / "report.html").is_file()


def test_a_library_and_its_questions_become_a_benchmark(
    app: typer.Typer, tmp_path: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.open_assistant", lambda home: assistant)
    asked = tmp_path / "set.jsonl"
    asked.write_text('{"id": "1", "q": "notices", "report": "report.md", "paras": ["26"]}\n')

    done = CliRunner().invoke(app, ["eval", "export", str(asked), "--out", str(tmp_path / "out")])

    assert "32 texts, 1 question, 1 answerable, 1 qrel)" in done.stdout

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from eval.commands import mount
from service import Assistant, JudgementsUnreadable, SettingsError

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
    monkeypatch.setattr("service.open_assistant", lambda home: assistant)
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
        "service.build_assistant", lambda reports, home, progress: make_assistant(*reports)
    )
    run = tmp_path / "run"

    done = CliRunner().invoke(app, ["eval", "beir", str(tmp_path), "--run-out", str(run), "--json"])

    assert json.loads(done.output)["measures"]["nDCG@10"]["value"] == 1.0
    assert run.read_text().split()[:4] == ["q", "Q0", "a", "1"]


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
    ],
)
def test_wrong_usage_exits_with_2(app: typer.Typer, arguments: list[str]) -> None:
    assert CliRunner().invoke(app, ["eval", *arguments]).exit_code == 2

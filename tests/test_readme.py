"""What the README says is what the program does."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

import rapporteur

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
runner = CliRunner()


def _between(name: str) -> str:
    text = README.read_text(encoding="utf-8")
    match = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL)
    assert match is not None
    return match[1]


def test_settings_table_is_what_the_program_lists(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = runner.invoke(rapporteur.app, ["settings"]).output

    assert _between("settings").strip() == told.strip()


def test_map_names_files_that_exist() -> None:
    named = re.findall(r"`((?:corpus|index|service|web|eval)/[\w./]*)`", README.read_text("utf-8"))

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_command_of_the_program_is_told() -> None:
    text = README.read_text(encoding="utf-8") + (ROOT / "CHANGELOG.md").read_text("utf-8")
    commands = [str(command.name or command.callback.__name__)  # type: ignore[union-attr]
                for command in rapporteur.app.registered_commands]  # fmt: skip

    assert [name for name in commands if name not in text] == []


def test_make_help_tells_the_two_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert re.search(r"^run:.*## ", makefile, re.MULTILINE)
    assert re.search(r"^test:.*## ", makefile, re.MULTILINE)


@pytest.mark.model
def test_first_session_is_what_the_terminal_shows(home: Path) -> None:
    session = _between("session").removeprefix("```\n").removesuffix("```\n")
    commands = re.findall(r"^\$ \.venv/bin/rapporteur (.*)$", session, re.MULTILINE)
    for command in ("add corpus/reports", "index"):
        assert runner.invoke(rapporteur.app, shlex.split(command)).exit_code == 0

    shown = [
        f"$ .venv/bin/rapporteur {command}\n"
        + runner.invoke(rapporteur.app, shlex.split(command)).stdout
        for command in commands
    ]

    assert "\n".join(shown) == session

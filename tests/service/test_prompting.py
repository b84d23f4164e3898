import io
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from corpus.errors import SettingsError
from corpus.records import Cover, Report
from service.prompting import open_session, prompted_lines, typed_lines

REPORTS = (Report(report_id="e", cover=Cover(symbol="E/CN.7/2021/1"), paragraphs=()),)


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    """A keyboard: what is sent to it is typed at every prompt of the test."""
    with create_pipe_input() as keyboard, create_app_session(keyboard, DummyOutput()):
        yield keyboard


def test_a_pipe_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"one\ntw\xff\n"), "utf-8"))

    assert list(typed_lines((), history=None)) == ["one\n", "tw�\n"]


def test_ctrl_c_clears_the_line_and_ctrl_d_ends(keys: PipeInput) -> None:
    keys.send_text("not this\x03this\r\x04")

    assert list(prompted_lines(open_session((), history=None))) == ["this"]


def test_what_tab_completes_replaces_what_was_typed(keys: PipeInput) -> None:
    completer, typed = open_session(REPORTS, history=None).completer, Document("what says e/cn")

    assert completer is not None
    [completion] = completer.get_completions(typed, CompleteEvent(completion_requested=True))
    assert (completion.text, completion.start_position) == ("E/CN.7/2021/1", -4)


def test_what_was_typed_can_be_recalled(keys: PipeInput) -> None:
    keys.send_text("one\rtwo\r\x04")
    session = open_session((), history=None)

    list(prompted_lines(session))

    assert list(session.history.get_strings()) == ["one", "two"]


def test_what_is_typed_is_kept_only_where_told(keys: PipeInput, tmp_path: Path) -> None:
    kept = tmp_path / "home" / "chat_history"
    keys.send_text("one\r\x04two\r\x04")

    forgotten = list(prompted_lines(open_session((), history=None)))
    assert not kept.exists()
    recalled = list(prompted_lines(open_session((), history=kept)))

    assert (forgotten, recalled) == (["one"], ["two"])
    assert kept.read_text().splitlines()[-1] == "+two"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_history_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingsError, match="chat_history cannot be written: "):
        open_session((), history=tmp_path / "file" / "chat_history")


def test_only_a_terminal_loads_the_line_editor() -> None:
    code = (
        "import sys, rapporteur, service.chat, service.prompting;"
        "print('prompt_toolkit' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"

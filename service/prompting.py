"""The lines that are typed: edited where people type, read as they come down a pipe.

prompt_toolkit edits them; only a terminal imports it.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingsError
from corpus.records import Report
from service.chat import PROMPT
from service.completion import endings_of

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document
    from prompt_toolkit.history import History

HISTORY_NAME = "chat_history"  # in the home, where the operator keeps it


def typed_lines(reports: Sequence[Report], *, history: Path | None) -> Iterator[str]:
    """Yield each line until the end of input: Ctrl-D at a terminal.

    Ctrl-C clears the line at a terminal. ``history`` is the file that keeps what is typed; None
    forgets it at the end.

    Raises:
        SettingsError: the file cannot be written.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        return prompted_lines(open_session(reports, history=history))
    return plain_lines()


def plain_lines() -> Iterator[str]:
    """Yield the lines of stdin; what is no UTF-8 becomes a replacement character."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    while True:
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            if not sys.stdin.isatty():
                raise
            continue
        if not line:
            return
        yield line


def prompted_lines(session: "PromptSession[str]") -> Iterator[str]:
    """Yield what is typed at a prompt."""
    while True:
        try:
            line = session.prompt(f"\n{PROMPT}")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        yield line


def open_session(reports: Sequence[Report], *, history: Path | None) -> "PromptSession[str]":
    """A prompt with line editing, history by the arrow keys, and completion by Tab."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.application import get_app
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.history import InMemoryHistory

    class Endings(Completer):
        def get_completions(
            self, document: "Document", complete_event: "CompleteEvent"
        ) -> Iterable["Completion"]:
            for ending in endings_of(document.text_before_cursor, reports):
                yield Completion(ending.text, start_position=-ending.typed_chars)

    return PromptSession(
        completer=Endings(),
        complete_while_typing=Condition(lambda: get_app().current_buffer.text.startswith(":")),
        history=InMemoryHistory() if history is None else _kept_in(history),
    )


def _kept_in(path: Path) -> "History":
    """The history in a file that only its owner reads."""
    from prompt_toolkit.history import FileHistory

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError as error:
        raise SettingsError(
            f"RAPPORTEUR_KEEP_CHAT_HISTORY is set, and {path} cannot be written: {error.strerror}"
        ) from error
    return FileHistory(str(path))

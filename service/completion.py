"""What Tab completes in a conversation: commands and what they take, symbols, titles."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpus.records import Report
from corpus.symbols import symbol_key
from service.chat import COMMANDS, FORMS
from service.scope_terms import SCOPE_FIELDS, values_of

_MIN_SYMBOL_CHARS = 2
_MIN_TITLE_CHARS = 3
_MAX_TITLE_WORDS = 12  # typed words that may begin a title


class Ending(NamedTuple):
    """A way to end what was typed: ``text`` takes the place of its last ``typed_chars``."""

    text: str
    typed_chars: int


def endings_of(typed: str, reports: Sequence[Report]) -> tuple[Ending, ...]:
    """How a line can go on, the best way first; none where nothing is known of."""
    if typed.startswith(":"):
        return tuple(_command_endings(typed, reports))
    found = (*_symbol_endings(typed, reports), *_title_endings(typed, reports))
    return tuple(dict.fromkeys(found))


def _command_endings(typed: str, reports: Sequence[Report]) -> Iterable[Ending]:
    word, blank, rest = typed.removeprefix(":").partition(" ")
    if not blank:
        return _beginning(word, COMMANDS)
    if word == "cite":
        return _beginning(rest.rpartition(" ")[2], FORMS)
    return _scope_endings(rest, reports) if word == "scope" else ()


def _scope_endings(typed: str, reports: Sequence[Report]) -> Iterable[Ending]:
    """Values of the field that was begun last; where none begins so, the fields."""
    before, equals, value = typed.rpartition("=")
    name = before.rpartition(" ")[2]
    found = _beginning(value, values_of(name, reports)) if equals else ()
    fields = [f"{name}=" for name in SCOPE_FIELDS]
    return found or _beginning(typed.rpartition(" ")[2], fields if equals else (*fields, "off"))


def _symbol_endings(typed: str, reports: Sequence[Report]) -> Iterable[Ending]:
    word = typed.rpartition(" ")[2]
    if len(word) < _MIN_SYMBOL_CHARS or not symbol_key(word):
        return
    for report in reports:
        symbol = report.cover.symbol
        if symbol is not None and symbol_key(symbol).startswith(symbol_key(word)):
            yield Ending(symbol, len(word))


def _title_endings(typed: str, reports: Sequence[Report]) -> Iterable[Ending]:
    """Titles that begin with the last words typed, of which as many as possible count."""
    words = typed.split(" ")
    for count in range(min(len(words), _MAX_TITLE_WORDS), 0, -1):
        tail = " ".join(words[-count:])
        titles = [report.cover.title for report in reports if report.cover.title is not None]
        found = _beginning(tail, titles) if len(tail) >= _MIN_TITLE_CHARS else ()
        if found:
            return found
    return ()


def _beginning(typed: str, names: Iterable[str]) -> tuple[Ending, ...]:
    return tuple(
        Ending(name, len(typed)) for name in names if name.casefold().startswith(typed.casefold())
    )

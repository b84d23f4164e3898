from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

import web.renewal
from service import Assistant, IndexBusy, IndexDamaged, IndexStale, Swap
from web.renewal import CurrentAssistant

HOME = Path("unused")


class Shelf:
    """A home whose published generation can be set, and the assistants opened from it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, assistant: Assistant) -> None:
        self.published: str | None = assistant.receipt.generation
        self.assistant = assistant
        self.opened = 0
        self.error: Exception | None = None
        self.swaps = 0
        monkeypatch.setattr(web.renewal, "current_swap", lambda home: self._swap())

    def _swap(self) -> Swap | None:
        name = self.published
        return None if name is None else Swap(name=name, mark=(self.swaps, 0))

    def open(self, home: Path) -> Assistant:
        self.opened += 1
        if self.error is not None:
            raise self.error
        return self.assistant


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, assistant: Assistant) -> Shelf:
    return Shelf(monkeypatch, assistant)


def current(shelf: Shelf, assistant: Assistant, *, pause_seconds: float = 0.0) -> CurrentAssistant:
    return CurrentAssistant(assistant, home=HOME, pause_seconds=pause_seconds, open_home=shelf.open)


@pytest.fixture
def newer(make_assistant: object, bundled_report: object) -> Assistant:
    assert callable(make_assistant)
    opened = make_assistant(bundled_report)
    assert isinstance(opened, Assistant)
    return opened


def test_the_same_generation_is_not_opened_again(shelf: Shelf, assistant: Assistant) -> None:
    found = current(shelf, assistant).latest()

    assert (found, shelf.opened) == (assistant, 0)


def test_a_newer_generation_answers_the_next_request(
    shelf: Shelf, assistant: Assistant, newer: Assistant
) -> None:
    shelf.published, shelf.assistant = "newer", newer

    found = current(shelf, assistant).latest()

    assert found is newer


def test_an_assistant_is_prepared_until_another_answers(
    shelf: Shelf, assistant: Assistant, newer: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = Event()

    def prepare(*, rest: Callable[[float], None]) -> None:
        try:
            while True:
                rest(0)
        finally:
            ended.set()

    monkeypatch.setattr(assistant, "prepare", prepare)
    shelves = current(shelf, assistant)
    shelves.prepare()
    shelf.published, shelf.assistant = "newer", newer
    shelves.latest()

    assert ended.wait(20)


def test_a_request_keeps_the_assistant_that_it_began_with(
    shelf: Shelf, assistant: Assistant, newer: Assistant
) -> None:
    shelves = current(shelf, assistant)
    begun = shelves.latest()

    shelf.published, shelf.assistant = "newer", newer
    shelves.latest()

    assert begun.ask("INTERPOL").receipt == assistant.receipt


def test_a_damaged_generation_is_refused_once_and_the_old_one_serves(
    shelf: Shelf, assistant: Assistant
) -> None:
    shelf.published, shelf.error = "newer", IndexDamaged("a file is not as sealed")
    shelves = current(shelf, assistant)

    found = [shelves.latest() for _ in range(3)]

    assert found == [assistant] * 3
    assert (shelf.opened, shelves.refused_code) == (1, "index-damaged")


def test_a_generation_after_a_damaged_one_is_opened(
    shelf: Shelf, assistant: Assistant, newer: Assistant
) -> None:
    shelf.published, shelf.error = "damaged", IndexDamaged("a file is not as sealed")
    shelves = current(shelf, assistant)
    shelves.latest()

    shelf.published, shelf.error, shelf.assistant = "whole", None, newer

    assert shelves.latest() is newer
    assert shelves.refused_code is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (IndexStale("the library has changed"), "index-stale"),
        (IndexBusy("another process writes"), "index-busy"),
        (FileNotFoundError("pruned"), "source-unavailable"),
    ],
)
def test_what_may_pass_is_refused_and_tried_again(
    shelf: Shelf, assistant: Assistant, newer: Assistant, error: Exception, code: str
) -> None:
    shelf.published, shelf.error = "newer", error
    shelves = current(shelf, assistant)
    refused = shelves.latest(), shelves.refused_code

    shelf.error, shelf.assistant = None, newer

    assert refused == (assistant, code)
    assert (shelves.latest(), shelves.refused_code) == (newer, None)


@pytest.mark.parametrize("error", [IndexDamaged("not as sealed"), IndexStale("changed")])
def test_a_return_to_the_open_generation_ends_the_refusal(
    shelf: Shelf, assistant: Assistant, error: Exception
) -> None:
    shelf.published, shelf.error = "newer", error
    shelves = current(shelf, assistant)
    shelves.latest()

    shelf.published = assistant.receipt.generation
    shelves.latest()

    assert shelves.refused_code is None


def test_a_name_that_cannot_be_read_is_read_again(
    shelf: Shelf, assistant: Assistant, newer: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(home: Path) -> Swap:
        raise IndexDamaged("CURRENT names no generation")

    shelves = current(shelf, assistant)
    with monkeypatch.context() as patch:
        patch.setattr(web.renewal, "current_swap", fail)
        shelves.latest()
    refused = shelves.refused_code

    shelf.published, shelf.assistant = "newer", newer

    assert refused == "index-damaged"
    assert (shelves.latest(), shelves.refused_code) == (newer, None)


def test_between_two_looks_nothing_is_read(
    shelf: Shelf, assistant: Assistant, newer: Assistant
) -> None:
    shelves = current(shelf, assistant, pause_seconds=3600)
    shelves.latest()

    shelf.published, shelf.assistant = "newer", newer

    assert shelves.latest() is assistant


def test_without_a_home_nothing_is_looked_for(shelf: Shelf, assistant: Assistant) -> None:
    shelf.published = "newer"

    assert CurrentAssistant(assistant, open_home=shelf.open).latest() is assistant


def test_a_home_that_lost_its_generation_keeps_serving(shelf: Shelf, assistant: Assistant) -> None:
    shelf.published = None

    assert current(shelf, assistant).latest() is assistant


def test_a_damaged_generation_that_is_built_again_under_its_own_name_is_opened(
    shelf: Shelf, assistant: Assistant, newer: Assistant
) -> None:
    shelf.published, shelf.error = "newer", IndexDamaged("a file is not as sealed")
    shelves = current(shelf, assistant)
    shelves.latest()

    shelf.swaps, shelf.error, shelf.assistant = 1, None, newer

    assert shelves.latest() is newer


@pytest.fixture
def damage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is read again is damaged."""

    def find(home: Path, *, rest: object) -> None:
        raise IndexDamaged("window_rows.npy of the index is damaged")

    monkeypatch.setattr(web.renewal, "scrub", find)


@pytest.mark.usefixtures("damage")
def test_a_generation_that_was_damaged_while_open_answers_no_more(
    shelf: Shelf, assistant: Assistant
) -> None:
    shelves = current(shelf, assistant)
    shelves.scrub(rest=lambda seconds: None)

    for _ in range(2):
        with pytest.raises(IndexDamaged, match=r"window_rows\.npy of the index is damaged"):
            shelves.latest()


@pytest.mark.usefixtures("damage")
@pytest.mark.parametrize(("published", "swaps"), [("newer", 0), (None, 1)])
def test_what_was_damaged_while_open_is_healed_by_the_next_publication(
    shelf: Shelf, assistant: Assistant, newer: Assistant, published: str | None, swaps: int
) -> None:
    """Of another generation, or of the same again."""
    shelves = current(shelf, assistant)
    shelves.scrub(rest=lambda seconds: None)

    shelf.published = published or shelf.published
    shelf.swaps, shelf.assistant = swaps, newer

    assert shelves.latest() is newer


@pytest.mark.usefixtures("damage")
def test_what_is_damaged_and_does_not_answer_ends_nothing(
    shelf: Shelf, assistant: Assistant
) -> None:
    shelf.published, shelf.error = "newer", IndexStale("the library has changed")
    shelves = current(shelf, assistant)

    shelves.scrub(rest=lambda seconds: None)

    assert shelves.latest() is assistant

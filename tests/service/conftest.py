"""Answers that are made by hand, and a console whose lines can be read."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from service import Answer, AnswerKind, Highlight, Passage, Receipt, Scope

MakePassage = Callable[..., Passage]
MakeAnswer = Callable[..., Answer]
MakeConsole = Callable[..., Console]


@pytest.fixture
def passage_of() -> MakePassage:
    """Make a passage of S/2025/1 with some of its words quoted."""

    def make(text: str, *quotes: str, number: str = "1", **values: Any) -> Passage:
        starts = [text.index(quote) for quote in quotes]
        highlights = tuple(
            Highlight(start=start, end=start + len(quote), quote=quote)
            for start, quote in zip(starts, quotes, strict=True)
        )
        own = {
            "rank": 1, "score": 1.0, "report_id": "s-2025-1", "symbol": "S/2025/1", "title": None,
            "component": "body", "number": number, "address": number, "sections": (), "page": None,
            "text": text, "items": (), "highlights": highlights,
            "citation": f"S/2025/1, para. {number}", "url": f"/r/s-2025-1/{number}",
        }  # fmt: skip
        return Passage(**{**own, **values})

    return make


@pytest.fixture
def answer_of() -> MakeAnswer:
    """Make an answer from passages."""

    def make(*passages: Passage, **values: Any) -> Answer:
        receipt = Receipt(
            generation="g", corpus_sha256="c", encoder="e", settings_sha256="s", version="0"
        )
        own = {
            "question": "Who?", "query": "Who?", "kind": AnswerKind.ANSWER, "answered": True,
            "confidence": 0.9, "scope": Scope(), "passages": passages, "receipt": receipt,
        }  # fmt: skip
        return Answer(**{**own, **values})

    return make


@pytest.fixture
def console_of() -> MakeConsole:
    """Make a console that writes to memory: a pipe, or a terminal of some width."""

    def make(width: int | None = None, *, has_colours: bool = True) -> Console:
        is_terminal = width is not None
        return Console(
            file=StringIO(),
            width=width or 80,
            force_terminal=is_terminal,
            color_system="standard" if is_terminal and has_colours else None,
            soft_wrap=not is_terminal,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )

    return make


@pytest.fixture
def written() -> Callable[[Console], str]:
    """What a console of ``console_of`` has written."""

    def read(console: Console) -> str:
        assert isinstance(console.file, StringIO)
        return console.file.getvalue()

    return read

"""What the tests of the corpus share: golden files, and reports made of a few lines."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.blocks import Block, BlockKind
from corpus.readers import transcribe
from corpus.records import Box, Report
from corpus.structure import read_structure

GOLDEN = Path(__file__).parent.parent / "golden"

GoldenText = Callable[[str, str], str]
ReportOf = Callable[..., Report]
Place = Callable[..., Block]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> GoldenText:
    """The text of a golden file, which ``--update-golden`` first replaces with what was found."""

    def expected(name: str, found: str) -> str:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(found, encoding="utf-8")
        return path.read_text(encoding="utf-8")

    return expected


@pytest.fixture(scope="session")
def report_of() -> ReportOf:
    """Read a report from its lines, Markdown unless the name says otherwise."""

    def read(text: str, *, name: str = "report.md") -> Report:
        source = text.encode()
        return read_structure(transcribe(name, source), source_name=name, source_sha256="")

    return read


@pytest.fixture(scope="session")
def place() -> Place:
    """Set a block at ``x`` and ``y``, in points; it is a bold heading unless it is ``plain``."""

    def set_block(
        x: float, y: float, text: str, size: float = 10, *, page: int = 1, plain: bool = False
    ) -> Block:
        lines = text.splitlines()
        right = x + size / 2 * max(map(len, lines))
        box = Box(page=page, left=x, top=y, right=right, bottom=y + size * (1.2 * len(lines) - 0.2))
        kind = BlockKind.TEXT if plain else BlockKind.HEADING
        return Block(kind=kind, text=text, is_bold=not plain, size=size, page=page, boxes=(box,))

    return set_block

"""What the tests of the corpus share: golden files, and reports made of a few lines."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.readers import transcribe
from corpus.records import Report
from corpus.structure import read_structure

GOLDEN = Path(__file__).parent.parent / "golden"

GoldenText = Callable[[str, str], str]
ReportOf = Callable[..., Report]


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

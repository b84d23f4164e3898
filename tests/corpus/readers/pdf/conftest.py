"""PDF files made for the tests: lines of text placed on pages, as reportlab writes them."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

HEIGHT = A4[1]
_FONTS = {
    "": "Times-Roman",
    "b": "Times-Bold",
    "i": "Times-Italic",
}


@dataclass(frozen=True, slots=True)
class Put:
    """Words at a place, in points from the top left corner; ``style`` is "", "b" or "i"."""

    x: float
    y: float
    text: str
    size: float = 10
    style: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruled line from ``x`` to ``end``."""

    x: float
    y: float
    end: float


PageContent = Sequence[Put | Stroke]
PdfOf = Callable[..., bytes]


def _pdf_of(*pages: PageContent, turn: int = 0) -> bytes:
    """A PDF of pages; with ``turn`` everything is written at that angle, in degrees."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    for page in pages:
        if turn == 90:
            canvas.translate(A4[0], 0)
            canvas.rotate(90)
        for part in page:
            _draw(canvas, part, height=A4[0] if turn else HEIGHT)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, part: Put | Stroke, *, height: float) -> None:
    if isinstance(part, Stroke):
        canvas.setLineWidth(0.5)
        canvas.line(part.x, height - part.y, part.end, height - part.y)
        return
    canvas.setFont(_FONTS[part.style], part.size)
    canvas.drawString(part.x, height - part.y, part.text)


@pytest.fixture(scope="session")
def pdf_of() -> PdfOf:
    return _pdf_of


@pytest.fixture(scope="session")
def put() -> type[Put]:
    return Put


@pytest.fixture(scope="session")
def stroke() -> type[Stroke]:
    return Stroke


def _column(x: float, y: float, *lines: str, leading: float = 12, size: float = 10) -> list[Put]:
    """Lines of running text below each other."""
    return [Put(x, y + place * leading, line, size) for place, line in enumerate(lines)]


@pytest.fixture(scope="session")
def column() -> Callable[..., list[Put]]:
    return _column

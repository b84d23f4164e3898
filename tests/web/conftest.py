"""The application over the bundled report, and a report that attacks whoever shows it."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from corpus.drawing import png_of
from service import (
    Assistant,
    Box,
    Cover,
    Doubt,
    Item,
    Note,
    Originals,
    Paragraph,
    Report,
    Section,
    Table,
    UnknownAddress,
    UnknownReport,
    UnreadableReport,
)
from web.app import create_app
from web.commands import listen, url_of
from web.languages import LOCALES
from web.settings import WebSettings

ATTACK = """<script>alert('x')</script><img src=x onerror="alert(1)">"</title>&amp;"""


@pytest.fixture(scope="session")
def assistant(bundled_report: Report, make_assistant: Callable[..., Assistant]) -> Assistant:
    """The bundled report; every question is answered, since a fake encoder judges nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAPPORTEUR_MIN_CONFIDENCE", "0")
        return make_assistant(bundled_report)


CHROMIUM = Path("/usr/bin/chromium")
OTHER_HOST = "reports.test"  # the same server by a name, without encryption
MakeClient = Callable[..., TestClient]
Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def make_client() -> MakeClient:
    """A client of an application without a home: it never looks for newer generations."""

    def make(
        assistant: Assistant, *, originals: Originals | None = None, **settings: Any
    ) -> TestClient:
        app = create_app(assistant, WebSettings(**settings), originals=originals)
        return TestClient(app, base_url="http://127.0.0.1")

    return make


@pytest.fixture(scope="session")
def client(assistant: Assistant, make_client: MakeClient) -> TestClient:
    return make_client(assistant)


class FakeOriginals(Originals):
    """Originals that are held in memory, with white pages of 100 by 200 points.

    Page 8 cannot be drawn, and there is none after it.
    """

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self.sources = sources
        self.drawn: list[int] = []

    def read(self, report: Report) -> bytes:
        if report.report_id not in self.sources:
            raise UnknownReport(report.report_id)
        return self.sources[report.report_id]

    def draw(self, report: Report, page: int, *, scale: float) -> bytes:
        self.read(report)
        self.drawn.append(page)
        if page == 8:
            raise UnreadableReport("page 8 cannot be drawn")
        if page > 8:
            raise UnknownAddress("there is no page 9")
        width, height = round(100 * scale), round(200 * scale)
        white = memoryview(b"\xff" * 3 * width * height)
        return png_of(white, width=width, height=height, stride=3 * width)


def printed_report(report_id: str = "printed", *, name: str = "A report.pdf") -> Report:
    """A report from a PDF file: its paragraphs stand on page 1, on pages 1 and 2, and on 8."""
    boxes = (
        (Box(page=1, left=30, top=50, right=70, bottom=60),),
        (
            Box(page=1, left=30, top=150, right=70, bottom=190),
            Box(page=2, left=30, top=10, right=70, bottom=20),
            Box(page=2, left=80, top=10, right=150, bottom=20),
        ),
        (Box(page=8, left=0, top=0, right=9, bottom=9),),
        (),
    )
    return Report(
        report_id=report_id,
        cover=Cover(symbol="S/2025/71", title="Seizures"),
        paragraphs=tuple(
            Paragraph(
                address=str(number),
                component="body",
                number=str(number),
                text=f"Paragraph {number} tells of seizures.",
                page=own[0].page if own else None,
                boxes=own,
            )
            for number, own in enumerate(boxes, 1)
        ),
        pages=8,
        source_name=name,
        source_sha256=hashlib.sha256(report_id.encode()).hexdigest(),
    )


@pytest.fixture
def originals() -> FakeOriginals:
    return FakeOriginals({"printed": b"%PDF-1.4", "marked-up": b"<script>alert(1)</script>"})


@pytest.fixture(scope="session")
def printed() -> Report:
    return printed_report()


@pytest.fixture(scope="session")
def gone() -> Report:
    """A report whose file the library does not have."""
    return printed_report("gone")


@pytest.fixture(scope="session")
def printed_assistant(
    printed: Report, gone: Report, make_assistant: Callable[..., Assistant]
) -> Assistant:
    """A report with pages, one whose file is gone, and one from a file of HTML."""
    return make_assistant(printed, gone, printed_report("marked-up", name='naïve "1".html'))


@pytest.fixture
def printed_client(
    printed_assistant: Assistant, originals: FakeOriginals, make_client: MakeClient
) -> TestClient:
    return make_client(printed_assistant, originals=originals)


@pytest.fixture(scope="session")
def attack() -> str:
    return ATTACK


@pytest.fixture(scope="session")
def hostile_report() -> Report:
    """A report in which every word that a page can show is an attack."""
    text = f"{ATTACK} says the report.\n(a) {ATTACK} is an item;\nand {ATTACK} follows."
    start = text.index("(a)")
    item = Item(label="(a)", level=1, start=start, end=text.index("\n", start))
    return Report(
        report_id="hostile",
        cover=Cover(
            title=ATTACK, symbol=ATTACK, organ=ATTACK, session=ATTACK, agenda_item=ATTACK,
            date="2021-04-07", distribution=ATTACK, language='"><b>', nature=ATTACK, source=ATTACK,
        ),
        paragraphs=(
            Paragraph(
                address="1", component="body", number="1", text=text, page=3,
                sections=(ATTACK,), items=(item,), notes=("1", ATTACK),
            ),
        ),
        sections=(Section(label=None, title=ATTACK, level=1),),
        notes=(Note(mark="1", text=ATTACK),),
        tables=(Table(title=ATTACK, rows=((ATTACK, ATTACK), (ATTACK, ATTACK))),),
        doubts=(Doubt(code="odd", message=ATTACK, page=3),),
        source_name=ATTACK,
    )  # fmt: skip


@pytest.fixture(scope="session")
def hostile_client(
    hostile_report: Report, make_assistant: Callable[..., Assistant], make_client: MakeClient
) -> TestClient:
    return make_client(make_assistant(hostile_report))


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Run a server as long as its block lasts; the block has its address."""

    @contextmanager
    def run(
        assistant: Assistant,
        *,
        originals: Originals | None = None,
        locales: Path = LOCALES,
        **told: Any,
    ) -> Iterator[str]:
        settings = WebSettings(port=0, allowed_hosts=("127.0.0.1", OTHER_HOST), **told)
        app = create_app(assistant, settings, originals=originals, locales=locales)
        running = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
        with listen(settings) as listener:
            thread = Thread(target=running.run, kwargs={"sockets": [listener]})
            thread.start()
            yield url_of(listener)
            running.should_exit = True
            thread.join()

    return run


@pytest.fixture(scope="module")
def site(assistant: Assistant, serve: Serve) -> Iterator[str]:
    """The address of a real server over the bundled report."""
    with serve(assistant) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, which asks nobody but the server."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", f"--host-resolver-rules=MAP {OTHER_HOST} 127.0.0.1"],
        )


@pytest.fixture(scope="session")
def question_box() -> Callable[[Page], Locator]:
    """Where a page takes questions, by its role and label."""
    name = re.compile("question", re.IGNORECASE)
    return lambda page: page.get_by_role("textbox", name=name).or_(
        page.get_by_role("combobox", name=name)
    )


@pytest.fixture(scope="session")
def violations() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong with a page as it is shown: the rule and the first element."""

    def find(page: Page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]

    return find


@pytest.fixture(scope="session")
def shelf() -> tuple[Report, ...]:
    """Reports with all that a reader can show, and one of them long enough for parts."""
    return (_full_report("S/2025/71"), _full_report("S/2025/71/Rev.1"), _arabic_report())


@pytest.fixture(scope="module")
def shelf_site(
    shelf: tuple[Report, ...], make_assistant: Callable[..., Assistant], serve: Serve
) -> Iterator[str]:
    """The address of a real server over ``shelf``."""
    with serve(make_assistant(*shelf)) as address:
        yield address


_SECTIONS = (
    ("I. Seizures",),
    ("I. Seizures",),
    ("II. Routes", "A. By sea"),
    ("II. Routes", "B. By land"),
)


def _full_report(symbol: str) -> Report:
    """Forty paragraphs with notes, a wide table after the second, and a doubt."""
    words = "The Panel recorded seizures of cocaine along the northern route in the period. "
    paragraphs = tuple(
        Paragraph(
            address=str(number),
            component="body",
            number=str(number),
            text=f"{number} seizures. {words * 25}",
            page=number,
            sections=_SECTIONS[(number - 1) // 10],
            notes=("1", "2") if number == 2 else (),
        )
        for number in range(1, 41)
    )
    row = tuple(f"Tons seized in {year}" for year in range(2018, 2026))
    return Report(
        report_id=symbol.lower().replace("/", "-").replace(".", "-"),
        cover=Cover(symbol=symbol, title="Seizures on the routes", language="en",
                    organ="Security Council", date="2025-03-01"),
        paragraphs=paragraphs,
        notes=(Note(mark="1", text="See annex.", address="2"), Note(mark="*", text="Reissued.")),
        tables=(Table(title="Tons", rows=(("", *row), ("North", *row)), address="2"),),
        doubts=(Doubt(code="odd", message="A number is missing.", page=3),),
        source_name="seizures.md",
    )  # fmt: skip


def _arabic_report() -> Report:
    paragraph = Paragraph(
        address="1", component="body", number="1", sections=("مقدمة",),
        text="سجل الفريق مضبوطات من الكوكايين على طول الطريق الشمالي في الفترة المشمولة.",
    )  # fmt: skip
    return Report(
        report_id="a-80-1",
        cover=Cover(symbol="A/80/1", title="تقرير", language="ar", organ="الجمعية العامة"),
        paragraphs=(paragraph,),
    )


ROOT = Path(__file__).parents[2]
SERVER = """
import sys
import typer
import web.commands
from pathlib import Path
from conftest import BUNDLED, FakeEncoder, FakeQueryEncoder
import service
from corpus.reading import read_report

assistant = service.build_assistant(
    [read_report(BUNDLED)], Path(sys.argv.pop(1)),
    encoder=FakeEncoder(), open_encoder=FakeQueryEncoder,
)
service.open_assistant = lambda home, **told: assistant
app = typer.Typer()
web.commands.mount(app)
app()
"""
StartServer = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start_server(tmp_path: Path) -> StartServer:
    """Starts "serve" over the bundled report on any port, in a process of its own."""

    def start() -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", SERVER, str(tmp_path), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={
                "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
                "PATH": "/usr/bin",
                "HOME": str(tmp_path),
            },
        )

    return start

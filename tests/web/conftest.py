"""The application over the bundled report, and a report that attacks whoever shows it."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service import Assistant, Cover, Doubt, Item, Note, Paragraph, Report, Section, Table
from web.app import create_app
from web.settings import WebSettings

ATTACK = """<script>alert('x')</script><img src=x onerror="alert(1)">"</title>&amp;"""


@pytest.fixture(scope="session")
def assistant(bundled_report: Report, make_assistant: Callable[..., Assistant]) -> Assistant:
    """The bundled report; every question is answered, since a fake encoder judges nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAPPORTEUR_MIN_CONFIDENCE", "0")
        return make_assistant(bundled_report)


MakeClient = Callable[..., TestClient]


@pytest.fixture(scope="session")
def make_client() -> MakeClient:
    """A client of an application without a home: it never looks for newer generations."""

    def make(assistant: Assistant, **settings: Any) -> TestClient:
        app = create_app(assistant, WebSettings(**settings))
        return TestClient(app, base_url="http://127.0.0.1")

    return make


@pytest.fixture(scope="session")
def client(assistant: Assistant, make_client: MakeClient) -> TestClient:
    return make_client(assistant)


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

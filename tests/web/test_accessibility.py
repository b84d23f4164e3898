"""axe-core, which knows what of WCAG 2.2 a program can check, finds nothing on any page."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from service import Assistant

Serve = Callable[[Assistant], AbstractContextManager[str]]
QUESTION = "What did the Panel record of seizures of cocaine along the northern route?"
ADDRESSES = {
    "ask": "/",
    "reports": "/reports",
    "no reports": "/reports?text=nothing",
    "report": "/r/s-2025-71",
    "part": "/r/s-2025-71?part=2",
    "paragraph": "/r/s-2025-71/2?mark=0-11",
    "from the right": "/r/a-80-1/1",
    "error": "/nothing",
}
QUESTIONS = {"answer": QUESTION, "abstention": "S/2025/71, para. 99"}
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", [*ADDRESSES, *QUESTIONS])
def test_nothing_is_wrong_with_a_page(
    chromium: Browser,
    shelf_site: str,
    violations: Callable[[Page], list[str]],
    name: str,
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    context = chromium.new_context(
        base_url=shelf_site, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(ADDRESSES.get(name, "/"))
    if name in QUESTIONS:
        page.fill("#question", QUESTIONS[name])
        page.click("#question-form button.primary")
        page.get_by_role("heading", name=QUESTIONS[name], exact=True).wait_for()
        page.locator(".verdict").wait_for()
    page.evaluate(OPEN_ALL)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_what_is_wrong_is_found(chromium: Browser, violations: Callable[[Page], list[str]]) -> None:
    page = chromium.new_page()
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src=x></main></html>")

    assert [each.partition(":")[0] for each in violations(page)] == ["image-alt"]

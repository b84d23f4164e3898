"""The pages by keyboard alone: to the box, a question, the citation copied, the report opened.

What is looked for are roles, labels and the form of permalinks, whatever the pages look like.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.browser]

QUESTION = "Where did INTERPOL investigative support teams find cocaine?"

_MOST_TABS = 150  # twice around any of the pages

Box = Callable[[Page], Locator]


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=site,
        viewport={"width": 1280, "height": 800},
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context.new_page()
    context.close()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, which must then be seen."""
    for _ in range(_MOST_TABS):
        if target.evaluate("each => each === document.activeElement"):
            outline = target.evaluate("each => getComputedStyle(each).outlineStyle")
            shadow = target.evaluate("each => getComputedStyle(each).boxShadow")
            assert (outline, shadow) != ("none", "none")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{_MOST_TABS} times Tab did not reach {target}")


def answered(page: Page, box: Box) -> None:
    """Ask without touching the mouse."""
    page.goto("/")
    tab_to(page, box(page))
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=QUESTION, exact=True)).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()


def test_the_first_citation_is_copied(page: Page, question_box: Box) -> None:
    answered(page, question_box)

    tab_to(page, page.get_by_role("button", name="Copy citation").first)
    page.keyboard.press("Enter")

    told = page.get_by_role("status").filter(has_text="Citation copied")
    expect(told.first).to_be_attached()
    assert "para. 26" in page.evaluate("navigator.clipboard.readText()")


def test_the_first_passage_opens_in_the_report(page: Page, question_box: Box) -> None:
    answered(page, question_box)

    tab_to(page, page.get_by_role("main").locator('a[href*="?mark="]').first)
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name=re.compile("^Paragraph 26, permalink"))).to_be_visible()


def test_a_follow_up_is_asked_from_the_same_box(page: Page, question_box: Box) -> None:
    answered(page, question_box)

    tab_to(page, question_box(page))
    page.keyboard.type("And in Ecuador?")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="And in Ecuador?", exact=True)).to_be_visible()

"""The pages without JavaScript: a question, a follow-up, its passage in the report, and back.

What is looked for are roles, labels and the form of permalinks, whatever the pages look like.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.browser]

QUESTION = "Where did INTERPOL investigative support teams find cocaine?"
FOLLOW_UP = "And in Ecuador?"

Box = Callable[[Page], Locator]


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A page without JavaScript, which must ask nobody but the server."""
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page, strangers = context.new_page(), set[str]()
    page.on(
        "request",
        lambda request: None if request.url.startswith(site) else strangers.add(request.url),
    )
    yield page
    context.close()
    assert strangers == set()


def ask(page: Page, box: Locator, question: str) -> None:
    box.fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", name=question, exact=True)).to_be_visible()


def first_permalink(page: Page) -> Locator:
    """The link of the first passage, which marks its quote in the report."""
    return page.get_by_role("main").locator('a[href*="?mark="]').first


def test_a_conversation_leads_to_its_passage_and_back(page: Page, question_box: Box) -> None:
    page.goto("/")
    ask(page, question_box(page), QUESTION)
    expect(page.locator("mark").first).to_be_visible()
    ask(page, question_box(page), FOLLOW_UP)
    expect(page.get_by_text(QUESTION).first).to_be_visible()

    first_permalink(page).click()
    page.wait_for_url(re.compile(r"/r/.+\?mark="))
    expect(page.locator("mark").first).to_be_in_viewport()

    page.go_back()
    expect(page.get_by_role("heading", name=FOLLOW_UP, exact=True)).to_be_visible()


def test_nothing_is_offered_that_needs_a_script(page: Page, question_box: Box) -> None:
    page.goto("/")
    ask(page, question_box(page), QUESTION)

    expect(page.get_by_role("button", name=re.compile("^Copy"))).to_have_count(0)


def test_an_abstention_shows_the_nearest_paragraphs(page: Page, question_box: Box) -> None:
    page.goto("/")
    ask(page, question_box(page), "para. 99")

    expect(page.get_by_role("heading", name="Not in these reports")).to_be_visible()
    expect(page.get_by_role("main").locator('a[href*="/r/"]').first).to_be_visible()

"""A conversation in a real browser: turn by turn, back and forward, beside a report, by keys."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Literal
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from service import Assistant, Report

Serve = Callable[[Assistant], AbstractContextManager[str]]
QUESTION = "Where did INTERPOL investigative support teams find cocaine?"
FOLLOW_UP = "And in Ecuador?"
BOTH = "How did CARICC and CSTO respond to the pandemic?"
COMPARISON = "Compare INTERPOL and CSTO on notices"
PASTED = (
    "The OSCE field operations in South-Eastern Europe organized a number of workshops and "
    "lectures, including online, which equipped police officers with skills"
)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) window.shifts.push(entry.value);
  }
}).observe({ type: "layout-shift", buffered: true });
"""

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def held(
    bundled_report: Report, shelf: tuple[Report, ...], make_assistant: Callable[..., Assistant]
) -> Assistant:
    """Several reports, so that an answer can be narrowed."""
    return make_assistant(bundled_report, *shelf)


@pytest.fixture(scope="module")
def server(held: Assistant, serve: Serve) -> Iterator[str]:
    with serve(held) as address:
        yield address


def opened(browser: Browser, server: str, **settings: Any) -> BrowserContext:
    settings = {"viewport": {"width": 1280, "height": 800}, **settings}
    return browser.new_context(
        base_url=server, permissions=["clipboard-read", "clipboard-write"], **settings
    )


@pytest.fixture
def desk(chromium: Browser, server: str) -> Iterator[Page]:
    """A page that may complain of nothing, and ask nobody else, nor a question by its address."""
    context = opened(chromium, server)
    page, complaints = context.new_page(), list[str]()
    page.add_init_script(SHIFTS)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.extend(strange(request.url, server)))
    yield page
    context.close()
    assert complaints == []


def strange(url: str, server: str) -> list[str]:
    is_ours = url.startswith((f"{server}/", "blob:"))
    return [] if is_ours and "INTERPOL" not in url.partition("#")[0] else [url]


@pytest.fixture(params=["scripted", "plain"])
def either(chromium: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page with JavaScript, and one without."""
    context = opened(chromium, server, java_script_enabled=request.param == "scripted")
    yield context.new_page()
    context.close()


def ask(page: Page, question: str) -> None:
    page.fill("#question", question)
    page.click("#question-form button.primary")
    expect(page.locator(".turn .question").last).to_have_text(question)
    expect(page.locator(".turn").last.locator(".verdict")).to_be_visible()


def start(page: Page, *questions: str) -> None:
    page.goto("/")
    for question in questions or (QUESTION,):
        ask(page, question)


def questions_of(page: Page) -> list[str]:
    return page.locator(".turn .question").all_inner_texts()


def test_answers_arrive_without_reloading_and_nothing_jumps(desk: Page) -> None:
    desk.goto("/")
    desk.evaluate("window.isSamePage = true")
    ask(desk, QUESTION)
    ask(desk, FOLLOW_UP)

    assert desk.evaluate("window.isSamePage")
    assert questions_of(desk) == [QUESTION, FOLLOW_UP]
    assert desk.evaluate("window.shifts") == []
    expect(desk.locator("#question")).to_have_value("")


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_jumps_when_an_answer_is_slow(desk: Page, width: int) -> None:
    """Half a second after a key, browsers count what moves as moving by itself."""
    desk.set_viewport_size({"width": width, "height": 800})
    start(desk)
    held: list[Route] = []
    desk.route("**/turn", lambda route: held.append(route))  # a bound builtin is refused
    desk.fill("#question", FOLLOW_UP)
    desk.keyboard.press("Enter")
    desk.evaluate("new Promise((resolve) => setTimeout(resolve, 600))")
    held[0].continue_()

    expect(desk.locator(".turn .verdict")).to_have_count(2)
    assert desk.evaluate("window.shifts") == []


def test_an_answer_is_announced_once(desk: Page) -> None:
    start(desk)
    desk.evaluate(
        """() => { window.said = [];
        const spoken = document.getElementById("spoken");
        new MutationObserver(() => window.said.push(spoken.textContent))
          .observe(spoken, { childList: true }); }"""
    )
    ask(desk, "para. 99")

    (said,) = desk.evaluate("window.said")
    assert said.startswith("Not in these reports. ")
    log = desk.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "off")


def test_the_newest_answer_begins_in_sight(either: Page) -> None:
    start(either, QUESTION, FOLLOW_UP)

    expect(either.locator(".turn").last.locator(".question")).to_be_in_viewport()
    expect(either.locator(".turn").last.locator(".verdict h3")).to_be_in_viewport()


def test_back_and_forward_walk_the_turns(desk: Page) -> None:
    start(desk, QUESTION, FOLLOW_UP)

    desk.go_back()
    expect(desk.locator(".turn")).to_have_count(1)
    desk.go_back()
    expect(desk.locator(".examples")).to_be_visible()
    desk.go_forward()
    expect(desk.locator(".turn")).to_have_count(1)
    desk.go_forward()

    assert questions_of(desk) == [QUESTION, FOLLOW_UP]
    ask(desk, "para. 1")
    assert questions_of(desk) == [QUESTION, FOLLOW_UP, "para. 1"]


def test_an_answer_that_comes_once_one_has_gone_back_is_dropped(desk: Page) -> None:
    start(desk, QUESTION, FOLLOW_UP)
    held: list[Route] = []
    desk.route("**/turn", lambda route: held.append(route))
    desk.fill("#question", "para. 1")
    desk.keyboard.press("Enter")
    expect(desk.locator(".searching")).to_be_visible()
    desk.go_back()
    expect(desk.locator(".turn")).to_have_count(1)
    with desk.expect_response("**/turn"):
        held[0].continue_()
    desk.unroute_all()

    assert questions_of(desk) == [QUESTION]
    ask(desk, "para. 2")
    assert questions_of(desk) == [QUESTION, "para. 2"]
    assert "para.+1" not in desk.url


def test_a_reload_asks_the_conversation_again(desk: Page) -> None:
    start(desk, QUESTION, FOLLOW_UP)

    desk.reload()

    expect(desk.locator(".turn").last.locator(".verdict")).to_be_visible()
    assert questions_of(desk) == [QUESTION, FOLLOW_UP]
    assert desk.evaluate("window.shifts") == []
    desk.go_back()
    expect(desk.locator(".turn")).to_have_count(1)


def test_a_page_that_a_form_opened_can_be_reloaded_too(desk: Page) -> None:
    desk.goto("/")
    desk.evaluate(
        """(question) => {
        const form = document.getElementById("question-form");
        form.question.value = question;
        form.submit(); }""",
        QUESTION,
    )
    expect(desk.locator(".turn .verdict")).to_be_visible()
    expect(desk).to_have_url(re.compile(r"/ask#question="))

    desk.reload()

    expect(desk.locator(".turn .verdict")).to_be_visible()
    assert questions_of(desk) == [QUESTION]


def test_a_link_reproduces_an_answer_for_whoever_opens_it(
    desk: Page, chromium: Browser, server: str
) -> None:
    start(desk, QUESTION, FOLLOW_UP)
    desk.locator(".turn").last.get_by_role("button", name="Copy link to this answer").click()
    expect(desk.get_by_role("status")).to_have_text("Link copied")
    link = desk.evaluate("navigator.clipboard.readText()")
    said = desk.locator(".turn").last.locator(".verdict").inner_text()

    other = opened(chromium, server)
    page = other.new_page()
    page.goto(link)

    expect(page.locator(".turn").last.locator(".verdict")).to_be_visible()
    assert quote_plus(QUESTION) in link.partition("#")[2]
    assert questions_of(page) == [QUESTION, FOLLOW_UP]
    assert page.locator(".turn").last.locator(".verdict").inner_text() == said
    other.close()


def test_a_question_that_fails_stays_in_the_box(desk: Page) -> None:
    start(desk)
    desk.route("**/turn", lambda route: route.abort())
    desk.fill("#question", FOLLOW_UP)
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(desk.locator("#question")).to_have_value(FOLLOW_UP)
    assert questions_of(desk) == [QUESTION]

    desk.unroute("**/turn")
    desk.keyboard.press("Enter")
    expect(desk.locator(".turn")).to_have_count(2)
    expect(desk.get_by_role("alert")).to_be_hidden()


def test_a_question_that_cannot_be_asked_is_told_why(either: Page) -> None:
    start(either)
    either.fill("#question", "?!")
    either.click("#question-form button.primary")

    expect(either.get_by_role("alert")).to_contain_text("The question is empty")
    expect(either.locator("#question")).to_have_value("?!")
    assert questions_of(either) == [QUESTION]


def test_the_report_opens_beside_and_closes_to_where_one_was(desk: Page) -> None:
    start(desk)
    chip = desk.locator(".chip").first
    chip.click()

    pane = desk.get_by_role("complementary", name="The report beside the conversation")
    expect(pane.locator("mark").first).to_be_in_viewport()
    assert desk.evaluate("document.activeElement.closest('.beside') !== null")
    assert desk.evaluate("document.documentElement.scrollWidth") == 1280

    desk.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    expect(chip).to_be_focused()
    assert questions_of(desk) == [QUESTION]


def test_without_room_a_citation_is_a_link(chromium: Browser, server: str) -> None:
    context = opened(chromium, server, viewport={"width": 1000, "height": 800})
    page = context.new_page()
    start(page)
    page.locator(".chip").first.click()

    page.wait_for_url("**/r/**")
    page.go_back()
    expect(page.locator(".turn .verdict")).to_be_visible()
    context.close()


def test_links_within_the_report_beside_leave_the_conversation(desk: Page) -> None:
    start(desk)
    desk.locator(".chip").first.click()
    pane = desk.get_by_role("complementary", name="The report beside the conversation")
    address = desk.url
    pane.locator('a[href^="#"]').first.click()

    assert desk.url == address
    assert questions_of(desk) == [QUESTION]


def test_keys_move_between_passages_and_copy(desk: Page) -> None:
    start(desk)
    desk.locator(".turn .question").focus()
    passages = desk.locator(".passage")

    desk.keyboard.press("j")
    expect(passages.nth(0)).to_be_focused()
    desk.keyboard.press("j")
    expect(passages.nth(1)).to_be_focused()
    desk.keyboard.press("c")
    expect(desk.get_by_role("status")).to_have_text("Citation copied")
    assert desk.evaluate("navigator.clipboard.readText()") == (
        passages.nth(1).locator(".citation").inner_text()
    )
    desk.keyboard.press("k")
    expect(passages.nth(0)).to_be_focused()
    desk.keyboard.press("/")
    expect(desk.locator("#question")).to_be_focused()


def test_keys_are_letters_while_one_types(desk: Page) -> None:
    start(desk)
    desk.locator("#question").focus()
    desk.keyboard.type("j/c?")

    expect(desk.locator("#question")).to_have_value("j/c?")
    expect(desk.get_by_role("dialog")).to_be_hidden()


def test_keys_are_listed_and_can_be_switched_off_for_good(desk: Page) -> None:
    start(desk)
    desk.locator(".turn .question").focus()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.get_by_label("Use the single-letter shortcuts").uncheck()
    desk.keyboard.press("Escape")

    for _ in range(2):
        desk.locator(".turn .question").focus()
        desk.keyboard.press("j")
        desk.keyboard.press("?")
        expect(desk.get_by_role("dialog")).to_be_hidden()
        expect(desk.locator(".turn .question")).to_be_focused()
        desk.reload()
        expect(desk.locator(".turn .verdict")).to_be_visible()

    desk.get_by_role("button", name="Keyboard shortcuts").click()
    expect(desk.get_by_label("Use the single-letter shortcuts")).not_to_be_checked()


def test_a_facet_narrows_the_answer_and_its_filter_widens_it(either: Page) -> None:
    start(either)
    either.get_by_text("Narrow down").click()
    either.get_by_role("button", name=re.compile(r"^2021 \d+$")).click()
    expect(either.locator(".filters")).to_contain_text("Only year: 2021")
    assert questions_of(either) == [QUESTION]

    ask(either, FOLLOW_UP)
    expect(either.locator(".turn").last.locator(".filters")).to_contain_text("Only year: 2021")

    either.locator(".turn").last.get_by_role("button", name="Ask again without the year").click()
    expect(either.locator(".turn").last.locator(".filters")).to_have_count(0)
    assert questions_of(either) == [QUESTION, FOLLOW_UP]
    expect(either.locator(".turn").first.locator(".filters")).to_contain_text("2021")


def test_a_passage_narrows_to_its_report(either: Page) -> None:
    start(either)
    either.get_by_role("button", name="Ask within this report").first.click()

    expect(either.locator(".filters")).to_contain_text("Only report:")
    expect(either.get_by_role("button", name="Ask within this report")).to_have_count(0)


def test_what_was_searched_can_be_edited(either: Page) -> None:
    start(either, QUESTION, FOLLOW_UP)
    newest = either.locator(".turn").last
    expect(newest.locator(".searched")).to_contain_text("Searched for:")
    newest.get_by_text("Edit").click()
    newest.get_by_label("Ask instead").fill("para. 12")
    newest.get_by_role("button", name="Ask", exact=True).click()

    expect(either.locator(".turn").last.locator(".question")).to_have_text("para. 12")
    assert questions_of(either) == [QUESTION, "para. 12"]


def test_another_reading_is_asked_in_its_place(either: Page) -> None:
    start(either, BOTH, "How large is its database?")
    either.get_by_role("button", name="How large is CSTO’s database?").click()

    reading = "How large is CSTO’s database?"
    expect(either.locator(".turn").last.locator(".question")).to_have_text(reading)
    assert questions_of(either) == [BOTH, reading]


def test_thanks_are_replied_to(either: Page) -> None:
    start(either, QUESTION, "thank you")
    newest = either.locator(".turn").last

    expect(newest.get_by_role("heading", name="Nothing was searched")).to_be_visible()
    expect(newest.locator(".message")).to_contain_text("You are welcome.")
    expect(newest.locator(".passage")).to_have_count(0)


@pytest.mark.parametrize(("width", "is_beside"), [(1280, True), (360, False)])
def test_a_comparison_stands_side_by_side_where_there_is_room(
    chromium: Browser, server: str, width: int, is_beside: bool
) -> None:
    context = opened(chromium, server, viewport={"width": width, "height": 740})
    page = context.new_page()
    start(page, COMPARISON)

    sides = page.locator(".columns > div")
    expect(sides).to_have_count(2)
    left, right = (sides.nth(place).bounding_box() for place in range(2))
    assert left is not None
    assert right is not None
    assert (left["y"] == right["y"]) == is_beside
    assert page.evaluate("document.documentElement.scrollWidth") == width
    expect(sides.nth(0).locator(".chip").first).to_be_visible()
    expect(sides.nth(1)).to_contain_text("Not in these reports")
    context.close()


def test_an_earlier_answer_unfolds_in_its_place(desk: Page) -> None:
    start(desk, QUESTION, FOLLOW_UP)
    desk.reload()
    earlier = desk.locator(".turn").first
    expect(earlier.locator(".passage")).to_have_count(1)

    earlier.get_by_role("button", name="Show the whole answer").click()

    expect(earlier.locator(".receipt")).to_be_attached()
    assert earlier.locator(".passage").count() > 1
    assert questions_of(desk) == [QUESTION, FOLLOW_UP]
    expect(desk.locator("#newest")).to_have_count(1)
    expect(earlier.locator(".question")).to_be_focused()


def test_without_script_a_whole_earlier_answer_opens_beside_the_conversation(
    chromium: Browser, server: str
) -> None:
    context = opened(chromium, server, java_script_enabled=False)
    page = context.new_page()
    start(page, QUESTION, FOLLOW_UP)

    with context.expect_page() as another:
        page.locator(".turn").first.get_by_role("button", name="Show the whole answer").click()

    whole = another.value
    expect(whole.locator(".turn .question")).to_have_text(QUESTION)
    assert whole.locator(".passage").count() > 1
    assert questions_of(page) == [QUESTION, FOLLOW_UP]
    context.close()


def test_what_differs_from_pasted_words_is_told(either: Page) -> None:
    start(either, PASTED)

    told = either.locator(".differences")
    expect(told).to_contain_text("What differs from your words")
    expect(told.locator("del")).to_have_text("lectures")
    shown = either.locator(".excerpt")
    expect(shown.locator("del")).to_have_text("you typed lectures")
    expect(shown.locator("ins")).to_have_text("the report has trainings")


def test_a_selected_stretch_has_the_words_of_the_report_alone(desk: Page) -> None:
    start(desk, PASTED)

    shown = desk.locator(".excerpt .report-words p").first
    shown.evaluate("(words) => getSelection().selectAllChildren(words)")
    selected = desk.evaluate("getSelection().toString()")
    assert "organized a number of workshops and trainings, including online, which" in selected


@pytest.mark.parametrize(("name", "begins"), [("RIS", "TY  - RPRT"), ("BibTeX", "@techreport")])
def test_a_citation_is_copied_in_the_form_of_a_file(desk: Page, name: str, begins: str) -> None:
    start(desk)
    first = desk.locator(".passage").first
    first.get_by_text("RIS, BibTeX, CSL-JSON").click()
    first.get_by_role("button", name=f"Copy {name}").click()

    expect(desk.get_by_role("status")).to_have_text(f"{name} copied")
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(begins)
    assert "bullet point" in copied or "para. 26" in copied


@pytest.mark.parametrize(("button", "ending"), [("Markdown", ".md"), ("Word", ".docx")])
def test_the_conversation_is_saved(either: Page, button: str, ending: str) -> None:
    start(either, QUESTION, FOLLOW_UP)

    with either.expect_download() as download:
        either.get_by_role("button", name=button).click()

    assert download.value.suggested_filename == f"rapporteur-conversation{ending}"


def test_the_print_view_spells_every_citation_out(either: Page) -> None:
    start(either, QUESTION, FOLLOW_UP)

    with either.context.expect_page() as printed:
        either.get_by_role("button", name="Print view").click()

    paper = printed.value
    assert paper.locator("h2").all_inner_texts() == [QUESTION, FOLLOW_UP, "Receipt"]
    assert "para. 26" in paper.locator(".paper-citation").first.inner_text()


def test_reports_are_suggested_and_chosen_by_keyboard(desk: Page) -> None:
    desk.goto("/")
    desk.locator("#question").press_sequentially("S/2025")
    suggested = desk.get_by_role("listbox", name="Reports")
    expect(suggested.get_by_role("option")).to_have_count(2)
    desk.keyboard.press("ArrowDown")
    first = suggested.get_by_role("option").first
    expect(first).to_have_text("S/2025/71 Seizures on the routes")
    expect(first).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")

    expect(desk.locator("#question")).to_have_value("S/2025/71")
    expect(suggested).to_be_hidden()
    assert desk.evaluate("window.shifts") == []


def test_without_suggestions_the_box_works_in_silence(desk: Page) -> None:
    desk.route("**/api/v1/suggest", lambda route: route.fulfill(status=404))
    desk.goto("/")
    with desk.expect_response("**/api/v1/suggest"):
        desk.locator("#question").press_sequentially("E/2025")
    desk.keyboard.press("Enter")

    expect(desk.locator(".turn .verdict")).to_be_visible()


def test_a_narrow_window_is_reflowed(chromium: Browser, server: str) -> None:
    """WCAG 2.2, success criterion 1.4.10: 320 pixels wide, as 1280 at 400 %."""
    context = opened(chromium, server, viewport={"width": 320, "height": 256})
    page = context.new_page()
    start(page, QUESTION, COMPARISON)
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wrong_with_a_conversation(
    chromium: Browser,
    server: str,
    violations: Callable[[Page], list[str]],
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    context = opened(
        chromium, server, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()
    start(page, QUESTION, "Who took part in it", COMPARISON, PASTED)
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    assert violations(page) == []

    if width == 1280:
        page.locator(".chip").first.click()
        expect(page.locator(".beside mark").first).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    with context.expect_page() as printed:
        page.get_by_role("button", name="Print view").click()
    printed.value.wait_for_load_state()  # with its style
    assert violations(printed.value) == []
    context.close()

"""What a reader does in the library and in a report: by hand, on a phone, without JavaScript."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, Page, expect

from service import Assistant

Serve = Callable[[Assistant], AbstractContextManager[str]]
REPORT = "/r/s-2025-71"
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) { sum += entry.value; }
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})"""
SIZES = """[...document.querySelectorAll("main :is(a, button, summary, input, select)")]
  .filter((each) => each.offsetParent && each.type !== "hidden")
  .filter((each) => !each.closest("p:not([class])"))
  .map((each) => [each.textContent.trim().slice(0, 30), each.offsetWidth, each.offsetHeight])"""

pytestmark = [pytest.mark.browser]


@pytest.fixture
def desk(chromium: Browser, shelf_site: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=shelf_site, viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(chromium: Browser, shelf_site: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=shelf_site, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(chromium: Browser, shelf_site: str) -> Iterator[Page]:
    """A desk without JavaScript."""
    context = chromium.new_context(
        base_url=shelf_site, viewport={"width": 1280, "height": 800}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_phone(chromium: Browser, shelf_site: str) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=shelf_site, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("reader", ["phone", "plain_phone"])
def test_contents_open_by_hand_on_a_phone(reader: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(reader)
    page.goto(REPORT)
    expect(page.locator(".outline li").first).to_be_hidden()

    page.locator(".outline summary").click()
    page.get_by_role("link", name="I. Seizures").click()

    expect(page.locator("h2", has_text="I. Seizures")).to_be_in_viewport(ratio=0.5)


@pytest.mark.parametrize("reader", ["desk", "plain"])
def test_contents_are_open_beside_the_text(reader: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(reader)
    page.goto(REPORT)

    contents, text = page.locator(".outline").bounding_box(), page.locator(".text").bounding_box()
    expect(page.locator(".outline li a").first).to_be_visible()
    assert contents is not None
    assert text is not None
    assert contents["x"] + contents["width"] < text["x"]


def test_contents_stand_above_the_text_in_a_narrow_column_of_a_wide_window(desk: Page) -> None:
    desk.goto(REPORT)
    desk.evaluate("document.querySelector('main').style.width = '36rem'")

    contents, text = desk.locator(".outline").bounding_box(), desk.locator(".text").bounding_box()
    assert contents is not None
    assert text is not None
    assert contents["y"] + contents["height"] <= text["y"]


def test_the_section_that_was_asked_for_is_marked(plain: Page) -> None:
    plain.goto(f"{REPORT}/21")

    expect(plain.locator(".outline li [aria-current]")).to_have_text("A. By sea")


def test_the_section_in_sight_is_marked(desk: Page) -> None:
    desk.goto(f"{REPORT}?part=2")
    current = desk.locator(".outline li [aria-current]")
    expect(current).to_have_text("A. By sea")

    desk.locator("#p-40").scroll_into_view_if_needed()

    expect(current).to_have_text("B. By land")


@pytest.mark.parametrize("reader", ["desk", "phone", "plain"])
def test_notes_open_where_they_are_cited_and_lead_back_from_the_end(
    reader: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(reader)
    page.goto(REPORT)
    cited = page.locator("#p-2 .cited")

    cited.locator("summary").click()
    expect(cited.get_by_text("See annex.")).to_be_visible()

    page.get_by_role("link", name="Note 1, back to paragraph 2").click()
    assert page.url.endswith("#p-2")
    expect(page.locator("#p-2 > .number")).to_be_in_viewport(ratio=0.5)


def test_a_wide_table_moves_by_itself_and_says_so_on_a_phone(phone: Page) -> None:
    phone.goto(REPORT)
    table = phone.locator(".table")

    expect(phone.get_by_text("The table goes on to the side.")).to_be_visible()
    assert table.evaluate("(each) => each.scrollWidth > each.clientWidth")
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    table.evaluate(
        """(each) => each.addEventListener("scroll", () => { each.dataset.moved = "sideways"; })"""
    )
    table.focus()
    phone.keyboard.press("ArrowRight")
    expect(table).to_have_attribute("data-moved", "sideways")


def test_a_table_stands_below_the_paragraph_that_it_follows(desk: Page) -> None:
    desk.goto(REPORT)

    tops = [desk.locator(each).bounding_box() for each in ("#p-2", ".table", "#p-3")]
    places = [box["y"] for box in tops if box]
    assert places == sorted(places)
    assert len(places) == 3


@pytest.mark.parametrize("reader", ["desk", "plain"])
def test_one_walks_from_paragraph_to_paragraph_across_parts(
    reader: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(reader)
    first = page.goto(f"{REPORT}?part=1")
    last = page.locator(".paragraph").last.get_attribute("id") or ""
    number = int(last.removeprefix("p-"))
    page.goto(f"{REPORT}/{number}")

    page.get_by_role("link", name=f"Next paragraph: Paragraph {number + 1}").click()

    assert first is not None
    assert first.request.redirected_from is None
    expect(page.locator(".is-target .number")).to_have_text(f"{number + 1}.")
    expect(page.locator(f"#p-{number}")).to_have_count(0)
    expect(page.locator(".is-target .number")).to_be_in_viewport(ratio=0.5)


def test_one_reads_on_from_part_to_part(plain: Page) -> None:
    seen: list[str] = []
    plain.goto(REPORT)
    while True:
        seen += plain.locator(".paragraph > .number").all_inner_texts()
        following = plain.locator("[aria-label='Parts of this report'] .is-later")
        if not following.count():
            break
        following.click()

    assert seen == [f"{number}." for number in range(1, 41)]


@pytest.mark.parametrize("reader", ["desk", "plain"])
def test_a_question_is_asked_within_the_report(reader: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(reader)
    page.goto(REPORT)
    page.get_by_label("Ask within this report").fill("Where were seizures recorded?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask")

    assert "Only report: S/2025/71" in page.locator("main").inner_text()


def test_the_revision_is_told_before_the_first_word(desk: Page) -> None:
    desk.goto(f"{REPORT}/30")

    expect(desk.locator(".changes")).to_have_text("Revised by S/2025/71/Rev.1")
    desk.get_by_role("link", name="S/2025/71/Rev.1, para. 30").click()
    expect(desk.locator(".is-target .number")).to_have_text("30.")
    assert "/r/s-2025-71-rev-1/30" in desk.url


def test_numbers_stand_on_the_right_of_words_from_the_right(phone: Page) -> None:
    phone.goto("/r/a-80-1/1")

    number = phone.locator(".paragraph > .number").bounding_box()
    words = phone.locator(".paragraph > .report-words").bounding_box()
    assert number is not None
    assert words is not None
    assert number["x"] > words["x"] + words["width"] / 2


@pytest.mark.parametrize("reader", ["phone", "plain"])
def test_reports_are_found_by_form_and_the_address_keeps_what_was_chosen(
    reader: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(reader)
    page.goto("/reports")
    page.get_by_label("Title or symbol").fill("rev.1")
    page.get_by_label("Organ").select_option("Security Council")
    page.get_by_role("button", name="Show").click()

    expect(page.locator(".reports .symbol")).to_have_text("S/2025/71/Rev.1")
    expect(page.get_by_label("Organ")).to_have_value("Security Council")
    assert "text=rev.1" in page.url
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(".reports .symbol")).to_have_count(3)


@pytest.mark.parametrize("path", ["/reports", REPORT, f"{REPORT}/2", f"{REPORT}/21?mark=0-12"])
@pytest.mark.parametrize("reader", ["desk", "phone"])
def test_nothing_shifts_while_a_page_opens(
    reader: str, path: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(reader)
    page.goto(path)

    assert page.evaluate(SHIFTS) == 0


@pytest.mark.parametrize("path", ["/reports", REPORT, f"{REPORT}/2"])
def test_what_can_be_pressed_is_large_enough(phone: Page, path: str) -> None:
    """WCAG 2.2, success criterion 2.5.8, which excepts links in a sentence."""
    phone.goto(path)
    phone.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    sizes = phone.evaluate(SIZES)

    assert sizes
    assert [size for size in sizes if min(size[1:]) < 24] == []


def test_print_has_the_words_and_the_citation_and_no_controls(desk: Page) -> None:
    desk.goto(f"{REPORT}/2")
    desk.emulate_media(media="print")

    expect(desk.locator(".cite .citation")).to_be_visible()
    expect(desk.locator("#p-3 .report-words")).to_be_visible()
    for hidden in (".outline", ".ask-within", ".turning >> nth=0", ".masthead nav"):
        expect(desk.locator(hidden)).to_be_hidden()

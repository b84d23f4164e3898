"""What a delegate does, in a real browser: by keyboard, on a phone, and without JavaScript."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from corpus.library import Library
from service import Assistant, Box, Cover, Paragraph, Report, open_originals

Serve = Callable[..., AbstractContextManager[str]]
QUESTION = "Where did INTERPOL investigative support teams find cocaine?"
FOLLOW_UP = "And in Ecuador?"
ATTACK = """<img src=x onerror="alert(1)"><script>alert(2)</script>"""
HTML = "text/html"
REPORT = "/r/reports-by-intergovernmental-organizations-2021"

pytestmark = [
    pytest.mark.browser,
]


@pytest.fixture(scope="module")
def server(assistant: Assistant, serve: Serve) -> Iterator[str]:
    with serve(assistant) as address:
        yield address


class Watched:
    """A page, with every request that it made and everything that it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._refuse)
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if message.type == "error" else None
            ),
        )

    def _refuse(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()


def watched(context: BrowserContext, server: str) -> Iterator[Watched]:
    """A page of ours that must ask nobody else and complain of nothing."""
    seen = Watched(context.new_page())
    yield seen
    context.close()
    assert {url for url in seen.requests if not url.startswith(f"{server}/")} == set()
    assert seen.complaints == []


@pytest.fixture
def desk(chromium: Browser, server: str) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=server,
        viewport={"width": 1280, "height": 800},
        permissions=["clipboard-read", "clipboard-write"],
    )
    for seen in watched(context, server):
        yield seen.page


@pytest.fixture
def phone(chromium: Browser, server: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=server, viewport={"width": 360, "height": 740})
    for seen in watched(context, server):
        yield seen.page


@pytest.fixture
def plain(chromium: Browser, server: str) -> Iterator[Page]:
    """A page without JavaScript."""
    context = chromium.new_context(base_url=server, java_script_enabled=False)
    for seen in watched(context, server):
        yield seen.page


def ask(page: Page, question: str = QUESTION) -> None:
    page.goto("/")
    page.fill("#question", question)
    page.click("#question-form button.primary")
    expect(page.locator(".turn .verdict")).to_be_visible()


def test_a_question_is_asked_and_answered_by_keyboard_alone(desk: Page) -> None:
    desk.goto("/")
    expect(desk.locator("#question")).to_be_focused()
    desk.keyboard.type(QUESTION)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")

    expect(desk.locator(".turn .question")).to_have_text(QUESTION)
    expect(desk.locator(".quote mark")).to_contain_text("Ecuador 3 tons of cocaine in seaport")


def test_enter_asks_and_slash_returns_to_the_box(desk: Page) -> None:
    desk.goto("/")
    expect(desk.locator("#question")).to_be_focused()
    desk.keyboard.type("INTERPOL")
    desk.keyboard.press("Enter")
    expect(desk.locator(".turn .verdict")).to_be_visible()
    desk.locator(".turn .question").focus()

    desk.keyboard.press("/")
    desk.keyboard.type("What?")

    assert desk.locator("#question").input_value() == "What?"


def test_a_citation_is_copied_and_told(desk: Page) -> None:
    ask(desk)
    desk.click("text=Copy citation >> nth=0")

    expect(desk.locator("[role=status]")).to_have_text("Citation copied")
    assert desk.evaluate("navigator.clipboard.readText()") == (
        desk.locator(".citation").first.inner_text()
    )


def test_a_quotation_is_copied_with_its_citation(desk: Page) -> None:
    ask(desk, '"450 kg of cocaine"')
    desk.click("text=Copy quotation >> nth=0")

    expect(desk.locator("[role=status]")).to_have_text("Quotation copied")
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“450 kg of cocaine” (")
    assert "para. 26" in copied


@pytest.mark.parametrize("reader", ["desk", "phone", "plain"])
def test_the_report_opens_with_the_mark_in_sight(
    reader: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(reader)
    ask(page)
    page.click(".chip >> nth=0")

    mark = page.locator(".is-target mark").first
    expect(mark).to_be_in_viewport(ratio=1)  # the script scrolls once it has come
    box, view = mark.bounding_box(), page.viewport_size
    assert box is not None
    assert view is not None
    assert 0 <= box["y"] < view["height"]


def test_a_permalink_opens_at_its_paragraph_without_a_fragment(plain: Page) -> None:
    plain.goto(f"{REPORT}/26")

    box, view = plain.locator(".is-target").bounding_box(), plain.viewport_size
    assert box is not None
    assert view is not None
    assert box["y"] < view["height"]
    assert box["y"] + box["height"] > 0


@pytest.mark.parametrize("width", [1088, 1180, 1280])
def test_contents_keep_clear_of_the_opened_paragraph(
    chromium: Browser, server: str, width: int
) -> None:
    context = chromium.new_context(base_url=server, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{REPORT}/26")
    contents = page.locator(".outline").bounding_box()
    target = page.locator(".is-target").bounding_box()
    overflow = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert contents is not None
    assert target is not None
    assert target["x"] - (contents["x"] + contents["width"]) >= 16
    assert overflow == width


@pytest.mark.parametrize("width", [360, 1088, 1180, 1247, 1248, 1280])
def test_page_numbers_never_overflow(
    chromium: Browser,
    bundled_report: Report,
    make_assistant: Callable[..., Assistant],
    width: int,
    serve: Serve,
) -> None:
    paged = tuple(replace(each, page=123) for each in bundled_report.paragraphs)
    with serve(make_assistant(replace(bundled_report, paragraphs=paged))) as address:
        context = chromium.new_context(base_url=address, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto(f"{REPORT}/26")
        overflow = page.evaluate("document.documentElement.scrollWidth")
        context.close()

    assert overflow == width


def test_a_number_never_leaves_its_para_behind(phone: Page) -> None:
    for width in range(320, 361, 4):
        phone.set_viewport_size({"width": width, "height": 740})
        phone.goto(f"{REPORT}/26")

        assert phone.evaluate("document.querySelector('.unbroken').getClientRects().length") == 1
    assert "para. 26" in phone.locator(".cite .citation").inner_text()


@pytest.mark.parametrize("reader", ["desk", "plain"])
def test_going_back_returns_to_the_answer(reader: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(reader)
    ask(page)
    page.goto(page.locator(".chip").first.get_attribute("href") or "")

    page.go_back()

    expect(page.locator(".turn .question")).to_have_text(QUESTION)
    expect(page.locator(".turn .verdict")).to_be_visible()


@pytest.mark.parametrize("reader", ["desk", "plain"])
def test_a_conversation_goes_on(reader: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(reader)
    ask(page)
    page.fill("#question", FOLLOW_UP)
    page.click("#question-form button.primary")

    expect(page.locator(".turn .question")).to_have_text([QUESTION, FOLLOW_UP])
    expect(page.locator(".turn:last-child .question")).to_be_in_viewport()


def test_without_javascript_nothing_is_offered_that_needs_it(plain: Page) -> None:
    ask(plain)

    assert plain.locator("button.copy:visible").count() == 0
    assert plain.locator(".citation").first.is_visible()


def test_the_whole_paragraph_opens_in_place_of_its_excerpt(plain: Page) -> None:
    ask(plain)
    plain.click("text=Whole paragraph >> nth=0")

    assert plain.locator(".whole .report-words").first.is_visible()
    assert not plain.locator(".verdict .excerpt").first.is_visible()


@pytest.mark.parametrize("path", ["/", "/reports", REPORT, f"{REPORT}/26", "/nothing"])
def test_nothing_overflows_a_phone(chromium: Browser, server: str, path: str) -> None:
    context = chromium.new_context(base_url=server, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()


def test_an_answer_does_not_overflow_a_phone(phone: Page) -> None:
    for question in (QUESTION, "para. 26", "para. 99", "x" * 300):
        ask(phone, question)
        phone.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")

        assert phone.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("width", [360, 1280])
def test_other_places_that_say_the_same_are_links_and_the_rest_open(
    chromium: Browser, make_assistant: Callable[..., Assistant], width: int, serve: Serve
) -> None:
    told = Paragraph(address="1", component="body", number="1", text="Opium prices rose.")
    title = "Opium prices in every district of the northern provinces " * 2
    reports = (
        Report(report_id=f"r-{n}", cover=Cover(title=f"{title}{n}"), paragraphs=(told,))
        for n in range(6)
    )
    with serve(make_assistant(*reports)) as address:
        context = chromium.new_context(base_url=address, viewport={"width": width, "height": 740})
        for seen in watched(context, address):
            ask(seen.page, '"opium prices"')
            links = seen.page.locator(".also a:visible")
            expect(links).to_have_count(3)
            seen.page.get_by_text("2 more").click()
            expect(links).to_have_count(5)

            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
            links.last.click()
            expect(seen.page.locator("mark#p-1")).to_have_text("Opium prices")


def test_what_can_be_pressed_is_large_enough(phone: Page) -> None:
    """WCAG 2.2, success criterion 2.5.8: targets of at least 24 by 24 pixels."""
    ask(phone)

    sizes = phone.evaluate(
        """["main button", "main summary", "main .actions a", "nav a", ".chip"]
           .flatMap((each) => [...document.querySelectorAll(each)])
           .filter((each) => each.offsetParent)
           .map((each) => [each.textContent.trim(), each.offsetWidth, each.offsetHeight])"""
    )
    assert sizes
    assert [size for size in sizes if min(size[1:]) < 24] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_has_contrast(chromium: Browser, server: str, scheme: str) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1, by its formula."""
    context = chromium.new_context(base_url=server, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/")
    names = ("paper", "surface", "tint", "mark", "ink", "quiet", "accent", "mark-ink", "on-accent")
    colours = {
        name: page.evaluate(
            """(name) => { document.body.style.color = `var(--${name})`;
               return getComputedStyle(document.body).color.match(/[0-9]+/g).map(Number); }""",
            name,
        )
        for name in names
    }
    context.close()

    pairs = [
        (text, on) for text in ("ink", "quiet", "accent") for on in ("paper", "tint", "surface")
    ]
    pairs += [("mark-ink", "mark"), ("on-accent", "accent")]
    assert [pair for pair in pairs if contrast(*(colours[name] for name in pair)) < 4.5] == []


def contrast(one: list[int], other: list[int]) -> float:
    """The contrast of two colours by the formula of WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: list[int]) -> float:
    """The relative luminance of a colour by the formula of WCAG 2.2."""
    parts = [value / 255 for value in colour[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_host_without_encryption_can_ask_too(chromium: Browser, server: str) -> None:
    """There, browsers tell no Sec-Fetch-Site, and the origin only if the page allows it."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(server.replace("127.0.0.1", "reports.test"))
    page.fill("#question", QUESTION)
    page.click("#question-form button.primary")

    expect(page.locator(".turn .question")).to_have_text(QUESTION)
    context.close()


def test_no_attack_in_a_report_runs(
    chromium: Browser,
    hostile_report: Report,
    make_assistant: Callable[..., Assistant],
    serve: Serve,
) -> None:
    """Nothing runs, nothing is asked of others, and the policy has nothing to stop."""
    with serve(make_assistant(hostile_report)) as address:
        context = chromium.new_context(base_url=address)
        for seen in watched(context, address):
            for path in ("/", "/reports", "/r/hostile", "/r/hostile/1?mark=0-30"):
                seen.page.goto(path)
                assert seen.page.locator("main script, main img").count() == 0
            ask(seen.page, ATTACK)


def test_a_page_of_another_site_can_neither_ask_nor_read(chromium: Browser, server: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    attack = f"<form method=post action={server}/ask><input name=question value=x></form>"
    page.route("http://evil.test/", lambda route: route.fulfill(content_type=HTML, body=attack))
    page.goto("http://evil.test/")
    read = page.evaluate(f"fetch('{server}/reports.json').then(() => 'read', () => 'refused')")

    with page.expect_navigation() as navigation:
        page.evaluate("document.querySelector('form').submit()")

    assert (read, navigation.value.status) == ("refused", 403)
    context.close()


# A page of 400 by 600 points; a black bar stands 100 points from the left and 200 from the top.
PDF = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 4 0 R >>
endobj
4 0 obj
<< /Length 20 >>
stream
100 380 200 20 re f
endstream
endobj
trailer
<< /Root 1 0 R /Size 5 >>
%%EOF
"""
VIEWER = "chrome-extension://"  # Chromium's viewer of PDF files is an extension of its own
BAR = Box(page=2, left=100, top=200, right=300, bottom=220)
INK = """async (path) => {
  const image = document.querySelector(".facsimile image").getBoundingClientRect();
  const rect = document.querySelector(".facsimile rect").getBoundingClientRect();
  const picture = await createImageBitmap(await (await fetch(path)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const ink = (x, y) => canvas.getImageData(
    (x - image.x) / image.width * picture.width, (y - image.y) / image.height * picture.height, 1, 1
  ).data[0] < 128;
  const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
  const edges = (out) => [
    ink(rect.x - out, y), ink(rect.right + out, y), ink(x, rect.y - out), ink(x, rect.bottom + out)
  ];
  return { inside: edges(-2), outside: edges(2) };
}"""


@pytest.fixture(scope="module")
def printing(
    make_assistant: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> Iterator[str]:
    """A server of one report from a PDF file, whose only paragraph is the bar on page 2."""
    home = tmp_path_factory.mktemp("home")
    paragraph = Paragraph(
        address="1", component="body", number="1", text="A bar.", page=2, boxes=(BAR,)
    )
    report = Report(
        report_id="bar",
        cover=Cover(symbol="S/2025/71", title="A bar"),
        paragraphs=(paragraph,),
        pages=2,
        source_name="bar.pdf",
        source_sha256=hashlib.sha256(PDF).hexdigest(),
    )
    Library(home).add(report, PDF)
    with (
        open_originals(home) as originals,
        serve(make_assistant(report), originals=originals) as address,
    ):
        yield address


@pytest.mark.parametrize("scripted", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_opened_paragraph_is_shown_as_printed(
    chromium: Browser, printing: str, width: int, scripted: bool
) -> None:
    context = chromium.new_context(
        base_url=printing,
        viewport={"width": width, "height": 800},
        java_script_enabled=scripted,
    )
    for seen in watched(context, printing):
        seen.page.goto("/r/bar/1")

        expect(seen.page.get_by_role("img", name="Page 2 of S/2025/71, as printed")).to_be_visible()
        assert f"{printing}/r/bar/pages/2.png" in seen.requests
        image = seen.page.locator(".facsimile image").bounding_box()
        rect = seen.page.locator(".facsimile rect").bounding_box()
        assert image is not None
        assert rect is not None
        scale = image["width"] / 400
        assert [
            (rect["x"] - image["x"]) / scale,
            (rect["y"] - image["y"]) / scale,
            rect["width"] / scale,
            rect["height"] / scale,
        ] == pytest.approx([100 - 2, 200 - 2, 200 + 4, 20 + 4], abs=1)  # 2 points of stroke


def test_the_marked_box_is_where_the_ink_is(chromium: Browser, printing: str) -> None:
    context = chromium.new_context(base_url=printing)
    for seen in watched(context, printing):
        seen.page.goto("/r/bar/1")

        found = seen.page.evaluate(INK, "/r/bar/pages/2.png")

        assert found == {"inside": [True] * 4, "outside": [False] * 4}


def test_links_to_a_page_are_large_enough_and_never_overflow(
    chromium: Browser, printing: str
) -> None:
    context = chromium.new_context(base_url=printing, viewport={"width": 360, "height": 740})
    for seen in watched(context, printing):
        seen.page.goto("/r/bar/1")

        sizes = seen.page.evaluate(
            """[...document.querySelectorAll(".facsimile a, .page a")]
               .map((each) => [each.textContent, each.offsetWidth, each.offsetHeight])"""
        )
        assert len(sizes) == 3
        assert [size for size in sizes if min(size[1:]) < 24] == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_original_opens_at_its_page_in_the_viewer_of_the_browser(
    chromium: Browser, printing: str
) -> None:
    context = chromium.new_context(base_url=printing)
    page = context.new_page()
    page.goto("/r/bar/1")

    with page.expect_event("framenavigated", lambda frame: frame.url.startswith(VIEWER)) as viewer:
        page.get_by_role("link", name="Original file").click()

    expect(viewer.value.locator("viewer-page-selector input")).to_have_value("2")
    context.close()

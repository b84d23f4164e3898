"""The interface in languages that are none: every letter of every message is exchanged.

A pseudo-language leaves the values, the placeholders and the markup of a message. The one under
the name of French has accents; the one under that of Arabic has Arabic letters, six forms of
plural, and runs from the right.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from docx import Document
from fastapi.testclient import TestClient
from lxml import html
from lxml.html import builder
from playwright.sync_api import Browser, Page, expect

from service import (
    Assistant,
    Originals,
    Report,
    SettingsError,
    catalogue_in_force,
    ngettext,
    report_json,
)
from web.app import create_app
from web.languages import LOCALES, direction_of, language_names, read_language
from web.settings import WebSettings

ROOT = Path(__file__).parents[2]
TEMPLATE = LOCALES / "messages.pot"
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS = {
    "fr": "àƀçđéƒĝĥíĵķłɱñöþɋŕšťûṽŵẋýžÀƁÇĐÉƑĜĤÍĴĶŁṀÑÖÞɊŔŠŤÛṼŴẊÝŽ",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنه" * 2,
}
TAGS = tuple(LETTERS)
KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]+>)")  # placeholders and markup
SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-copied", "data-announcement")
UNSPOKEN = ("script", "textarea", "pre", "code")  # what is typed, and what programs read
NAMES = ("Rapporteur", "BibTeX", "RIS", "CSL-JSON", "SHA-256")
URL = re.compile(r"https?://[^\s)>]+")
CITED = re.compile(
    r"\bparas?\.|\b(section|annex|table)\b|/Rev\.1|\d+ April"
    r"|(\w+(,| and| to) )*\w+ (sub-)?bullet points?"
)  # words of citations
ENGLISH = re.compile(r"[A-Za-z]{2,}")
QUOTED = "recorded seizures of cocaine"
QUESTIONS = (
    "Which seizures of cocaine did the Panel record?",
    "How many tons were seized in 2018?",
    "S/2025/71/Rev.1, para. 2",
    "S/2025/71/Rev.1, paras. 1-60",
    "S/2025/71/Rev.1, para. 99",
    "S/2025/71/Rev.1, para. 3 (b)",
    "annex I of S/2025/71/Rev.1",
    "section V of S/2025/71/Rev.1",
    "footnote 7 of S/2025/71/Rev.1",
    "footnote 1 of S/2025/71/Rev.1",
    "table 7 of S/2025/71/Rev.1",
    "S/2025/71, para. 2",
    "S/2025/99",
    "S/2025/",
    "2025",
    "para. 2",
    "What does S/2031/9 say of seizures?",
    f"“{QUOTED}”",
    "“INTERPOL’s large support to its 195 member countries was kept to its highest”",
    "“no such words”",
    "How did CARICC’s and CSTO’s responses to the pandemic differ?",
)
FOLLOW_UP = "and in 2024?"
SHOWN = (QUESTIONS[0], QUESTIONS[3], QUESTIONS[-1], QUESTIONS[-3])  # those with most on a page
FOUND = (  # what is said of these questions besides them and whole sentences
    FOLLOW_UP,
    QUOTED,
    "support to its 194 member countries was kept to its highest",
    "large",
    "Panel",
    "CARICC",
    "CSTO",
)
PATHS = (
    "/",
    "/ask",
    "/reports",
    "/reports?text=seizures",
    "/reports?text=nothing",
    "/r/s-2025-71",
    "/r/s-2025-71?part=2",
    "/r/s-2025-71/2?mark=0-12",
    "/r/a-80-1/1",
    "/r/printed/1",
    "/r/gone/1",
    "/r/gone/4",
    "/r/printed/99",
    "/nothing",
)


def exchanged(text: str, tag: str) -> str:
    """A message in a pseudo-language."""
    letters = str.maketrans(LATIN, LETTERS[tag])
    parts = KEPT.split(text)
    return "".join(each if KEPT.fullmatch(each) else each.translate(letters) for each in parts)


def translation(message: Message, tag: str, *, forms: int) -> str | tuple[str, ...]:
    """A message in a pseudo-language; the forms of a plural are told apart by their numbers."""
    if isinstance(message.id, str):
        return exchanged(message.id, tag)
    plural = exchanged(message.id[1], tag)
    return tuple(f"{plural}{'₀₁₂₃₄₅'[form]}" for form in range(forms))


def template() -> Catalog:
    with TEMPLATE.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues of both pseudo-languages, made of the template and compiled."""
    folder = tmp_path_factory.mktemp("locale")
    for tag in TAGS:
        catalogue = Catalog(locale=tag)
        for each in template():
            if each.id:
                told = translation(each, tag, forms=catalogue.num_plurals)
                catalogue.add(each.id, told, context=each.context)
        file = folder / tag / "LC_MESSAGES" / "messages.mo"
        file.parent.mkdir(parents=True)
        with file.open("wb") as compiled:
            write_mo(compiled, catalogue)
    return folder


@pytest.fixture(scope="session")
def library(
    shelf: tuple[Report, ...],
    printed: Report,
    gone: Report,
    bundled_report: Report,
    make_assistant: Callable[..., Assistant],
) -> Assistant:
    """Reports with all that a page can show; every question is answered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAPPORTEUR_MIN_CONFIDENCE", "0")
        return make_assistant(*shelf, printed, gone, bundled_report)


MakeSpeaking = Callable[[str], TestClient]


@pytest.fixture
def speaking(
    library: Assistant, originals: Originals, locales: Path, tmp_path: Path
) -> MakeSpeaking:
    """A client of an application that speaks a language."""

    def make(tag: str) -> TestClient:
        settings = WebSettings(language=tag, feedback=True, renewal_seconds=3600)
        app = create_app(library, settings, home=tmp_path, originals=originals, locales=locales)
        return TestClient(app, base_url="http://127.0.0.1")

    return make


def pages(client: TestClient) -> Iterator[tuple[str, str]]:
    """Every kind of page, with what was asked for it."""
    for path in PATHS:
        yield path, client.get(path).text
    for question in QUESTIONS:
        yield question, client.post("/ask", data={"question": question}).text
    history = {"history": list(QUESTIONS[2:5]), "question": FOLLOW_UP}
    asked = {"question": QUESTIONS[0], "within": "report_id=s-2025-71"}
    yield "conversation", client.post("/ask", data=history).text
    yield "no report", client.post("/ask", data={**asked, "within": "year=1999"}).text
    yield "turn", client.post("/turn", data=asked).text
    yield "print", client.post("/export", data={**history, "format": "print"}).text
    yield "feedback", client.post("/feedback", data={**asked, "verdict": "useful"}).text
    yield "no question", client.post("/ask", data={"question": " "}).text
    yield "another site", client.post("/ask", headers={"origin": "http://evil.test"}).text
    yield "another host", client.get("/", headers={"host": "evil.test"}).text


def spoken(page: str) -> Iterator[str]:
    """What a page says in its own language: text, names of things, and what scripts say."""
    tree = html.document_fromstring(page)
    own = tree.get("lang")
    for element in tree.iter(html.etree.Element):
        languages = [each.get("lang") for each in (element, *element.iterancestors())]
        if next(each for each in languages if each is not None) != own:
            continue
        is_spoken = element.tag not in UNSPOKEN and element.text is not None
        yield from (element.text,) if is_spoken else ()
        yield from (child.tail for child in element if child.tail)
        yield from (value for name, value in element.items() if name in SPOKEN)
        yield from element.attrib.values()[1:] if element.get("id") == "words" else ()


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (each for inner in value.values() for each in strings_in(inner))
    elif isinstance(value, list | tuple):
        yield from (each for inner in value for each in strings_in(inner))


@pytest.fixture(scope="session")
def words_of_reports(library: Assistant) -> tuple[str, ...]:
    """What pages show beside the words of the interface, the longest first."""
    found = {*NAMES, *QUESTIONS, *FOUND, *asdict(library.receipt).values()}
    for header in library.reports():
        found |= set(strings_in(report_json(library.report(header.report_id))))
    sentences = {each for text in found for each in re.split(r"(?<=\.) |\n|: ", text)}
    return tuple(sorted({each for each in (*found, *sentences) if each[2:]}, key=len, reverse=True))


def english_of(page: str, words_of_reports: tuple[str, ...]) -> list[str]:
    """The English words of the interface on a page."""
    found = []
    for told in spoken(page):
        left = URL.sub(" ", told)
        for words in words_of_reports:
            left = left.replace(words, " ")
        found += ENGLISH.findall(CITED.sub(" ", left))
    return found


def test_the_template_is_what_the_messages_are_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    new = tmp_path / "messages.pot"

    CommandLineInterface().run(["pybabel", "-q", "extract", "-o", str(new)])  # type: ignore[no-untyped-call]

    with new.open("rb") as file:
        extracted = read_po(file)
    assert [told(each) for each in template()] == [told(each) for each in extracted]


def told(message: Message) -> tuple[object, ...]:
    files = sorted({file for file, _ in message.locations})
    return (message.id if message.id else "", message.context, files)


def test_english_is_there_without_a_catalogue() -> None:
    assert language_names()[0] == "en"
    assert read_language("en").catalogue.gettext("Reports") == "Reports"


def test_a_language_without_a_catalogue_is_refused_with_those_that_have_one(locales: Path) -> None:
    told = "the interface has no language 'ru'; there is a catalogue for en, ar, fr"

    with pytest.raises(SettingsError, match=told):
        read_language("ru", locales=locales)


@pytest.mark.parametrize("name", ["../fr", "", "FR"])
def test_a_language_is_asked_for_by_its_name_alone(name: str, locales: Path) -> None:
    with pytest.raises(SettingsError):
        read_language(name, locales=locales)


@pytest.mark.parametrize("content", [b"", b"no catalogue", b"\xde\x12\x04\x95" + b"\xff" * 40])
def test_a_broken_catalogue_is_told(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "fr" / "LC_MESSAGES" / "messages.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)

    with pytest.raises(SettingsError, match="'fr' cannot be read; compile it again"):
        read_language("fr", locales=tmp_path)


def test_no_application_begins_in_a_language_that_it_does_not_speak(library: Assistant) -> None:
    with pytest.raises(SettingsError, match="no language 'xx'"):
        create_app(library, WebSettings(language="xx"))


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("ar", "rtl"), ("ar-EG", "rtl"), ("en", "ltr"), ("zh", "ltr"), ("", "ltr"), (None, "ltr")],
)
def test_lines_run_as_their_script_does(tag: str | None, direction: str) -> None:
    assert direction_of(tag) == direction


@pytest.mark.parametrize("tag", TAGS)
def test_no_page_has_an_english_word_of_the_interface(
    tag: str, speaking: MakeSpeaking, words_of_reports: tuple[str, ...]
) -> None:
    left = {asked: english_of(page, words_of_reports) for asked, page in pages(speaking(tag))}

    assert {asked: words for asked, words in left.items() if words} == {}


def test_every_page_has_english_words_where_that_is_the_language(
    speaking: MakeSpeaking, words_of_reports: tuple[str, ...]
) -> None:
    assert all(english_of(page, words_of_reports) for _, page in pages(speaking("en")))


@pytest.mark.parametrize(("tag", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_pages_say_their_language_and_its_direction(
    tag: str, direction: str, speaking: MakeSpeaking
) -> None:
    for _, page in pages(speaking(tag)):
        assert f'<html lang="{tag}" dir="{direction}">' in page
        assert "%(" not in page


@pytest.mark.parametrize(
    ("number", "form"), [(0, "₀"), (1, "₁"), (2, "₂"), (7, "₃"), (40, "₄"), (100, "₅"), (1204, "₃")]
)
def test_a_number_takes_the_form_that_the_language_has_for_it(
    number: int, form: str, locales: Path
) -> None:
    with catalogue_in_force(read_language("ar", locales=locales).catalogue):
        told = ngettext("%(num)s report", "%(num)s reports", number)

    assert told == f"{number:,} {exchanged('reports', 'ar')}{form}"


def test_the_page_counts_in_that_form(speaking: MakeSpeaking) -> None:
    page = speaking("ar").get("/").text

    assert f"6 {exchanged('reports', 'ar')}₃ {exchanged('in the library', 'ar')}" in page


def test_programs_are_told_in_english_whatever_the_language(speaking: MakeSpeaking) -> None:
    asked = {"question": "S/2025/71/Rev.1, para. 99"}
    english, arabic = speaking("en"), speaking("ar")

    answers = [client.post("/api/v1/ask", json=asked).content for client in (english, arabic)]
    problems = [client.get("/r/none.json").content for client in (english, arabic)]

    assert answers[0] == answers[1]
    assert problems[0] == problems[1]


def test_what_is_saved_is_in_the_language_of_the_page(
    speaking: MakeSpeaking, words_of_reports: tuple[str, ...]
) -> None:
    asked = {"history": [QUESTIONS[0], *QUESTIONS[2:9], QUESTIONS[-1]], "question": ""}
    client = speaking("fr")

    markdown = client.post("/export", data={**asked, "format": "markdown"}).text
    word = client.post("/export", data={**asked, "format": "docx"}).content

    paper = "\n".join(each.text for each in Document(BytesIO(word)).paragraphs)
    for saved in (markdown, paper):
        plain = re.sub(
            r"\\(.)|]\(<.*?>\)", r"\1", saved
        )  # without the escapes and links of Markdown
        page = html.tostring(builder.HTML(builder.P(plain), lang="fr"), encoding="unicode")
        assert english_of(page, words_of_reports) == []


def test_a_translation_is_text_where_it_is_no_markup(
    library: Assistant, locales: Path, tmp_path: Path
) -> None:
    catalogue = Catalog(locale="fr")
    catalogue.add("Reports", string='"><b>R & D</b>')
    file = tmp_path / "fr" / "LC_MESSAGES" / "messages.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as compiled:
        write_mo(compiled, catalogue)
    app = create_app(library, WebSettings(language="fr"), locales=tmp_path)

    page = TestClient(app, base_url="http://127.0.0.1").get("/reports").text

    assert "<h1>&#34;&gt;&lt;b&gt;R &amp; D&lt;/b&gt;</h1>" in page
    assert "<b>" not in page


@pytest.fixture(scope="module", params=TAGS)
def spoken_site(
    request: pytest.FixtureRequest,
    library: Assistant,
    locales: Path,
    serve: Callable[..., AbstractContextManager[str]],
) -> Iterator[str]:
    """The address of a real server that speaks a language."""
    with serve(library, locales=locales, language=request.param) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_its_window(width: int, spoken_site: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})

    for path in PATHS:
        page.goto(f"{spoken_site}{path}")
        assert [path, *overflowing(page)] == [path]
    for question in SHOWN:
        page.goto(spoken_site)
        page.locator("#question").fill(question)
        page.locator("#question").press("Enter")
        expect(page.locator(".log .turn-foot")).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        assert [question, *overflowing(page)] == [question]
    page.close()


@pytest.mark.browser
def test_scripts_speak_the_language_of_the_page(spoken_site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(spoken_site)
    tag = str(page.locator("html").get_attribute("lang"))

    page.locator("#question").press_sequentially("S/2025")
    expect(page.locator("#spoken")).to_have_text(re.compile(exchanged("Reports suggested: ", tag)))
    page.locator("#question").fill(QUESTIONS[2])
    page.locator("#question").press("Enter")
    page.locator(".passage .actions .copy").first.click()
    expect(page.get_by_role("status")).to_have_text(exchanged("Quotation copied", tag))
    page.close()


def overflowing(page: Page) -> list[str]:
    """The elements of a page that reach beyond its window, to either side."""
    wider = page.evaluate(
        """() => {
            const root = document.documentElement;
            if (root.scrollWidth <= root.clientWidth) return [];
            return [...document.body.querySelectorAll("*")]
                .filter((each) => {
                    const box = each.getBoundingClientRect();
                    return box.left < 0 || box.right > root.clientWidth;
                })
                .map((each) => each.outerHTML.slice(0, 80));
        }"""
    )
    return [str(each) for each in wider]

"""Take the pictures of the README from the running product: ``make screenshots``.

Every picture is taken in light and dark, at a desk and on a phone. What is looked for on a page
are roles, labels and the form of permalinks, so that pages can be built anew.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from itertools import product
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console

from service import open_assistant
from service.chat import PROMPT, Chat

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
QUESTION = "which INTERPOL operations are planned for 2021"
TYPED = ('"toolmarks left on drugs"', ":cite 1 bibtex", ":new", "para. 99")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = {"": (1280, 800), "-phone": (360, 740)}  # by the ending of the picture's name

_CHAT_COLUMNS = 100
_COLOURS = 128  # that a page is drawn in; more are not to be told apart


@contextmanager
def indexed() -> Iterator[Path]:
    """A home of its own that holds the bundled report."""
    with tempfile.TemporaryDirectory() as home:
        for command in (["add", str(HERE.parent / "corpus" / "reports")], ["index"]):
            subprocess.run([*_program(home), *command], check=True)
        yield Path(home)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """A server over a home; yields its address."""
    server = subprocess.Popen(
        [*_program(str(home)), "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        yield server.stdout.readline().split()[-1]
    finally:
        server.terminate()
        server.wait()


def take_pages(browser: Browser, address: str) -> None:
    """Ask a question and open its answer in the report, in every theme and size."""
    for theme, (ending, (width, height)) in product(THEMES, SIZES.items()):
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": height}, color_scheme=theme
        )
        page = context.new_page()
        name = f"{ending}{'-dark' if theme == 'dark' else ''}.png"
        page.goto("/")
        named = re.compile("question", re.IGNORECASE)
        box = page.get_by_role("textbox", name=named).or_(page.get_by_role("combobox", name=named))
        box.fill(QUESTION)
        page.keyboard.press("Enter")
        permalink = page.get_by_role("main").locator('a[href*="?mark="]').first
        permalink.wait_for()
        _keep(page, HERE / f"ask{name}")
        page.goto(permalink.get_attribute("href") or "")
        page.locator("mark").first.wait_for()
        _keep(page, HERE / f"reader{name}")
        context.close()


def take_chat(browser: Browser, home: Path) -> None:
    """Hold a short conversation at a terminal, and draw it."""
    terminal = Console(
        file=StringIO(), record=True, width=_CHAT_COLUMNS, force_terminal=True, highlight=False,
        markup=False, emoji=False,
    )  # fmt: skip
    chat = Chat(
        open_assistant(home),
        console=terminal,
        aside=terminal,
        base_url="https://reports.example.org",
    )
    for line in TYPED:
        terminal.print(f"\n{PROMPT}{line}", style="bold")
        chat.hear(line)
    drawn = terminal.export_svg(title="rapporteur chat")
    page = browser.new_page(viewport={"width": 1280, "height": 80})
    page.set_content(re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL))  # asks nobody
    _keep(page, HERE / "chat.png", is_whole=True)


def _keep(page: Page, path: Path, *, is_whole: bool = False) -> None:
    """Write what a page shows, in few colours: a tenth of the bytes, and the same to the eye."""
    taken = page.screenshot(animations="disabled", caret="hide", full_page=is_whole)
    with Image.open(BytesIO(taken)) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def _program(home: str) -> list[str]:
    return [sys.executable, "-m", "rapporteur", "--home", home]


def main() -> None:
    """Take all pictures in Debian's Chromium."""
    with indexed() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        with served(home) as address:
            take_pages(browser, address)
        take_chat(browser, home)
        browser.close()


if __name__ == "__main__":
    main()

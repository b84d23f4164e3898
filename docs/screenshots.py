"""Take the pictures of the README from the running product: ``make screenshots``."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
QUESTION = "which INTERPOL operations are planned for 2021"


@contextmanager
def served() -> Iterator[str]:
    """Index the bundled report in a home of its own and serve it; yields the address."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "rapporteur", "--home", home]
        subprocess.run([*command, "add", str(HERE.parent / "corpus" / "reports")], check=True)
        subprocess.run([*command, "index"], check=True)
        server = subprocess.Popen(
            [*command, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            yield server.stdout.readline().split()[-1]
        finally:
            server.terminate()
            server.wait()


def take(page: Page, address: str) -> None:
    """Ask the first question, and open its answer in the report."""
    page.goto(address)
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Open in the report").first.wait_for()
    page.screenshot(path=HERE / "ask.png")
    page.get_by_role("link", name="Open in the report").first.click()
    page.locator("mark").first.wait_for()
    page.screenshot(path=HERE / "reader.png")


def main() -> None:
    """Take both pictures in Debian's Chromium."""
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        take(browser.new_page(viewport={"width": 1180, "height": 720}), address)
        browser.close()


if __name__ == "__main__":
    main()

"""The report's page as a real browser shows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from eval.reporting import report_of, write_report
from eval.trials import Trial

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture(scope="module")
def page_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    told = {"value": 0.5, "low": 0.25, "high": 0.75, "count": 4}
    trials = [
        Trial(
            set_name="a-set-with-a-rather-long-name",
            system=system,
            evaluation={
                "measures": {"nDCG@10": told},
                "manifest": {"version": "1", "corpus_sha256": "f" * 64, "command": "run " * 40},
            },
            lines=({"id": "q", "measures": {"nDCG@10": 0.5}},),
            run={"q": {"a": 1.0}},
            qrels={"q": {"a": 1}},
        )
        for system in ("default", "bm25", "dense", "rrf", "convex")
    ]
    page, _ = write_report(report_of(trials), tmp_path_factory.mktemp("report"))
    return page.as_uri()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_out_of_the_page_or_is_fetched(
    browser: Browser, page_url: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(page_url)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    widths = page.evaluate(
        "[document.documentElement.scrollWidth,"
        " ...[...document.querySelectorAll('svg')].map(each => each.clientWidth)]"
    )

    assert max(widths) <= width
    assert min(widths) > 250
    assert fetched == [page_url]


def test_plots_take_the_colours_of_the_reader(browser: Browser, page_url: str) -> None:
    inks = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(page_url)
        fill = "getComputedStyle(document.querySelector('svg text')).fill"
        inks.append(page.evaluate(fill))

    assert inks == ["rgb(29, 33, 39)", "rgb(229, 226, 219)"]

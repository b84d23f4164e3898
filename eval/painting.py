"""How long a reader waits: from pressing Enter in a real browser until the answer is painted.

Each page asks twice, first on the opening page and then in the conversation that it became. The
clock runs in the page: it starts at the key, and ends after the first frame with the answer.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.evaluation import Manifest, hashes_of
from eval.latency import RANKS, percentile
from eval.server import HOST, Asking, serving
from eval.significance import Estimate
from service import Assistant, RapporteurError

if TYPE_CHECKING:
    from playwright.sync_api import Page

WARMING = 3  # pages before the clock counts: caches, fonts, the first compilation of scripts
_CLOCK = """
window.painted = [];
window.untilPainted = (count) => new Promise((resolve) => {
  const look = () => (window.painted.length >= count ? resolve() : setTimeout(look, 20));
  look();
});
let asked = 0;
addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    asked = performance.now();
  }
}, { capture: true });
new MutationObserver(() => {
  const answers = document.querySelectorAll(".turn[data-announcement]").length;
  if (asked && answers > window.painted.length) {
    const started = asked;
    asked = 0;
    requestAnimationFrame(() => setTimeout(() => {
      window.painted.push(performance.now() - started);
    }));
  }
}).observe(document, { childList: true, subtree: true });
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Milliseconds until the first answer of each page was painted, and until the second was."""

    first: Sequence[float]
    further: Sequence[float]


def time_painting(
    home: Path, askings: Sequence[Asking], *, pages: Iterable[int], browser: Path
) -> Times:
    """Time ``pages``, cycling through the questions; browser and server are warmed first.

    Raises:
        RapporteurError: Playwright or the browser is missing, or the server does not start.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise RapporteurError("Playwright is missing; install rapporteur[eval]") from error
    with serving(home, askings[0]) as server, sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        except Error as error:
            raise RapporteurError(f"the browser {browser} does not start") from error
        page = chromium.new_page(base_url=f"http://{HOST}:{server.port}")
        page.add_init_script(_CLOCK)
        for turn in range(WARMING):
            _ask_twice(page, askings, turn=turn)
        timed = [_ask_twice(page, askings, turn=turn) for turn in pages]
        chromium.close()
    return Times(first=[first for first, _ in timed], further=[further for _, further in timed])


def measures_of(times: Times) -> Mapping[str, Estimate]:
    """Percentiles of what was timed; intervals are over pages."""
    stages = {"first": times.first, "further": times.further}
    return {
        f"{stage}-p{rank}-ms": percentile(milliseconds, rank)
        for stage, milliseconds in stages.items()
        for rank in RANKS
    }


def manifest_of(
    assistant: Assistant, askings: Sequence[Asking], *, file: Path | None, pages: int
) -> Manifest:
    """What was timed: the questions, on how many pages, and on how many processors."""
    return Manifest(
        dataset="openings of paragraphs" if file is None else file.stem,
        files={} if file is None else hashes_of([file]),
        questions=len(askings),
        settings={"pages": pages, "warming": WARMING, "processors": os.cpu_count()},
        receipt=assistant.receipt,
    )


def _ask_twice(page: "Page", askings: Sequence[Asking], *, turn: int) -> tuple[float, float]:
    """The milliseconds of two questions, one after the other, on a page of their own."""
    page.goto("/")
    for place in range(2):
        page.fill("#question", askings[(2 * turn + place) % len(askings)].question)
        page.press("#question", "Enter")
        page.evaluate("count => window.untilPainted(count)", place + 1)
    first, further = page.evaluate("window.painted")
    return first, further

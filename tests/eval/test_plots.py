from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from eval.plots import PALETTE, RELIABILITY, Plot, draw_bars, draw_curves, draw_differences
from eval.significance import Estimate

SVG = "{http://www.w3.org/2000/svg}"
HALF = Estimate(value=0.5, low=0.4, high=0.6, count=9)
NONE = Estimate(value=None)


def bars() -> Plot:
    groups = {"seas & skies": {"mine": HALF, "bm25": NONE}}
    return draw_bars("bars", groups, title="Bars <of> seas", axis="RR@10")


def curves() -> Plot:
    points = {"mine": ((0.0, 0.0), (1.0, 1.0)), "none": ()}
    return draw_curves("curves", points, frame=RELIABILITY, title="Curves", description="Rising.")


def differences() -> Plot:
    return draw_differences("rows", {"mine − bm25": HALF}, title="Rows", axis="difference")


@pytest.mark.parametrize("draw", [bars, curves, differences])
def test_the_same_figures_are_the_same_bytes(draw: Callable[[], Plot]) -> None:
    first, second = draw(), draw()

    assert first == second


@pytest.mark.parametrize("draw", [bars, curves, differences])
def test_a_picture_says_in_words_what_it_shows(draw: Callable[[], Plot]) -> None:
    plot = draw()

    root = ElementTree.fromstring(plot.alone)

    assert (root.get("role"), root.get("aria-labelledby")) == (
        "img",
        f"{plot.name}-title {plot.name}-desc",
    )
    assert root.findtext(f"{SVG}title") == plot.title
    assert root.findtext(f"{SVG}desc") == plot.description != ""


@pytest.mark.parametrize("draw", [bars, curves, differences])
def test_colours_are_variables_in_a_page_and_fixed_alone(draw: Callable[[], Plot]) -> None:
    plot = draw()

    assert "var(--ink)" in plot.inline
    assert "var(" not in plot.alone
    assert not any(key in plot.inline + plot.alone for key in PALETTE)


def test_ids_are_those_of_the_plot_alone() -> None:
    root = ElementTree.fromstring(bars().alone)

    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert all(str(each).startswith("bars-") for each in ids)


def test_words_are_words_and_not_outlines() -> None:
    told = "".join(ElementTree.fromstring(bars().alone).itertext())

    assert "seas & skies" in told
    assert "RR@10" in told

"""Plots as SVG: the same figures are the same bytes, and colours are named, not fixed.

A plot is drawn in placeholder colours, each of which stands for a name of the palette. A page
turns them into CSS variables, so that one picture serves light and dark; a picture that stands
alone gets the light colours.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from eval.confidence_curves import Points
from eval.significance import Estimate

WIDTH = 5.0  # inches: 360 units of the SVG, one a pixel on a small phone
ROW = 0.19  # inches a bar
INK, QUIET, RULE = "#010101", "#010102", "#010103"
SERIES = ("#010111", "#010112", "#010113", "#010114", "#010115", "#010116")
# Okabe and Ito's colours, darkened or lightened until each has a contrast of 3 to its paper.
PALETTE: Mapping[str, tuple[str, str, str]] = {
    INK: ("--ink", "#1d2127", "#e5e2db"),
    QUIET: ("--quiet", "#59606a", "#a4aab3"),
    RULE: ("--rule", "#dcd8ce", "#343a42"),
    SERIES[0]: ("--series-1", "#254a72", "#9dc1e8"),
    SERIES[1]: ("--series-2", "#c2570c", "#f0a35e"),
    SERIES[2]: ("--series-3", "#00785a", "#4fc7a3"),
    SERIES[3]: ("--series-4", "#a64d79", "#dd9bbd"),
    SERIES[4]: ("--series-5", "#7a6a00", "#d9c84a"),
    SERIES[5]: ("--series-6", "#59606a", "#b7bcc4"),
}
_MARKERS = "osD^vP"
_DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
_STYLE: Any = {  # the keys are matplotlib's own
    "svg.fonttype": "none",
    "svg.hashsalt": "rapporteur",
    "font.family": "sans-serif",
    "font.size": 9.5,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.linewidth": 0.8,
    "grid.color": RULE,
    "grid.linewidth": 0.7,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 9,
}

Groups: TypeAlias = Mapping[str, Mapping[str, Estimate]]
"""Label of a group to name of a series to its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The axes of curves: their names, and what is drawn beside the curves.

    ``is_of_shares`` says that the axis across ends at 1, ``reaches_one`` that the other does;
    the diagonal is what chance, or no error, gives. Both axes of growth are logarithmic.
    """

    across: str
    up: str
    is_of_shares: bool = True
    reaches_one: bool = True
    has_diagonal: bool = False
    has_markers: bool = False
    is_logarithmic: bool = False


RISK = Frame(
    across="share of questions answered",
    up="share of wrong answers among them",
    reaches_one=False,
)
ROC = Frame(
    across="unanswerable that are answered", up="answerable that are answered", has_diagonal=True
)
RELIABILITY = Frame(
    across="mean confidence of the bin",
    up="share that is answerable",
    has_diagonal=True,
    has_markers=True,
)
GROWTH = Frame(across="paragraphs", up="at that size", has_markers=True, is_logarithmic=True)
TIMES = Frame(across="milliseconds", up="share of questions", is_of_shares=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A picture with its words: ``title`` says what it is of, ``description`` what it shows."""

    name: str
    title: str
    description: str
    drawing: str

    @property
    def inline(self) -> str:
        """The SVG for a page that defines the palette as CSS variables."""
        return _coloured(self.drawing, {key: f"var({own[0]})" for key, own in PALETTE.items()})

    @property
    def alone(self) -> str:
        """The SVG as a file of its own, in light colours."""
        header = '<?xml version="1.0" encoding="utf-8"?>\n'
        return header + _coloured(self.drawing, {key: own[1] for key, own in PALETTE.items()})


def draw_bars(name: str, groups: Groups, *, title: str, axis: str) -> Plot:
    """Bars by group, one a series, with the 95 % interval of each."""
    series = tuple(dict.fromkeys(key for values in groups.values() for key in values))
    rows = sum(map(len, groups.values())) + len(groups)
    with _figure(rows * ROW + 0.75 + _legend_inches(series)) as figure:
        axes = figure.add_subplot()
        places, labels, place = [], [], 0.0
        for label, values in groups.items():
            places.append(place + (len(values) - 1) / 2)
            labels.append(label)
            for key, estimate in values.items():
                _draw_bar(axes, place, estimate, color=_colour(series, key))
                place += 1
            place += 1
        axes.set_yticks(places, labels)
        axes.tick_params(axis="y", length=0)
        axes.invert_yaxis()
        axes.set_xlim(left=0)
        axes.set_xlabel(axis)
        axes.grid(axis="x")
        _add_legend(figure, axes, series)
        return _plot(figure, name, title=title, description=_told(groups, axis))


def draw_differences(name: str, rows: Mapping[str, Estimate], *, title: str, axis: str) -> Plot:
    """Differences with their intervals, one below the other, beside the line of no difference."""
    with _figure(len(rows) * (ROW + 0.06) + 0.7) as figure:
        axes = figure.add_subplot()
        for place, estimate in enumerate(rows.values()):
            _draw_bar(axes, place, estimate, color=SERIES[0], is_point=True)
        axes.axvline(0, color=QUIET, linewidth=1)
        axes.set_yticks(range(len(rows)), list(rows))
        axes.tick_params(axis="y", length=0)
        axes.invert_yaxis()
        axes.set_xlabel(axis)
        axes.grid(axis="x")
        return _plot(figure, name, title=title, description=_told({axis: rows}, axis))


def draw_curves(
    name: str, curves: Mapping[str, Points], *, frame: Frame, title: str, description: str
) -> Plot:
    """Lines through points, one a series."""
    series = tuple(curves)
    with _figure(3.4 + _legend_inches(series)) as figure:
        axes = figure.add_subplot()
        if frame.has_diagonal:
            axes.plot((0, 1), (0, 1), color=QUIET, linewidth=0.8, linestyle=":")
        for place, (key, points) in enumerate(curves.items()):
            across, up = zip(*points, strict=True) if points else ((), ())
            marker = _MARKERS[place % len(_MARKERS)] if frame.has_markers else None
            dashes, color = _DASHES[place % len(_DASHES)], _colour(series, key)
            style: Any = {"linestyle": dashes, "marker": marker, "markersize": 4}
            axes.plot(across, up, color=color, linewidth=1.6, **style)
        if frame.is_logarithmic:
            axes.loglog()
        else:
            axes.set_xlim(0, 1 if frame.is_of_shares else None)
            axes.set_ylim(0, 1.02 if frame.reaches_one else None)
        axes.set_xlabel(frame.across)
        axes.set_ylabel(frame.up)
        axes.grid()
        _add_legend(figure, axes, series, is_line=True)
        return _plot(figure, name, title=title, description=description)


@contextmanager
def _figure(height: float) -> Iterator[Figure]:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        figure.patch.set_visible(False)
        yield figure


def _draw_bar(
    axes: Axes, place: float, estimate: Estimate, *, color: str, is_point: bool = False
) -> None:
    if estimate.value is None:
        return
    if is_point:
        axes.plot(estimate.value, place, "o", color=color, markersize=5)
    if not is_point:
        axes.barh(place, estimate.value, height=0.82, color=color, alpha=0.55, linewidth=0)
    if estimate.low is not None and estimate.high is not None:
        line = axes.plot((estimate.low, estimate.high), (place, place), color=color, linewidth=1.8)
        line[0].set_solid_capstyle("butt")


def _add_legend(
    figure: Figure, axes: Axes, series: Sequence[str], *, is_line: bool = False
) -> None:
    if len(series) < 2:
        return
    for place, key in enumerate(series):
        style: Any = {"linestyle": _DASHES[place % len(_DASHES)]} if is_line else {"linewidth": 6}
        axes.plot([], [], color=_colour(series, key), label=key, **style)
    figure.legend(loc="outside upper left", ncols=3, handlelength=2, columnspacing=1.2)


def _legend_inches(series: Sequence[str]) -> float:
    return 0.0 if len(series) < 2 else 0.22 * -(-len(series) // 3)


def _colour(series: Sequence[str], key: str) -> str:
    return SERIES[series.index(key) % len(SERIES)]


def _plot(figure: Figure, name: str, *, title: str, description: str) -> Plot:
    """The figure as SVG with its words inside, its ids made its own."""
    FigureCanvasSVG(figure)
    written = io.StringIO()
    figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    drawing = written.getvalue()
    drawing = drawing[drawing.index("<svg") :]
    drawing = re.sub(r"<metadata>.*?</metadata>\s*", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r"\swidth=\"[\d.]+pt\"|\sheight=\"[\d.]+pt\"", "", drawing, count=2)
    drawing = re.sub(r"(\bid=\"|url\(#|href=\"#)", rf"\g<1>{name}-", drawing)
    drawing = re.sub(
        r"font: ([^;\"]*?)(\d+(?:\.\d+)?)px [^;\"]*", r"font: \g<2>px sans-serif", drawing
    )
    words = (
        f' role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
    )
    drawing = re.sub(r"(<svg[^>]*)>", lambda match: match[1] + words, drawing, count=1)
    return Plot(name=name, title=title, description=description, drawing=drawing.strip() + "\n")


def _coloured(drawing: str, colours: Mapping[str, str]) -> str:
    for placeholder, colour in colours.items():
        drawing = drawing.replace(placeholder, colour)
    return drawing


def _told(groups: Groups, axis: str) -> str:
    """The values of a plot in words."""
    sentences = []
    for label, values in groups.items():
        told = ", ".join(
            f"{key} {estimate.value:.3f}"
            for key, estimate in values.items()
            if estimate.value is not None
        )
        sentences.append(f"{label}: {told}." if label != axis else f"{told}.")
    return " ".join(sentences)

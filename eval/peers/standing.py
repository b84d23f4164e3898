"""How a contest stands: one table of figures and ratios, as text, Markdown, JSON and a plot.

A ratio tells how many times better Rapporteur, asked over HTTP, is than another system: of two
rates ours through theirs, of times, memory and bytes theirs through ours.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.table import Table as Grid

from eval.evaluation import Evaluation, evaluation_json
from eval.peers.contenders import OURS
from eval.peers.contest import Standing
from eval.plots import Plot, draw_bars
from eval.significance import Estimate
from eval.tables import NOTHING, figure

MARKDOWN_FILE, PLOT_FILE = "bench.md", "bench.svg"
_MORE_IS_BETTER = ("nDCG", "texts-indexed/s", "answers/s")


def ratios_of(standing: Standing) -> Mapping[str, Mapping[str, float]]:
    """Name of another system to measure to ratio; what either lacks is left out."""
    ours = standing[OURS]
    return {
        name: {
            measure: _ratio(measure, ours[measure].value or 0.0, estimate.value)
            for measure, estimate in measures.items()
            if measure in ours and estimate.value
        }
        for name, measures in standing.items()
        if name != OURS
    }


def standing_json(standing: Standing, evaluation: Evaluation) -> Mapping[str, Any]:
    """The contract's form of our own measures, then those of all systems, and the ratios."""
    told = evaluation_json(evaluation)
    systems = {
        name: evaluation_json(Evaluation(measures=measures, manifest=evaluation.manifest))
        for name, measures in standing.items()
    }
    return {
        "measures": told["measures"],
        "systems": {name: system["measures"] for name, system in systems.items()},
        "ratios": ratios_of(standing),
        "manifest": told["manifest"],
    }


def standing_grid(standing: Standing) -> Grid:
    """A line a measure, a column a system: its figure, and the ratio in brackets."""
    grid = Grid(box=None, padding=(0, 2, 0, 0))
    grid.add_column("measure", no_wrap=True)
    for name in standing:
        grid.add_column(name, justify="right")
    for row in _rows(standing):
        grid.add_row(*row)
    return grid


def standing_markdown(standing: Standing) -> str:
    """The same table in Markdown."""
    header = ["measure", *standing]
    lines = [header, ["---", *("---:" for _ in standing)], *_rows(standing)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def standing_plot(standing: Standing) -> Plot:
    """The ratios as bars, a group a measure."""
    ratios = ratios_of(standing)
    groups = {
        measure: {
            name: Estimate(value=of_system[measure])
            for name, of_system in ratios.items()
            if measure in of_system
        }
        for measure in standing[OURS]
    }
    told = {measure: values for measure, values in groups.items() if values}
    title = "Rapporteur beside other systems"
    return draw_bars("bench", told, title=title, axis="times better than the other system")


def write_standing(standing: Standing, folder: Path) -> tuple[Path, ...]:
    """Write the table as Markdown, with the plot beside it."""
    folder.mkdir(exist_ok=True)
    table, picture = folder / MARKDOWN_FILE, folder / PLOT_FILE
    plot = standing_plot(standing)
    told = f"{standing_markdown(standing)}\n![{plot.title}]({PLOT_FILE})\n"
    table.write_text(told, encoding="utf-8")
    picture.write_text(plot.alone, encoding="utf-8")
    return table, picture


def _rows(standing: Standing) -> Iterator[list[str]]:
    ratios = ratios_of(standing)
    for measure in standing[OURS]:
        cells = [measure]
        for name, measures in standing.items():
            ratio = ratios.get(name, {}).get(measure)
            told = "" if ratio is None else f" ({ratio:.2f}×)"
            estimate = measures.get(measure)
            cells.append(NOTHING if estimate is None else figure(estimate.value) + told)
        yield cells


def _ratio(measure: str, ours: float, theirs: float) -> float:
    return ours / theirs if measure.startswith(_MORE_IS_BETTER) else theirs / ours

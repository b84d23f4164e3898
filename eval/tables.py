"""How an evaluation is printed: tables on stdout, progress on stderr, or JSON instead of both."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import typer
from rich.console import Console
from rich.progress import Progress, track
from rich.table import Table as Grid

from eval.comparison import Comparison, comparison_json
from eval.evaluation import Evaluation, Manifest, evaluation_json, manifest_json
from eval.significance import Estimate

NOTHING = "–"
WIDTH = 120  # of tables that no terminal bounds, in columns

_STDERR = Console(stderr=True)

_Thing = TypeVar("_Thing")


def tracked(things: Sequence[_Thing], label: str) -> Iterable[_Thing]:
    """The same things, with a progress bar on stderr while they are gone through."""
    return track(things, label, console=_STDERR, disable=not _STDERR.is_terminal, transient=True)


@contextmanager
def encoding_bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr for indexing; it is told how much is done, and of how much."""
    with Progress(console=_STDERR, disable=not _STDERR.is_terminal, transient=True) as bar:
        task = bar.add_task("Encoding", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def warn(sentence: str) -> None:
    """Tell something about a measurement on stderr, beside its figures."""
    typer.echo(f"note: {sentence}", err=True)


def print_evaluation(evaluation: Evaluation, *, as_json: bool, columns: Sequence[str] = ()) -> None:
    """Print the measures, and for each group those named in ``columns``."""
    if as_json:
        print_json(evaluation_json(evaluation))
        return
    console = _console()
    console.print(measure_grid(evaluation.measures))
    if len(evaluation.groups) > 1:
        console.print()
        console.print(group_grid(evaluation.groups, columns))


def print_comparisons(
    comparisons: Mapping[str, Comparison], manifest: Manifest, *, as_json: bool
) -> None:
    """Print two runs side by side, and what their difference is worth."""
    if as_json:
        measures = {name: comparison_json(each) for name, each in comparisons.items()}
        print_json({"measures": measures, "manifest": manifest_json(manifest)})
        return
    grid = Grid(box=None)
    grid.add_column("measure")
    for name in ("first", "second", "difference", "95 % interval", "p", "p (Holm)"):
        grid.add_column(name, justify="right")
    for name, each in comparisons.items():
        values = map(figure, (each.first, each.second, each.difference.value))
        interval = _interval(each.difference)
        grid.add_row(name, *values, interval, f"{each.p:.4f}", f"{each.p_holm:.4f}")
    _console().print(grid)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they are, however long."""
    for line in lines:
        typer.echo(line)


def print_json(value: object) -> None:
    """Print a value as JSON, in the form that every command uses."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def measure_grid(measures: Mapping[str, Estimate]) -> Grid:
    """One line a measure: value, interval, and how many questions stand behind it."""
    grid = Grid(box=None)
    grid.add_column("measure")
    for name in ("value", "95 % interval", "over"):
        grid.add_column(name, justify="right")
    for name, estimate in measures.items():
        grid.add_row(name, figure(estimate.value), _interval(estimate), str(estimate.count))
    return grid


def group_grid(groups: Mapping[str, Mapping[str, Estimate]], columns: Sequence[str]) -> Grid:
    """One line a group, one column a measure."""
    grid = Grid(box=None)
    grid.add_column("", overflow="fold")
    for name in columns:
        grid.add_column(name, justify="right", overflow="fold")
    for name, measures in groups.items():
        grid.add_row(name, *(figure(_value(measures.get(column))) for column in columns))
    return grid


def figure(value: float | None) -> str:
    """A value with three decimals, a large one with one; a dash for none."""
    if value is None:
        return NOTHING
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.value


def _interval(estimate: Estimate) -> str:
    if estimate.low is None:
        return NOTHING
    return f"{figure(estimate.low)} to {figure(estimate.high)}"


def _console() -> Console:
    width = None if sys.stdout.isatty() else WIDTH
    return Console(highlight=False, markup=False, width=width)

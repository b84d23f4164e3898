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
from rich.text import Text

from eval.comparison import (
    SIGNIFICANT,
    Comparison,
    SystemComparison,
    comparison_json,
    system_comparison_json,
)
from eval.evaluation import Evaluation, Manifest, evaluation_json, manifest_json
from eval.significance import Estimate
from eval.trials import Trial, best_value, is_gain

NOTHING = "–"
STAR, DAGGER = "*", "†"
LEGEND = (
    f"{STAR} better, {DAGGER} worse than the best reference of its set by more than chance "
    f"(p (Holm) < {SIGNIFICANT})"
)
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


def print_groups(evaluation: Evaluation, *, as_json: bool) -> None:
    """Print the measures over all and over each group, every one with its interval."""
    if as_json:
        print_json(evaluation_json(evaluation))
        return
    console = _console()
    for name, measures in {"all": evaluation.measures, **evaluation.groups}.items():
        console.print(f"{name}:")
        console.print(measure_grid(measures))
        console.print()


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


def print_trials(
    trials: Sequence[Trial],
    comparisons: Sequence[SystemComparison],
    *,
    columns: Sequence[str],
    as_json: bool,
) -> None:
    """Print one trial as an evaluation; several as a table a measure, then what differs.

    ``columns`` are the measures told of several trials, and of the types of one. Comparisons
    are printed for the first of them; JSON has those of all.
    """
    if as_json:
        print_json(trials_json(trials, comparisons))
        return
    console = _console()
    if len(trials) == 1:
        console.print(measure_grid(trials[0].measures))
        if len(trials[0].types) > 1:
            console.print()
            console.print(group_grid(trials[0].types, columns))
        return
    for name in columns:
        console.print(system_grid(trials, comparisons, measure=name))
        console.print()
    if any(marks_of(comparisons, name) for name in columns):
        console.print(LEGEND)
        console.print()
    if comparisons:
        console.print(comparison_grid(comparisons, measure=columns[0]))


def trials_json(
    trials: Sequence[Trial], comparisons: Sequence[SystemComparison]
) -> Mapping[str, object]:
    """The contract's form of the first trial; of several, all "systems" and "comparisons" too."""
    if len(trials) == 1:
        return trials[0].evaluation
    systems = [{"set": t.set_name, "system": t.system, **t.evaluation} for t in trials]
    compared = [system_comparison_json(each) for each in comparisons]
    return {**trials[0].evaluation, "systems": systems, "comparisons": compared}


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they are, however long."""
    for line in lines:
        typer.echo(line)


def print_grid(grid: Grid) -> None:
    """Print a table."""
    _console().print(grid)


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


def system_grid(
    trials: Sequence[Trial], comparisons: Sequence[SystemComparison], *, measure: str
) -> Grid:
    """Sets down, systems across: a measure with its interval, the best of a set in bold.

    A star marks a system that is better than the best reference of its set by more than
    chance, a dagger one that is worse.
    """
    systems = tuple(dict.fromkeys(trial.system for trial in trials))
    cells = {(trial.set_name, trial.system): trial.measures.get(measure) for trial in trials}
    marks = marks_of(comparisons, measure)
    grid = Grid(box=None, padding=(0, 3, 0, 0))
    grid.add_column(measure, overflow="fold")
    for system in systems:
        grid.add_column(system, justify="right", overflow="fold")
    for set_name in dict.fromkeys(trial.set_name for trial in trials):
        row = {system: cells.get((set_name, system)) for system in systems}
        best = best_value(map(_value, row.values()), measure)
        grid.add_row(
            set_name,
            *(
                _cell(each, mark=marks.get((set_name, system), ""), best=best)
                for system, each in row.items()
            ),
        )
    return grid


def comparison_grid(comparisons: Sequence[SystemComparison], *, measure: str) -> Grid:
    """One line a system and reference: by how much it differs, and how surely."""
    grid = Grid(box=None)
    for name in ("set", "system", "against"):
        grid.add_column(name, overflow="fold")
    for name in (measure, "difference", "95 % interval", "p", "p (Holm)"):
        grid.add_column(name, justify="right")
    for each in comparisons:
        if each.measure == measure:
            found = each.comparison
            grid.add_row(
                each.set_name,
                each.system,
                f"{each.reference} (best)" if each.is_best else each.reference,
                f"{figure(found.second)} − {figure(found.first)}",
                figure(found.difference.value),
                _interval(found.difference),
                f"{found.p:.4f}",
                f"{found.p_holm:.4f}",
            )
    return grid


def marks_of(
    comparisons: Sequence[SystemComparison], measure: str
) -> Mapping[tuple[str, str], str]:
    """By set and system: better or worse than the best reference by more than chance."""
    return {
        (each.set_name, each.system): STAR
        if is_gain(each.comparison.difference.value or 0.0, measure)
        else DAGGER
        for each in comparisons
        if each.measure == measure and each.is_best and each.comparison.is_significant
    }


def figure(value: float | None) -> str:
    """A value with three decimals, a large one with one; a dash for none."""
    if value is None:
        return NOTHING
    told = f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"
    return told.removeprefix("-") if float(told) == 0 else told


def _cell(estimate: Estimate | None, *, mark: str, best: float | None) -> Text:
    if estimate is None or estimate.value is None:
        return Text(NOTHING)
    style = "bold" if estimate.value == best else ""
    return Text.assemble(
        (f"{figure(estimate.value)}{mark}", style),
        "" if estimate.low is None else f"\n[{figure(estimate.low)}, {figure(estimate.high)}]",
    )


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.value


def _interval(estimate: Estimate) -> str:
    if estimate.low is None:
        return NOTHING
    return f"{figure(estimate.low)} to {figure(estimate.high)}"


def _console() -> Console:
    width = None if sys.stdout.isatty() else WIDTH
    return Console(highlight=False, markup=False, width=width)

"""The parts of a report: sections of blocks, each a table that may have a plot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.plots import Groups, Plot
from eval.significance import Estimate
from eval.tables import NOTHING, figure
from eval.trials import Trial, best_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A field of a table; ``is_word`` is set left, as words are."""

    text: str
    interval: str = ""
    is_best: bool = False
    is_word: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; ``words`` are the columns that hold words, beside the first."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A table, with its plot and a note where it has them."""

    grid: Grid
    plot: Plot | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, a sentence on what it is about, and its blocks."""

    anchor: str
    heading: str
    lead: str
    blocks: tuple[Block, ...]


def section_of(anchor: str, heading: str, lead: str, blocks: Iterable[Block]) -> Section | None:
    """A section of its blocks; None where there is none."""
    told = tuple(blocks)
    return Section(anchor=anchor, heading=heading, lead=lead, blocks=told) if told else None


def estimate_grid(
    caption: str,
    first: str,
    groups: Groups,
    measure: str,
    *,
    marks: Mapping[tuple[str, str], str] | None = None,
) -> Grid:
    """Groups down, series across; the best of each group is marked."""
    series = tuple(dict.fromkeys(key for values in groups.values() for key in values))
    rows = []
    for label, values in groups.items():
        best = best_value((estimate.value for estimate in values.values()), measure)
        cells = (
            cell_of(values.get(key), mark=(marks or {}).get((label, key), ""), best=best)
            for key in series
        )
        rows.append((Cell(text=label), *cells))
    return Grid(caption=caption, header=(first, *series), rows=tuple(rows))


def measures_grid(
    caption: str,
    trials: Sequence[Trial],
    names: Sequence[str],
    *,
    marks: Mapping[tuple[str, str], str] | None = None,
) -> Grid:
    """Measures down, systems across; the best of each measure is marked."""
    rows = []
    for name in names:
        found = [trial.measures.get(name) for trial in trials]
        best = best_value((each.value if each else None for each in found), name)
        cells = (
            cell_of(each, mark=(marks or {}).get((name, trial.system), ""), best=best)
            for trial, each in zip(trials, found, strict=True)
        )
        rows.append((Cell(text=name), *cells))
    return Grid(caption=caption, header=("", *(t.system for t in trials)), rows=tuple(rows))


def cell_of(estimate: Estimate | None, *, mark: str, best: float | None) -> Cell:
    """A value with its interval; bold where it is the best."""
    if estimate is None or estimate.value is None:
        return Cell(text=NOTHING)
    return Cell(
        text=f"{figure(estimate.value)}{mark}",
        interval=_interval(estimate),
        is_best=estimate.value == best,
    )


def slug_of(name: str) -> str:
    """A name as part of the name of a file."""
    return "".join(sign if sign.isalnum() or sign in "_." else "-" for sign in name)


def is_asked(trial: Trial) -> bool:
    """Whether a trial is of a question set: its lines tell a confidence."""
    return bool(trial.lines) and all("confidence" in line for line in trial.lines)


def _interval(estimate: Estimate) -> str:
    if estimate.low is None:
        return ""
    return f"[{figure(estimate.low)}, {figure(estimate.high)}]"

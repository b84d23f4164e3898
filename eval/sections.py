"""The sections of a report that are bars: measures by set and system, and their differences."""

from collections.abc import Sequence

from eval.answer_measures import MEASURES
from eval.comparison import SystemComparison
from eval.grids import (
    Block,
    Cell,
    Grid,
    Section,
    cell_of,
    estimate_grid,
    is_asked,
    measures_grid,
    section_of,
    slug_of,
)
from eval.plots import Groups, draw_bars, draw_differences
from eval.significance import Estimate
from eval.tables import marks_of
from eval.trials import Trial

PLOTTED = ("success@1", "nDCG@10", "quote-hit", "highlight-F1")  # of question sets
_SIGNS = (
    "Bold: the best of its set. A star: better than the best baseline of its set, a dagger: "
    "worse, with p below .05 after Holm's correction over all sets, systems and baselines. "
    "In brackets: 95 % bootstrap intervals."
)


def benchmark_section(
    trials: Sequence[Trial], comparisons: Sequence[SystemComparison]
) -> Section | None:
    """Every measure of retrieval, by set and system; the first two are drawn."""
    ranked = [trial for trial in trials if trial.run is not None]
    names = tuple(dict.fromkeys(name for trial in ranked for name in trial.measures))
    blocks = [
        _measure_block(ranked, comparisons, name, prefix="rank", is_drawn=place < 2)
        for place, name in enumerate(names)
    ]
    lead = f"How well the texts that answer are ranked. {_SIGNS}"
    return section_of("retrieval", "Retrieval", lead, blocks)


def question_section(
    trials: Sequence[Trial], comparisons: Sequence[SystemComparison]
) -> Section | None:
    """The measures of answers, by set and system."""
    asked = [trial for trial in trials if is_asked(trial)]
    told = [name for name in MEASURES if any(name in trial.measures for trial in asked)]
    drawn = [name for name in PLOTTED if name in told]
    blocks = [_measure_block(asked, comparisons, name, prefix="answer") for name in drawn]
    rest = [name for name in told if name not in drawn]
    for set_name in dict.fromkeys(trial.set_name for trial in asked):
        of_set = [trial for trial in asked if trial.set_name == set_name]
        marks = {
            (name, system): mark
            for name in rest
            for (of, system), mark in marks_of(comparisons, name).items()
            if of == set_name
        }
        grid = measures_grid(f"Other measures: {set_name}", of_set, rest, marks=marks)
        blocks.append(Block(grid=grid))
    lead = f"Finding, quoting, citing and abstaining, on questions with judged paragraphs. {_SIGNS}"
    return section_of("answers", "Answers", lead, blocks)


def comparison_section(
    rankings: Sequence[SystemComparison], answers: Sequence[SystemComparison]
) -> Section | None:
    """By how much systems differ from their references, and how surely."""
    blocks = [
        _comparison_block([each for each in compared if each.measure == name], name, kind=kind)
        for kind, compared in (("retrieval", rankings), ("answers", answers))
        for name in dict.fromkeys(each.measure for each in compared)
    ]
    lead = (
        "Paired differences on the same queries; p of the two-sided paired randomisation test "
        "(10,000 permutations), and the same after Holm's correction over all sets, systems and "
        "references of the measure. Bold: p below .05 after the correction."
    )
    return section_of("comparisons", "Comparisons", lead, blocks)


def type_section(trials: Sequence[Trial], *, measure: str = "success@1") -> Section | None:
    """A measure by type of question."""
    asked = [trial for trial in trials if is_asked(trial)]
    blocks = []
    for set_name in dict.fromkeys(trial.set_name for trial in asked):
        of_set = [trial for trial in asked if trial.set_name == set_name]
        groups = _groups_by_type(of_set, measure)
        if groups:
            plot = draw_bars(
                f"types-{slug_of(set_name)}",
                groups,
                title=f"{measure} by type of question: {set_name}",
                axis=measure,
            )
            grid = estimate_grid(
                f"{measure} by type of question: {set_name}", "type", groups, measure
            )
            blocks.append(Block(grid=grid, plot=plot))
    lead = "Which kinds of question find their paragraph first."
    return section_of("types", "Types of question", lead, blocks)


def _measure_block(
    trials: Sequence[Trial],
    comparisons: Sequence[SystemComparison],
    measure: str,
    *,
    prefix: str,
    is_drawn: bool = True,
) -> Block:
    groups: dict[str, dict[str, Estimate]] = {}
    for trial in trials:
        if measure in trial.measures:
            groups.setdefault(trial.set_name, {})[trial.system] = trial.measures[measure]
    marks = marks_of(comparisons, measure)
    plot = None
    if is_drawn:
        title = f"{measure} by set and system, with 95 % intervals"
        plot = draw_bars(f"{prefix}-{slug_of(measure)}", groups, title=title, axis=measure)
    grid = estimate_grid(measure, "set", groups, measure, marks=marks)
    return Block(grid=grid, plot=plot)


def _comparison_block(compared: Sequence[SystemComparison], name: str, *, kind: str) -> Block:
    rows = {f"{c.set_name}: {c.system} − {c.reference}": c.comparison.difference for c in compared}
    plot = draw_differences(
        f"difference-{kind}-{slug_of(name)}",
        rows,
        title=f"Differences of {name} ({kind}), with 95 % intervals",
        axis=f"difference of {name}",
    )
    return Block(grid=_comparison_grid(compared, f"{name} ({kind})"), plot=plot)


def _comparison_grid(comparisons: Sequence[SystemComparison], name: str) -> Grid:
    rows = tuple(
        (
            Cell(text=each.set_name),
            Cell(text=each.system, is_word=True),
            Cell(text=f"{each.reference}{' (best)' if each.is_best else ''}", is_word=True),
            cell_of(each.comparison.difference, mark="", best=None),
            Cell(text=f"{each.comparison.p:.4f}"),
            Cell(text=f"{each.comparison.p_holm:.4f}", is_best=each.comparison.is_significant),
        )
        for each in comparisons
    )
    header = ("set", "system", "against", "difference", "p", "p (Holm)")
    return Grid(caption=name, header=header, rows=rows, words=("system", "against"))


def _groups_by_type(trials: Sequence[Trial], measure: str) -> Groups:
    groups: dict[str, dict[str, Estimate]] = {}
    for trial in trials:
        for kind, measures in trial.types.items():
            estimate = measures.get(measure)
            if estimate is not None and estimate.value is not None:
                groups.setdefault(kind, {})[trial.system] = estimate
    return groups

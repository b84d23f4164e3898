"""The sections of a report: each a few plots, with the table that tells the same in figures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from eval.answer_measures import MEASURES
from eval.comparison import SystemComparison
from eval.confidence_curves import (
    Points,
    reliability_bins,
    risk_coverage_points,
    roc_points,
)
from eval.latency import STAGES
from eval.plots import Groups, Plot, draw_bars, draw_curves, draw_differences
from eval.significance import Estimate
from eval.tables import NOTHING, figure, marks_of
from eval.trials import Trial, best_value

COVERAGES = (0.25, 0.5, 0.75, 1.0)
RANKS = (50, 90, 99)
PLOTTED = ("success@1", "nDCG@10", "quote-hit", "highlight-F1")  # of question sets
_SIGNS = (
    "Bold: the best of its set. A star: better than the best baseline of its set, a dagger: "
    "worse, with p below .05 after Holm's correction over all sets, systems and baselines. "
    "In brackets: 95 % bootstrap intervals."
)
_SERVED, _CALLED, _SEARCHED = STAGES
_TIMED = {_SERVED: "over HTTP", _CALLED: "in process", _SEARCHED: "encoding and ranking alone"}


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
    return _section("retrieval", "Retrieval", lead, blocks)


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
        grid = _measures_grid(f"Other measures: {set_name}", of_set, rest, marks=marks)
        blocks.append(Block(grid=grid))
    lead = f"Finding, quoting, citing and abstaining, on questions with judged paragraphs. {_SIGNS}"
    return _section("answers", "Answers", lead, blocks)


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
    return _section("comparisons", "Comparisons", lead, blocks)


def confidence_section(trials: Sequence[Trial]) -> Section | None:
    """What the confidence of each question set is worth: three curves."""
    asked = [trial for trial in trials if is_asked(trial)]
    blocks = [
        block
        for set_name in dict.fromkeys(trial.set_name for trial in asked)
        for block in _confidence_blocks(set_name, [t for t in asked if t.set_name == set_name])
    ]
    lead = (
        "Whether the confidence tells what can be answered: the risk of a wrong first passage as "
        "more is answered, the ROC of answerable against unanswerable questions, and how often "
        "a question of a given confidence is answerable."
    )
    return _section("confidence", "Confidence", lead, blocks)


def type_section(trials: Sequence[Trial], *, measure: str = "success@1") -> Section | None:
    """A measure by type of question."""
    asked = [trial for trial in trials if is_asked(trial)]
    blocks = []
    for set_name in dict.fromkeys(trial.set_name for trial in asked):
        of_set = [trial for trial in asked if trial.set_name == set_name]
        groups = _groups_by_type(of_set, measure)
        if groups:
            plot = draw_bars(
                f"types-{_slug(set_name)}",
                groups,
                title=f"{measure} by type of question: {set_name}",
                axis=measure,
            )
            grid = _grid(f"{measure} by type of question: {set_name}", "type", groups, measure)
            blocks.append(Block(grid=grid, plot=plot))
    lead = "Which kinds of question find their paragraph first."
    return _section("types", "Types of question", lead, blocks)


def latency_section(trials: Sequence[Trial]) -> Section | None:
    """How long a question takes, and where the time goes."""
    blocks = [_latency_block(trial) for trial in trials if trial.values(_SERVED)]
    lead = "One client, one question at a time, on a warm server; times are of the machine used."
    return _section("latency", "Latency", lead, blocks)


def is_asked(trial: Trial) -> bool:
    """Whether a trial is of a question set: its lines tell a confidence."""
    return bool(trial.lines) and all("confidence" in line for line in trial.lines)


def _section(anchor: str, heading: str, lead: str, blocks: Iterable[Block]) -> Section | None:
    told = tuple(blocks)
    return Section(anchor=anchor, heading=heading, lead=lead, blocks=told) if told else None


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
        plot = draw_bars(f"{prefix}-{_slug(measure)}", groups, title=title, axis=measure)
    grid = _grid(measure, "set", groups, measure, marks=marks)
    return Block(grid=grid, plot=plot)


def _grid(
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
            _cell(values.get(key), mark=(marks or {}).get((label, key), ""), best=best)
            for key in series
        )
        rows.append((Cell(text=label), *cells))
    return Grid(caption=caption, header=(first, *series), rows=tuple(rows))


def _cell(estimate: Estimate | None, *, mark: str, best: float | None) -> Cell:
    if estimate is None or estimate.value is None:
        return Cell(text=NOTHING)
    return Cell(
        text=f"{figure(estimate.value)}{mark}",
        interval=_interval(estimate),
        is_best=estimate.value == best,
    )


def _interval(estimate: Estimate) -> str:
    if estimate.low is None:
        return ""
    return f"[{figure(estimate.low)}, {figure(estimate.high)}]"


def _comparison_block(compared: Sequence[SystemComparison], name: str, *, kind: str) -> Block:
    rows = {f"{c.set_name}: {c.system} − {c.reference}": c.comparison.difference for c in compared}
    plot = draw_differences(
        f"difference-{kind}-{_slug(name)}",
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
            _cell(each.comparison.difference, mark="", best=None),
            Cell(text=f"{each.comparison.p:.4f}"),
            Cell(text=f"{each.comparison.p_holm:.4f}", is_best=each.comparison.is_significant),
        )
        for each in comparisons
    )
    header = ("set", "system", "against", "difference", "p", "p (Holm)")
    return Grid(caption=name, header=header, rows=rows, words=("system", "against"))


def _confidence_blocks(set_name: str, trials: Sequence[Trial]) -> Iterator[Block]:
    slug = _slug(set_name)
    risks = {t.system: risk_coverage_points(_confidences(t), _wrong(t)) for t in trials}
    yield Block(
        grid=_curve_grid(
            f"Risk by coverage: {set_name}", risks, at=COVERAGES, trials=trials, area="AURC"
        ),
        plot=draw_curves(
            f"risk-{slug}",
            risks,
            title=f"Risk and coverage: {set_name}",
            axes_names=("share of questions answered", "share of wrong answers among them"),
            description=_risks_told(risks),
        ),
        note="AURC: the area under the curve; less is better.",
    )
    rates = {t.system: roc_points(_confidences(t), _answerable(t)) for t in trials}
    if all(rates.values()):
        yield Block(
            grid=_measures_grid(
                f"Telling the answerable: {set_name}", trials, ("AUROC", "refused-at-90")
            ),
            plot=draw_curves(
                f"roc-{slug}",
                rates,
                title=f"ROC of confidence: {set_name}",
                axes_names=("unanswerable that are answered", "answerable that are answered"),
                has_diagonal=True,
                description=_measures_told(trials, ("AUROC", "refused-at-90")),
            ),
            note="refused-at-90: unanswerable refused where 90 % of the answerable are answered.",
        )
    bins = {t.system: reliability_bins(_confidences(t), _answerable(t)) for t in trials}
    shares: dict[str, Points] = {
        name: tuple((each.confidence, each.share) for each in found) for name, found in bins.items()
    }
    first = next(iter(bins.values()))
    rows = tuple(
        (
            Cell(text=str(place + 1)),
            *(
                Cell(text=f"{figure(found[place].confidence)} → {figure(found[place].share)}")
                for found in bins.values()
            ),
        )
        for place in range(len(first))
    )
    errors = (Cell(text="ECE"), *(_cell(t.measures.get("ECE"), mark="", best=None) for t in trials))
    yield Block(
        grid=Grid(
            caption=f"Confidence → share answerable, by bin: {set_name}",
            header=("bin", *bins),
            rows=(*rows, errors),
        ),
        plot=draw_curves(
            f"reliability-{slug}",
            shares,
            title=f"Reliability of confidence: {set_name}",
            axes_names=("mean confidence of the bin", "share that is answerable"),
            has_diagonal=True,
            has_markers=True,
            description=_measures_told(trials, ("ECE",)),
        ),
        note="Ten bins of equally many questions. The prior is that of the set, unweighted.",
    )


def _curve_grid(
    caption: str,
    curves: Mapping[str, Points],
    *,
    at: Sequence[float],
    trials: Sequence[Trial],
    area: str,
) -> Grid:
    """The height of each curve where a share of questions is answered, and the area under it."""
    rows = [
        (
            Cell(text=f"{share:.0%} answered"),
            *(Cell(text=figure(_height(points, share))) for points in curves.values()),
        )
        for share in at
    ]
    areas = [trial.measures.get(area) for trial in trials]
    best = best_value((each.value if each else None for each in areas), area)
    last = (Cell(text=area), *(_cell(each, mark="", best=best) for each in areas))
    return Grid(caption=caption, header=("", *curves), rows=(*rows, last))


def _measures_grid(
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
            _cell(each, mark=(marks or {}).get((name, trial.system), ""), best=best)
            for trial, each in zip(trials, found, strict=True)
        )
        rows.append((Cell(text=name), *cells))
    return Grid(caption=caption, header=("", *(t.system for t in trials)), rows=tuple(rows))


def _latency_block(trial: Trial) -> Block:
    times = {
        _TIMED[stage]: np.sort(list(values.values()))
        for stage in STAGES
        if (values := trial.values(stage))
    }
    curves: dict[str, Points] = {
        name: tuple(
            (float(ms), (place + 1) / len(found))
            for place, ms in enumerate(found)
            if ms <= np.percentile(found, RANKS[-1])
        )
        for name, found in times.items()
    }
    rows = tuple(
        (Cell(text=name), *(Cell(text=f"{np.percentile(found, rank):.1f}") for rank in RANKS))
        for name, found in times.items()
    )
    medians = [float(np.median(found)) for found in times.values()]
    steps = [*(a - b for a, b in pairwise(medians)), medians[-1]]
    names = ("HTTP and JSON", "evidence, confidence, citations", "encoding and ranking")
    told = "; ".join(f"{name} {ms:.1f} ms" for name, ms in zip(names, steps, strict=False))
    return Block(
        grid=Grid(
            caption=f"Milliseconds a question: {trial.set_name}",
            header=("", *(f"p{rank}" for rank in RANKS)),
            rows=rows,
        ),
        plot=draw_curves(
            f"times-{_slug(trial.set_name)}",
            curves,
            title=f"Share of questions done within a time: {trial.set_name}",
            axes_names=("milliseconds", "share of questions"),
            is_square=False,
            description=f"Medians: {told}.",
        ),
        note=f"Drawn up to p{RANKS[-1]}. Where the median goes: {told}.",
    )


def _groups_by_type(trials: Sequence[Trial], measure: str) -> Groups:
    groups: dict[str, dict[str, Estimate]] = {}
    for trial in trials:
        for kind, measures in trial.types.items():
            estimate = measures.get(measure)
            if estimate is not None and estimate.value is not None:
                groups.setdefault(kind, {})[trial.system] = estimate
    return groups


def _height(points: Points, share: float) -> float | None:
    """The height of the first point at or beyond a share."""
    return next((up for across, up in points if across >= share - 1e-9), None)


def _risks_told(risks: Mapping[str, Points]) -> str:
    return " ".join(
        f"{name}: risk {figure(_height(points, 0.5))} with half of the questions answered, "
        f"{figure(_height(points, 1.0))} with all."
        for name, points in risks.items()
    )


def _measures_told(trials: Sequence[Trial], names: Sequence[str]) -> str:
    sentences = []
    for trial in trials:
        told = (f"{n} {figure(trial.measures[n].value)}" for n in names if n in trial.measures)
        sentences.append(f"{trial.system}: {', '.join(told)}.")
    return " ".join(sentences)


def _confidences(trial: Trial) -> list[float]:
    return [line["confidence"] for line in trial.lines]


def _answerable(trial: Trial) -> list[bool]:
    return [line["answerable"] for line in trial.lines]


def _wrong(trial: Trial) -> list[bool]:
    return [line["first_right"] != 1 for line in trial.lines]


def _slug(name: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in name.lower())

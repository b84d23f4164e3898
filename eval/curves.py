"""The sections of a report that are curves: what confidence is worth, and how long answers take."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from eval.confidence_curves import (
    Bin,
    Points,
    reliability_bins,
    risk_coverage_points,
    roc_points,
)
from eval.grids import (
    Block,
    Cell,
    Grid,
    Section,
    cell_of,
    is_asked,
    measures_grid,
    section_of,
    slug_of,
)
from eval.latency import RANKS, STAGES
from eval.plots import RELIABILITY, RISK, ROC, TIMES, draw_curves
from eval.significance import Numbers
from eval.tables import figure
from eval.trials import Trial, best_value

COVERAGES = (0.25, 0.5, 0.75, 1.0)  # where risks are told
_TOLD = ("over HTTP", "in process", "encoding and ranking alone", "encoding alone")
_TIMED = dict(zip(STAGES, _TOLD, strict=True))
_STEPS = ("HTTP and JSON", "evidence, confidence, citations", "encoding and ranking")


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
    return section_of("confidence", "Confidence", lead, blocks)


def latency_section(trials: Sequence[Trial]) -> Section | None:
    """How long a question takes, and where the time goes."""
    blocks = [_latency_block(trial) for trial in trials if trial.values(STAGES[0])]
    lead = "One client, one question at a time, on a warm server; times are of the machine used."
    return section_of("latency", "Latency", lead, blocks)


def _confidence_blocks(set_name: str, trials: Sequence[Trial]) -> Iterator[Block]:
    yield _risk_block(set_name, trials)
    if all(roc_points(_confidences(trial), _answerable(trial)) for trial in trials):
        yield _roc_block(set_name, trials)
    yield _reliability_block(set_name, trials)


def _risk_block(set_name: str, trials: Sequence[Trial]) -> Block:
    risks = {t.system: risk_coverage_points(_confidences(t), _wrong(t)) for t in trials}
    return Block(
        grid=_risk_grid(f"Risk by coverage: {set_name}", risks, trials),
        plot=draw_curves(
            f"risk-{slug_of(set_name)}",
            risks,
            frame=RISK,
            title=f"Risk and coverage: {set_name}",
            description=_risks_told(risks),
        ),
        note="AURC: the area under the curve; less is better.",
    )


def _roc_block(set_name: str, trials: Sequence[Trial]) -> Block:
    names = ("AUROC", "refused-at-90")
    return Block(
        grid=measures_grid(f"Telling the answerable: {set_name}", trials, names),
        plot=draw_curves(
            f"roc-{slug_of(set_name)}",
            {t.system: roc_points(_confidences(t), _answerable(t)) for t in trials},
            frame=ROC,
            title=f"ROC of confidence: {set_name}",
            description=_measures_told(trials, names),
        ),
        note="refused-at-90: unanswerable refused where 90 % of the answerable are answered.",
    )


def _reliability_block(set_name: str, trials: Sequence[Trial]) -> Block:
    bins = {t.system: reliability_bins(_confidences(t), _answerable(t)) for t in trials}
    return Block(
        grid=_reliability_grid(f"Confidence → share answerable: {set_name}", bins, trials),
        plot=draw_curves(
            f"reliability-{slug_of(set_name)}",
            {name: tuple((b.confidence, b.share) for b in found) for name, found in bins.items()},
            frame=RELIABILITY,
            title=f"Reliability of confidence: {set_name}",
            description=_measures_told(trials, ("ECE",)),
        ),
        note="Ten bins of equally many questions. The prior is that of the set, unweighted.",
    )


def _reliability_grid(
    caption: str, bins: Mapping[str, Sequence[Bin]], trials: Sequence[Trial]
) -> Grid:
    rows = [
        (
            Cell(text=str(place)),
            *(Cell(text=f"{figure(each.confidence)} → {figure(each.share)}") for each in row),
        )
        for place, row in enumerate(zip(*bins.values(), strict=True), start=1)
    ]
    errors = (cell_of(t.measures.get("ECE"), mark="", best=None) for t in trials)
    last = (Cell(text="ECE"), *errors)
    return Grid(caption=caption, header=("bin", *bins), rows=(*rows, last))


def _risk_grid(caption: str, risks: Mapping[str, Points], trials: Sequence[Trial]) -> Grid:
    """The risk where a share of questions is answered, and the area under the curve."""
    rows = [
        (
            Cell(text=f"{share:.0%} answered"),
            *(Cell(text=figure(_height(points, share))) for points in risks.values()),
        )
        for share in COVERAGES
    ]
    areas = [trial.measures.get("AURC") for trial in trials]
    best = best_value((each.value if each else None for each in areas), "AURC")
    last = (Cell(text="AURC"), *(cell_of(each, mark="", best=best) for each in areas))
    return Grid(caption=caption, header=("", *risks), rows=(*rows, last))


def _latency_block(trial: Trial) -> Block:
    times = {
        told: np.sort(list(values.values()))
        for stage, told in _TIMED.items()
        if (values := trial.values(stage))
    }
    steps = _steps_told([float(np.median(found)) for found in times.values()])
    rows = tuple(
        (Cell(text=name), *(Cell(text=f"{np.percentile(found, rank):.1f}") for rank in RANKS))
        for name, found in times.items()
    )
    return Block(
        grid=Grid(
            caption=f"Milliseconds a question: {trial.set_name}",
            header=("", *(f"p{rank}" for rank in RANKS)),
            rows=rows,
        ),
        plot=draw_curves(
            f"times-{slug_of(trial.set_name)}",
            {name: _shares_done(found) for name, found in times.items()},
            frame=TIMES,
            title=f"Share of questions done within a time: {trial.set_name}",
            description=f"Medians: {steps}.",
        ),
        note=f"Drawn up to p{RANKS[-1]}. Where the median goes: {steps}.",
    )


def _shares_done(times: Numbers) -> Points:
    """The share of questions done within each of the times, which ascend, up to the last rank."""
    end = np.percentile(times, RANKS[-1])
    return tuple(
        (float(ms), (place + 1) / len(times)) for place, ms in enumerate(times) if ms <= end
    )


def _steps_told(medians: Sequence[float]) -> str:
    """What each stage adds to the next shorter one."""
    steps = [*(longer - shorter for longer, shorter in pairwise(medians)), medians[-1]]
    return "; ".join(f"{name} {ms:.1f} ms" for name, ms in zip(_STEPS, steps, strict=True))


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

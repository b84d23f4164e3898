"""A report of kept trials, as one page of HTML and as Markdown with its plots beside it.

The page holds everything that it shows; nothing is fetched. The same trials give the same bytes.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.answer_values import VALUES
from eval.comparison import compare_trials
from eval.curves import confidence_section, latency_section
from eval.grids import Section, is_asked
from eval.kept import in_order
from eval.sections import (
    benchmark_section,
    comparison_section,
    question_section,
    type_section,
)
from eval.trials import Trial
from service import SourceUnavailable

TITLE = "How well it finds, quotes and abstains"
COMPARED = ("success@1", "nDCG@10", "quote-hit", "highlight-F1")  # of question sets
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What a trial was: the command that repeats it, and its manifest line by line."""

    set_name: str
    system: str
    command: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """What the templates of a report show."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    runs_lead: str
    runs: tuple[RunFacts, ...]


def report_of(
    kept: Sequence[Trial],
    *,
    tracked: Callable[[Sequence[str], str], Iterable[str]] = lambda names, label: names,
) -> ReportContext:
    """Gather what a report tells of trials.

    Comparisons are of the first measure of the benchmarks and of those in ``COMPARED``;
    ``tracked`` tells how far they are.

    Raises:
        JudgementsUnreadable: a system is kept twice for a set.
    """
    trials = in_order(kept)
    ranked = [trial for trial in trials if trial.run is not None]
    asked = [trial for trial in trials if is_asked(trial)]
    rankings = compare_trials(ranked, names=tracked(_measures_of(ranked), "Comparing"))
    answers = compare_trials(asked, names=tracked(tuple(VALUES), "Comparing"))
    primary = _measures_of(ranked)[:1]
    sections = (
        benchmark_section(trials, rankings),
        question_section(trials, answers),
        comparison_section(
            [each for each in rankings if each.measure in primary],
            [each for each in answers if each.measure in COMPARED],
        ),
        type_section(trials),
        confidence_section(trials),
        latency_section(trials),
    )
    return ReportContext(
        title=TITLE,
        lead=_lead(trials),
        sections=tuple(section for section in sections if section is not None),
        runs_lead=(
            "Each run with its command and its manifest: the SHA-256 of what was judged, the "
            "corpus, the encoder, every setting and the version. The same manifest gives the "
            "same figures to the byte, but for times."
        ),
        runs=tuple(map(_facts_of, trials)),
    )


def write_report(context: ReportContext, folder: Path) -> tuple[Path, ...]:
    """Write ``report.html``, ``report.md``, and ``plots/`` for the latter.

    Raises:
        SourceUnavailable: the folder cannot be written.
    """
    plots = [block.plot for each in context.sections for block in each.blocks if block.plot]
    pages = {name: _rendered(context, name) for name in ("report.html", "report.md")}
    try:
        (folder / "plots").mkdir(parents=True, exist_ok=True)
        for plot in plots:
            (folder / "plots" / f"{plot.name}.svg").write_text(plot.alone, encoding="utf-8")
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise SourceUnavailable(f"{folder} cannot be written: {error.strerror}") from error
    return tuple(folder / name for name in pages)


def _rendered(context: ReportContext, name: str) -> str:
    is_page = name.endswith(".html")
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=is_page,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = lambda text: str(text).replace("|", "\\|")
    environment.filters["drawing"] = lambda plot: Markup(plot.inline)  # our own SVG
    values: dict[str, Any] = {f.name: getattr(context, f.name) for f in fields(context)}
    return environment.get_template(name).render(values)


def _measures_of(trials: Sequence[Trial]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for trial in trials for name in trial.measures))


def _lead(trials: Sequence[Trial]) -> str:
    sets = len({trial.set_name for trial in trials if is_asked(trial) or trial.run is not None})
    systems = len({trial.system for trial in trials})
    versions = ", ".join(sorted({str(trial.manifest.get("version")) for trial in trials}))
    return (
        f"{_counted(systems, 'system')} on {_counted(sets, 'set')}, measured by Rapporteur "
        f"{versions}. Values stand with their 95 % bootstrap intervals over questions; systems "
        "are compared by paired tests on the same questions."
    )


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


def _facts_of(trial: Trial) -> RunFacts:
    facts = {key: told for key, told in trial.manifest.items() if key != "command"}
    return RunFacts(
        set_name=trial.set_name,
        system=trial.system,
        command=str(trial.manifest.get("command", "")),
        facts=tuple(_flat(facts)),
    )


def _flat(facts: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, str]]:
    for key, told in facts.items():
        name = f"{above}{key}"
        if isinstance(told, dict):
            yield from _flat(told, f"{name}: ")
        elif told is not None:
            yield name, told if isinstance(told, str) else json.dumps(told)

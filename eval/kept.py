"""Trials kept in folders, so that they can be compared and reported long after.

A trial is the folder ``SET/SYSTEM``: ``evaluation.json`` with measures and manifest,
``per_query.jsonl`` with every measure of every query, and for a benchmark ``run.trec`` and
``qrels.trec``. The same trial is the same bytes.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from eval.datasets import read_trec_qrels, read_trec_run, write_trec_qrels, write_trec_run
from eval.lines import read_objects
from eval.systems import BASELINES, BUILT_IN, DEFAULT
from eval.trials import Trial
from service import JudgementsUnreadable, SourceUnavailable

EVALUATION_FILE = "evaluation.json"
LINES_FILE = "per_query.jsonl"
RUN_FILE = "run.trec"
QRELS_FILE = "qrels.trec"


def keep(trial: Trial, root: Path) -> Path:
    """Write a trial below ``root``, over what was kept there of the same set and system.

    Raises:
        SourceUnavailable: the folder cannot be written.
        JudgementsUnreadable: an id holds a blank, which a TREC file cannot tell.
    """
    folder = root / trial.set_name / trial.system
    try:
        folder.mkdir(parents=True, exist_ok=True)
        evaluation = json.dumps(trial.evaluation, ensure_ascii=False, indent=2)
        (folder / EVALUATION_FILE).write_text(evaluation + "\n", encoding="utf-8")
        write_lines(folder / LINES_FILE, trial)
        if trial.run is not None:
            write_trec_run(folder / RUN_FILE, trial.run, tag=trial.system)
        if trial.qrels is not None:
            write_trec_qrels(folder / QRELS_FILE, trial.qrels)
    except OSError as error:
        raise SourceUnavailable(f"{folder} cannot be written: {error.strerror}") from error
    return folder


def keep_all(trials: Iterable[Trial], root: Path | None) -> tuple[Trial, ...]:
    """Gather trials, each kept below ``root``, if there is one, as soon as it is done."""
    gathered = []
    for trial in trials:
        gathered.append(trial)
        if root is not None:
            keep(trial, root)
    return tuple(gathered)


def write_lines(path: Path, trial: Trial) -> None:
    """Write what a trial did on every query, as JSON Lines."""
    lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in trial.lines)
    path.write_text("".join(lines), encoding="utf-8")


def read_kept(root: Path) -> tuple[Trial, ...]:
    """Read all trials at or below a folder, sets in alphabetical order.

    Systems of a set come in the order of their names.

    Raises:
        SourceUnavailable: there is none, or a file of one is missing.
        JudgementsUnreadable: a file is not in the form that it was written in.
    """
    folders = sorted(path.parent for path in root.rglob(EVALUATION_FILE))
    if not folders:
        raise SourceUnavailable(f'{root} holds no kept trial; "rapporteur eval ... --keep" does')
    return tuple(_read_trial(folder) for folder in folders)


def read_one_kept(folder: Path) -> Trial:
    """Read the only trial at or below a folder.

    Raises:
        SourceUnavailable: there is none.
        JudgementsUnreadable: there are several, or a file is not in its form.
    """
    trials = read_kept(folder)
    if len(trials) > 1:
        found = ", ".join(f"{trial.set_name}/{trial.system}" for trial in trials)
        raise JudgementsUnreadable(f"{folder} holds {len(trials)} trials, name one: {found}")
    return trials[0]


def in_order(trials: Sequence[Trial]) -> tuple[Trial, ...]:
    """Trials of a set next to each other, sets and systems in order of first appearance.

    The default system comes first, the built-in baselines last.

    Raises:
        JudgementsUnreadable: a system comes twice for a set, or systems of a set were judged by
            other queries.
    """
    sets = list(dict.fromkeys(trial.set_name for trial in trials))
    known = [each.name for each in BASELINES]
    appeared = dict.fromkeys(trial.system for trial in trials)
    systems = [DEFAULT, *(name for name in appeared if name not in BUILT_IN), *known]
    pairs = [(trial.set_name, trial.system) for trial in trials]
    twice = next((pair for pair in pairs if pairs.count(pair) > 1), None)
    if twice is not None:
        raise JudgementsUnreadable(f'system "{twice[1]}" is kept twice for set "{twice[0]}"')
    queries: dict[str, list[str]] = {}
    for trial in trials:
        own = [line["id"] for line in trial.lines]
        if queries.setdefault(trial.set_name, own) != own:
            raise JudgementsUnreadable(
                f'set "{trial.set_name}" has other queries for system "{trial.system}" than before'
            )
    key = {name: place for place, name in enumerate(sets)}
    return tuple(sorted(trials, key=lambda t: (key[t.set_name], systems.index(t.system))))


def _read_trial(folder: Path) -> Trial:
    run, qrels = folder / RUN_FILE, folder / QRELS_FILE
    evaluation = _read_evaluation(folder / EVALUATION_FILE)
    lines = []
    for place, line in read_objects(folder / LINES_FILE):
        if not isinstance(line.get("id"), str) or not isinstance(line.get("measures"), dict):
            raise place.complaint('a query with "id" and "measures" is expected')
        lines.append(line)
    resolved = folder.resolve()
    return Trial(
        set_name=resolved.parent.name,
        system=resolved.name,
        evaluation=evaluation,
        lines=tuple(lines),
        run=read_trec_run(run) if run.is_file() else None,
        qrels=read_trec_qrels(qrels) if qrels.is_file() else None,
    )


def _read_evaluation(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise JudgementsUnreadable(f"{path}: this is no JSON: {error}") from error
    is_ours = isinstance(value, dict) and {"measures", "manifest"} <= value.keys()
    if not is_ours:
        raise JudgementsUnreadable(f'{path}: an object with "measures" and "manifest" is expected')
    return dict(value)

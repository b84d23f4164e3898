"""What is compared and where it comes from: runs with their qrels, or trials that were kept."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from eval.answer_values import VALUES
from eval.comparison import Comparison, compare_runs, compare_values, is_paired
from eval.datasets import read_qrels, read_trec_run
from eval.evaluation import Manifest, hashes_of
from eval.kept import EVALUATION_FILE, LINES_FILE, RUN_FILE, read_one_kept
from eval.measures import STANDARD
from eval.trials import Trial
from service import JudgementsUnreadable, SettingsError

Compared: TypeAlias = tuple[Mapping[str, Comparison], Manifest]


def compare_files(
    qrels: Path, first: Path, second: Path, *, names: Sequence[str] | None
) -> Compared:
    """Compare two runs by the measures of retrieval, over all queries of the qrels."""
    judged = read_qrels(qrels)
    runs = read_trec_run(first), read_trec_run(second)
    files = hashes_of([qrels, first, second])
    manifest = Manifest(dataset=qrels.stem, files=files, questions=len(judged))
    return compare_runs(judged, runs, names=names or STANDARD), manifest


def compare_kept(first: Path, second: Path, *, names: Sequence[str] | None) -> Compared:
    """Compare two kept trials of one set: by their runs, or question by question.

    Raises:
        JudgementsUnreadable: they are not of the same judgements.
        SettingsError: a measure is not over the same questions in both.
    """
    trials = read_one_kept(first), read_one_kept(second)
    _refuse_others(trials)
    paths = [_file_of(folder) for folder in (first, second)]
    manifest = Manifest(
        dataset=str(trials[0].manifest.get("dataset")),
        split=trials[0].manifest.get("split"),
        files=hashes_of(paths),
        questions=len(trials[0].lines),
    )
    if trials[0].run is not None and trials[1].run is not None and trials[0].qrels is not None:
        runs = (trials[0].run, trials[1].run)
        return compare_runs(trials[0].qrels, runs, names=names or STANDARD), manifest
    known = [name for name in VALUES if is_paired(*trials, name)]
    unknown = next((name for name in names or () if name not in known), None)
    if unknown is not None:
        raise SettingsError(
            f'"{unknown}" is not over the same questions in both; these are: {", ".join(known)}'
        )
    first_values, second_values = ({name: t.values(name) for name in known} for t in trials)
    return compare_values(first_values, second_values, names=names or known), manifest


def _refuse_others(trials: tuple[Trial, Trial]) -> None:
    first, second = trials
    if first.qrels != second.qrels or [x["id"] for x in first.lines] != [
        x["id"] for x in second.lines
    ]:
        raise JudgementsUnreadable(
            f"{first.set_name}/{first.system} and {second.set_name}/{second.system} "
            "are not of the same judgements, and cannot be compared"
        )


def _file_of(folder: Path) -> Path:
    """The file of a kept trial that was compared: its run, or its lines."""
    inner = next(path.parent for path in sorted(folder.rglob(EVALUATION_FILE)))
    return inner / RUN_FILE if (inner / RUN_FILE).is_file() else inner / LINES_FILE

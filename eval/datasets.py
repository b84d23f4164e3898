"""Judged retrieval in the field's formats: BEIR folders, TREC qrels and TREC runs.

A run is ranked by score, never by its rank column, and equal scores are ordered by text id,
greatest first, as trec_eval orders them. Runs that we write have no equal scores.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np

from eval.lines import Place, read_lines, string_at
from eval.texts import read_texts, unique_objects
from service import JudgementsUnreadable, Report, SourceUnavailable

Qrels: TypeAlias = Mapping[str, Mapping[str, int]]
"""Query id to text id to relevance."""
Run: TypeAlias = Mapping[str, Mapping[str, float]]
"""Query id to text id to score, best first."""

_Value = TypeVar("_Value", int, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A BEIR folder: its texts as reports, and one split of its judged queries.

    ``queries`` are the queries that the split judges, in the order of ``queries.jsonl``.
    ``text_ids`` maps report id and address of each paragraph to the id of its text.
    ``empty_texts`` counts texts without title and text: they cannot be found, and are left out.
    """

    name: str
    split: str
    files: tuple[Path, ...]
    reports: tuple[Report, ...]
    text_ids: Mapping[tuple[str, str], str]
    queries: Mapping[str, str]
    qrels: Qrels
    empty_texts: int
    report_field: str | None = None


def read_beir(folder: Path, *, split: str, report_field: str | None = None) -> Benchmark:
    """Read ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/{split}.tsv``.

    A text becomes a report of one paragraph, or a paragraph of the report that its metadata
    ``report_field`` names, as ``read_texts`` tells.

    Raises:
        SourceUnavailable: a file is missing.
        JudgementsUnreadable: a line is not in its form, an id comes twice, or a judged query
            is not among the queries.
        SettingsError: no text has metadata of the name that is asked for.
    """
    corpus, asked = folder / "corpus.jsonl", folder / "queries.jsonl"
    judged = _qrels_path(folder, split)
    qrels = read_beir_qrels(judged)
    texts = read_texts(corpus, report_field=report_field)
    return Benchmark(
        name=folder.resolve().name,
        split=split,
        files=(corpus, asked, judged),
        reports=texts.reports,
        text_ids=texts.text_ids,
        queries=_read_judged_queries(asked, qrels),
        qrels=qrels,
        empty_texts=texts.empty,
        report_field=report_field,
    )


def read_qrels(path: Path) -> Qrels:
    """Read qrels in BEIR's form, which has three columns and a header, or in TREC's.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: a line is not in its form, or judges a text twice for a query.
    """
    _, first = next(read_lines(path), (None, ""))
    return read_beir_qrels(path) if first.count("\t") == 2 else read_trec_qrels(path)


def read_beir_qrels(path: Path) -> Qrels:
    """Read a BEIR qrels file: a header, then query id, text id and relevance, tab-separated.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: a line is not in its form, or judges a text twice for a query.
    """
    lines = read_lines(path)
    place, header = next(lines, (Place(path=path, line=1), ""))
    columns = header.split("\t")
    if len(columns) != 3 or columns[2].lstrip("-").isdigit():
        raise place.complaint('the header "query-id<tab>corpus-id<tab>score" is expected')
    return _gather((place, line.split("\t")) for place, line in lines)


def read_trec_qrels(path: Path) -> Qrels:
    """Read TREC qrels: query id, an unused column, text id and relevance, blank-separated.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: a line is not in its form, or judges a text twice for a query.
    """
    rows = ((place, line.split()) for place, line in read_lines(path))
    return _gather((place, _without_second(place, columns)) for place, columns in rows)


def read_trec_run(path: Path) -> Run:
    """Read a TREC run: query id, ``Q0``, text id, rank, score and tag, blank-separated.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: a line has other columns, a score is no finite number, or a text
            comes twice for a query.
    """
    run: dict[str, dict[str, float]] = {}
    for place, line in read_lines(path):
        columns = _columns(place, line.split(), count=6)
        score = _finite_number(place, columns[4])
        _put(place, run.setdefault(columns[0], {}), text_id=columns[2], value=score)
    return {query_id: _ranked(scores) for query_id, scores in run.items()}


def write_beir_qrels(path: Path, qrels: Qrels) -> None:
    """Write qrels in BEIR's form."""
    rows = [("query-id", "corpus-id", "score"), *_qrel_rows(qrels)]
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def write_trec_qrels(path: Path, qrels: Qrels) -> None:
    """Write qrels in TREC's form.

    Raises:
        JudgementsUnreadable: an id is empty or holds a blank, which the form cannot tell.
    """
    rows = ((query_id, "0", text_id, score) for query_id, text_id, score in _qrel_rows(qrels))
    _write_columns(path, rows)


def write_trec_run(path: Path, run: Run, *, tag: str) -> None:
    """Write a run in TREC's form, in its own order, ranks from 1.

    A score that is not below the one before it is lowered to the next smaller 32-bit number,
    the width that trec_eval reads: whoever sorts the file finds the order that was shown.

    Raises:
        JudgementsUnreadable: an id or the tag is empty or holds a blank.
    """
    rows = (
        (query_id, "Q0", text_id, str(rank), score, tag)
        for query_id, scores in run.items()
        for rank, (text_id, score) in enumerate(_strictly_decreasing(scores), start=1)
    )
    _write_columns(path, rows)


def _qrels_path(folder: Path, split: str) -> Path:
    path = folder / "qrels" / f"{split}.tsv"
    if path.is_file():
        return path
    if not folder.is_dir():
        raise SourceUnavailable(f"{folder} is no folder; one with corpus.jsonl is expected")
    splits = sorted(other.stem for other in (folder / "qrels").glob("*.tsv"))
    known = ", ".join(splits) if splits else "none"
    raise SourceUnavailable(f'{folder} has no split "{split}"; its splits: {known}')


def _read_judged_queries(path: Path, qrels: Qrels) -> Mapping[str, str]:
    queries = {
        str(value["_id"]): string_at(place, value, key="text")
        for place, value in unique_objects(path)
    }
    unknown = next((query_id for query_id in qrels if query_id not in queries), None)
    if unknown is not None:
        raise JudgementsUnreadable(f'{path} has no query "{unknown}", which the qrels judge')
    return {query_id: text for query_id, text in queries.items() if query_id in qrels}


def _gather(rows: Iterable[tuple[Place, list[str]]]) -> Qrels:
    qrels: dict[str, dict[str, int]] = {}
    for place, columns in rows:
        query_id, text_id, relevance = _columns(place, columns, count=3)
        value = _whole_number(place, relevance)
        _put(place, qrels.setdefault(query_id, {}), text_id=text_id, value=value)
    return qrels


def _without_second(place: Place, columns: list[str]) -> list[str]:
    query_id, _, *rest = _columns(place, columns, count=4)
    return [query_id, *rest]


def _columns(place: Place, columns: list[str], *, count: int) -> list[str]:
    if len(columns) != count:
        raise place.complaint(f"{count} columns are expected, {len(columns)} found")
    return columns


def _whole_number(place: Place, text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise place.complaint(f'a relevance must be a whole number, not "{text}"') from error


def _finite_number(place: Place, text: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise place.complaint(f'a score must be a number, not "{text}"') from error
    if not math.isfinite(number):
        raise place.complaint(f'a score must be finite, not "{text}"')
    return number


def _put(place: Place, values: dict[str, _Value], *, text_id: str, value: _Value) -> None:
    if text_id in values:
        raise place.complaint(f'text "{text_id}" comes twice for this query')
    values[text_id] = value


def _ranked(scores: Mapping[str, float]) -> Mapping[str, float]:
    text_ids = sorted(scores, key=lambda text_id: (scores[text_id], text_id), reverse=True)
    return {text_id: scores[text_id] for text_id in text_ids}


def _strictly_decreasing(scores: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    ceiling = np.float32(np.inf)
    for text_id, score in scores.items():
        below = np.nextafter(ceiling, np.float32(-np.inf))
        ceiling = min(np.float32(score), below, key=float)  # as floats: subnormals compare too
        yield text_id, str(ceiling)


def _qrel_rows(qrels: Qrels) -> list[tuple[str, str, str]]:
    return [
        (query_id, text_id, str(relevance))
        for query_id, judged in qrels.items()
        for text_id, relevance in judged.items()
    ]


def _write_columns(path: Path, rows: Iterable[Sequence[str]]) -> None:
    lines = []
    for row in rows:
        if any(len(column.split()) != 1 for column in row):
            raise JudgementsUnreadable(f"a TREC file holds no blanks in ids, as {row} would need")
        lines.append(" ".join(row) + "\n")
    path.write_text("".join(lines), encoding="utf-8")

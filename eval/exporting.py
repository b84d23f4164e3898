"""A question set over a library as a benchmark in BEIR's form, so that others can be judged by it.

A text is a paragraph; its id is the report's id and the paragraph's address, as in a permalink.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.datasets import write_beir_qrels, write_trec_qrels
from eval.judging import ids_of, reports_by_name
from eval.questions import JudgedQuestion, Target, read_questions
from service import Assistant, Report, SourceUnavailable

SPLIT = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What was written; ``unmatched`` are answerable questions that no paragraph answers here."""

    texts: int
    queries: int
    judged: int
    qrels: int
    unmatched: tuple[str, ...]


def export_questions(assistant: Assistant, file: Path, folder: Path) -> Export:
    """Write ``corpus.jsonl``, ``queries.jsonl``, ``qrels/test.tsv`` and ``qrels.trec``.

    Every target paragraph has relevance 1, those that restate the fact elsewhere too. A query is
    the last turn; its metadata hold the earlier ones. An unanswerable question is a query
    without qrels.

    Raises:
        SourceUnavailable: the folder cannot be written, or the question set not be read.
        JudgementsUnreadable: the question set is not in its form.
    """
    asked = read_questions(file)
    reports = [assistant.report(header.report_id) for header in assistant.reports()]
    texts = [text for report in reports for text in _texts_of(report)]
    found = {question.question_id: _judged(question, reports) for question in asked}
    qrels = {question_id: judged for question_id, judged in found.items() if judged}
    try:
        (folder / "qrels").mkdir(parents=True, exist_ok=True)
        _write(folder / "corpus.jsonl", texts)
        _write(folder / "queries.jsonl", map(_query_of, asked))
        write_beir_qrels(folder / "qrels" / f"{SPLIT}.tsv", qrels)
        write_trec_qrels(folder / "qrels.trec", qrels)
    except OSError as error:
        raise SourceUnavailable(f"{folder} cannot be written: {error.strerror}") from error
    return Export(
        texts=len(texts),
        queries=len(asked),
        judged=len(qrels),
        qrels=sum(map(len, qrels.values())),
        unmatched=tuple(
            q.question_id for q in asked if q.is_answerable and not found[q.question_id]
        ),
    )


def text_id_of(report_id: str, address: str) -> str:
    """The id of a paragraph's text."""
    return f"{report_id}/{address}"


def _texts_of(report: Report) -> Iterator[Mapping[str, Any]]:
    for paragraph in report.paragraphs:
        yield {
            "_id": text_id_of(report.report_id, paragraph.address),
            "title": report.cover.title or "",
            "text": paragraph.text,
            "metadata": {
                "report": report.report_id,
                "symbol": report.cover.symbol,
                "component": paragraph.component,
                "number": paragraph.number,
                "sections": paragraph.sections,
            },
        }


def _query_of(question: JudgedQuestion) -> Mapping[str, Any]:
    return {
        "_id": question.question_id,
        "text": question.question,
        "metadata": {
            "history": question.history,
            "type": question.type,
            "answerable": question.is_answerable,
            "answers": question.answers,
        },
    }


def _judged(question: JudgedQuestion, reports: Sequence[Report]) -> Mapping[str, int]:
    """The texts that answer a question, in the order of its targets, then of the library."""
    names = reports_by_name(reports)
    meant = ((target, _reports_meant(target, reports, names)) for target in question.targets)
    return {
        text_id_of(report.report_id, paragraph.address): 1
        for target, of_target in meant
        for report in of_target
        for paragraph in report.paragraphs
        if paragraph.number in target.numbers
    }


def _reports_meant(
    target: Target, reports: Sequence[Report], names: Mapping[str, frozenset[str]]
) -> Sequence[Report]:
    if target.report is None:
        return reports
    ids = ids_of(target.report, names)
    return [report for report in reports if report.report_id in ids]


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")

"""What readers said of answers, as judgements: TREC qrels, BEIR queries, and a question set.

A useful answer judges its first paragraph relevant, a wrong one not. That nothing was answered
judges what was shown as not relevant, and never that the reports have no answer: only useful
answers become questions of a set, whose paragraphs are known.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.datasets import write_trec_qrels
from eval.exporting import text_id_of
from eval.lines import read_objects
from service import Feedback, ShownParagraph, SourceUnavailable, Verdict, feedback_from

Turns = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was written; ``said`` counts the verdicts."""

    said: int
    queries: int
    qrels: int
    questions: int


def read_feedback(path: Path) -> tuple[Feedback, ...]:
    """Read the feedback of a home, oldest first.

    Raises:
        SourceUnavailable: there is none, or it cannot be opened.
        JudgementsUnreadable: a line has another form.
    """
    said = []
    for place, value in read_objects(path):
        try:
            said.append(feedback_from(value))
        except ValueError as error:
            raise place.complaint(str(error)) from error
    return tuple(said)


def export_feedback(said: Sequence[Feedback], folder: Path) -> Judged:
    """Write ``qrels.trec``, ``queries.jsonl`` and ``questions.jsonl``.

    Questions count as f1, f2, ... in the order in which they were first judged; of two verdicts
    on a paragraph the later counts.

    Raises:
        SourceUnavailable: the folder cannot be written.
    """
    ids = {turns: f"f{place}" for place, turns in enumerate(dict.fromkeys(map(_turns, said)), 1)}
    qrels: dict[str, dict[str, int]] = {}
    for feedback in said:
        qrels.setdefault(ids[_turns(feedback)], {}).update(_grades(feedback))
    qrels = {query_id: grades for query_id, grades in qrels.items() if grades}
    useful = _useful(said)
    questions = [_question_of(ids[turns], turns, shown) for turns, shown in useful.items()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_trec_qrels(folder / "qrels.trec", qrels)
        _write(folder / "queries.jsonl", (_query_of(i, turns) for turns, i in ids.items()))
        _write(folder / "questions.jsonl", questions)
    except OSError as error:
        raise SourceUnavailable(f"{folder} cannot be written: {error.strerror}") from error
    count = sum(map(len, qrels.values()))
    return Judged(said=len(said), queries=len(ids), qrels=count, questions=len(questions))


def _turns(feedback: Feedback) -> Turns:
    return (*feedback.history, feedback.question)


def _grades(feedback: Feedback) -> Mapping[str, int]:
    """What a verdict says of the paragraphs that were shown."""
    is_about_first = feedback.verdict is not Verdict.NOT_ANSWERED
    judged = feedback.shown[:1] if is_about_first else feedback.shown
    grade = int(feedback.verdict is Verdict.USEFUL)
    return {text_id_of(shown.report_id, shown.address): grade for shown in judged}


def _useful(said: Sequence[Feedback]) -> Mapping[Turns, Sequence[ShownParagraph]]:
    """The numbered paragraphs that were last found useful, by what was asked."""
    found: dict[Turns, dict[str, ShownParagraph]] = {}
    for feedback in said:
        useful, grades = found.setdefault(_turns(feedback), {}), _grades(feedback)
        for shown in feedback.shown[: len(grades)]:
            text_id = text_id_of(shown.report_id, shown.address)
            useful.pop(text_id, None)
            if grades[text_id] and shown.number:
                useful[text_id] = shown
    return {turns: tuple(useful.values()) for turns, useful in found.items() if useful}


def _query_of(query_id: str, turns: Turns) -> Mapping[str, Any]:
    return {"_id": query_id, "text": turns[-1], "metadata": {"history": turns[:-1]}}


def _question_of(
    query_id: str, turns: Turns, useful: Sequence[ShownParagraph]
) -> Mapping[str, Any]:
    """A question of a set, with the paragraphs that were useful, report by report."""
    asked = {"q": turns[-1]} if len(turns) == 1 else {"turns": turns}
    first, *others = (
        {"report": report_id, "paras": [p.number for p in useful if p.report_id == report_id]}
        for report_id in dict.fromkeys(shown.report_id for shown in useful)
    )
    also = {"also": others} if others else {}
    return {"id": query_id, **asked, **first, **also, "type": "feedback"}


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")

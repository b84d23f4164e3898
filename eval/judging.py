"""Ask each question of a set and judge what comes back, passage by passage.

Each question is asked once with room for ten passages, over the whole library, with no scope;
a reader is shown the first five. Whether the assistant answered or abstained, its passages are
judged alike: an abstention shows the nearest paragraphs. A passage is cited with the other places
that say the same, and meets what any of them is judged to: the reader is given each of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any, TypeAlias

from eval.questions import JudgedQuestion, Target
from service import Answer, AnswerKind, Assistant, Passage, Report, Restatement

LIMIT = 10  # passages asked for: the depth of RR@10
SHOWN = 5  # passages that a reader sees: the default limit of "ask"

Met: TypeAlias = tuple[int, str]  # a judged paragraph: the place of its target, and its number


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAnswer:
    """A question, its answer, and how each passage is judged.

    ``met`` has for each passage the judged paragraphs that it is cited for, its own first and
    then those of the places that say the same; ``is_of_report`` whether some target names the
    report of one of them.
    """

    question: JudgedQuestion
    answer: Answer
    met: tuple[tuple[Met, ...], ...]
    is_of_report: tuple[bool, ...]

    @property
    def is_right(self) -> tuple[bool, ...]:
        """For each passage, whether it meets a target."""
        return tuple(bool(met) for met in self.met)

    @property
    def shown(self) -> Sequence[Passage]:
        """The passages that a reader sees: the first five, or all that a citation opens."""
        is_lookup = self.answer.kind is AnswerKind.LOOKUP
        return self.answer.passages if is_lookup else self.answer.passages[:SHOWN]

    @property
    def first_right(self) -> int | None:
        """The rank of the first right passage within ten, from 1; None where none is right."""
        right = self.is_right[:LIMIT]
        return right.index(True) + 1 if True in right else None

    def succeeds(self, cutoff: int) -> bool:
        """Whether a right passage stands among the first ``cutoff``."""
        return any(self.is_right[:cutoff])

    def quotes(self, passages: Sequence[Passage]) -> bool:
        """Whether these passages quote every answer substring.

        Each substring must lie within one highlight or row; blanks are collapsed on both sides.
        """
        quotes = [_plain(h.quote) for passage in passages for h in passage.highlights]
        quotes += [_plain(" ".join(r.cells)) for passage in passages for r in passage.rows]
        return all(any(_plain(text) in quote for quote in quotes) for text in self.question.answers)

    @property
    def opens_exactly(self) -> bool:
        """Whether it answers with every listed paragraph of the first target and no wrong one."""
        opened = {passage.number for passage in self.answer.passages}
        is_complete = opened.issuperset(self.question.targets[0].numbers)
        return self.answer.answered and is_complete and all(self.is_right)


def ask_all(assistant: Assistant, questions: Iterable[JudgedQuestion]) -> Iterator[JudgedAnswer]:
    """Ask the questions in their order and judge each answer as it comes."""
    reports = reports_by_name(assistant.reports())
    for question in questions:
        answer = assistant.ask(question.question, history=question.history, limit=LIMIT)
        yield judge(question, answer, reports=reports)


def judge(
    question: JudgedQuestion, answer: Answer, *, reports: Mapping[str, frozenset[str]]
) -> JudgedAnswer:
    """Judge each passage: right when some target names its report and its number.

    Or those of a place in its ``also``, which the answer cites for the same words.
    """
    named = [ids_of(t.report, reports) for t in question.targets if t.report is not None]
    return JudgedAnswer(
        question=question,
        answer=answer,
        met=tuple(_all_met(question, passage, reports) for passage in answer.passages),
        is_of_report=tuple(
            any(cited.report_id in ids for cited in _cited(passage) for ids in named)
            for passage in answer.passages
        ),
    )


def reports_by_name(reports: Iterable[Report]) -> Mapping[str, frozenset[str]]:
    """The ids of the reports of each name: its id, and its file name with and without the kind.

    ``A_80_36.en`` stands for ``A_80_36.en.pdf`` and for a text made of it alike.
    """
    names: dict[str, frozenset[str]] = {}
    for report in reports:
        stem = PurePath(report.source_name).stem
        for name in {report.report_id, report.source_name, stem}:
            names[name] = names.get(name, frozenset()) | {report.report_id}
    return names


def ids_of(name: str, reports: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The ids of the reports that a judgement calls ``name``, whatever the kind of its file."""
    return reports.get(name) or reports.get(PurePath(name).stem, frozenset())


def absent_reports(
    questions: Iterable[JudgedQuestion], reports: Iterable[Report]
) -> tuple[str, ...]:
    """The reports that answerable questions are about and the library does not hold, sorted."""
    held = reports_by_name(reports)
    named = {q.targets[0].report for q in questions if q.is_answerable}
    return tuple(sorted(name for name in named if name is not None and not ids_of(name, held)))


def unmatched_questions(
    questions: Sequence[JudgedQuestion], assistant: Assistant
) -> tuple[str, ...]:
    """The ids of answerable questions whose judged paragraphs are in none of their reports.

    No answer to them can be right. Questions about reports that the library does not hold are
    left out: ``absent_reports`` names those.
    """
    reports = assistant.reports()
    held, every = reports_by_name(reports), [report.report_id for report in reports]
    absent = absent_reports(questions, reports)

    @cache
    def numbers_of(report_id: str) -> frozenset[str | None]:
        return frozenset(p.number for p in assistant.report(report_id).paragraphs)

    def is_met(target: Target) -> bool:
        ids = every if target.report is None else ids_of(target.report, held)
        return any(numbers_of(report_id).intersection(target.numbers) for report_id in ids)

    return tuple(
        question.question_id
        for question in questions
        if question.is_answerable
        and question.targets[0].report not in absent
        and not any(map(is_met, question.targets))
    )


def judged_json(one: JudgedAnswer) -> dict[str, Any]:
    """A judged answer as one line of what is kept of a question set."""
    passages = [
        {
            "report_id": passage.report_id,
            "address": passage.address,
            "is_right": is_right,
            "also": [{"report_id": o.report_id, "address": o.address} for o in passage.also],
        }
        for passage, is_right in zip(one.answer.passages, one.is_right, strict=True)
    ]
    return {
        "id": one.question.question_id,
        "type": one.question.type,
        "question": one.question.question,
        "query": one.answer.query,
        "answerable": one.question.is_answerable,
        "answered": one.answer.answered,
        "kind": one.answer.kind,
        "confidence": one.answer.confidence,
        "first_right": one.first_right,
        "quoted": one.quotes(one.shown) if one.question.answers else None,
        "passages": passages,
    }


def _cited(passage: Passage) -> tuple[Passage | Restatement, ...]:
    return (passage, *passage.also)


def _all_met(
    question: JudgedQuestion, passage: Passage, reports: Mapping[str, frozenset[str]]
) -> tuple[Met, ...]:
    found = (_met(question, cited, reports) for cited in _cited(passage))
    return tuple(dict.fromkeys(met for met in found if met is not None))


def _met(
    question: JudgedQuestion, cited: Passage | Restatement, reports: Mapping[str, frozenset[str]]
) -> Met | None:
    for place, target in enumerate(question.targets):
        if cited.number is not None and _meets(cited, target, reports=reports):
            return place, cited.number
    return None


def _meets(
    cited: Passage | Restatement, target: Target, *, reports: Mapping[str, frozenset[str]]
) -> bool:
    if cited.number not in target.numbers:
        return False
    return target.report is None or cited.report_id in ids_of(target.report, reports)


def _plain(text: str) -> str:
    return " ".join(text.split())

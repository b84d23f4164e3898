"""The road of a comparison: each side is answered by itself, and shown beside the others."""

from dataclasses import replace

from index.tokens import tokenize
from service.answer import AnswerKind
from service.comparison import Comparison, read_comparison
from service.conversation import Asked
from service.finding import Chosen, ColumnFinding, Finding
from service.question_road import QuestionRoad
from service.reach import Aim, aim_of
from service.scope_reading import ScopeReader
from service.searcher import Searcher

_MOST_IN_COLUMN = 3  # passages of one side; all sides are to fit on a screen


class ComparisonRoad:
    """Answers questions, and those that compare side by side."""

    def __init__(self, searcher: Searcher, questions: QuestionRoad, reader: ScopeReader) -> None:
        self._searcher = searcher
        self._questions = questions
        self._reader = reader

    def answer(self, question: str, asked: Asked, *, aim: Aim, limit: int) -> Finding:
        """Answer a question as a whole, and each of its sides where it compares some.

        A comparison that one paragraph tells, or of which no side is answered, is no more than
        the question as a whole.
        """
        whole = self._questions.answer(question, asked, aim=aim, limit=limit)
        comparison = read_comparison(
            asked.words, organs_in=self._reader.organs_named, is_known=self._is_known
        )
        if comparison is None or not whole.chosen or _is_told(comparison, whole):
            return whole
        columns = self._columns(comparison, aim=aim, limit=min(limit, _MOST_IN_COLUMN))
        answered = [each.finding for each in columns if each.finding.is_answer]
        firsts = {_place(each.chosen[0]): each.chosen[0] for each in answered}
        if not firsts or (len(firsts) == 1 and len(answered) > 1):
            return whole
        shown = {**{_place(each): each for each in whole.chosen}, **firsts}
        return replace(
            whole,
            kind=AnswerKind.ANSWER,
            chosen=[shown[place] for place in {**firsts, **shown}][:limit],
            confidence=max(each.confidence for each in answered),
            message="",
            columns=columns,
        )

    def _columns(
        self, comparison: Comparison, *, aim: Aim, limit: int
    ) -> tuple[ColumnFinding, ...]:
        columns = []
        for side in comparison.sides:
            asked = Asked(words=side.question)
            own = aim_of(side.question, self._reader, scope=aim.scope, open_fields=aim.open_fields)
            finding = self._questions.answer(side.question, asked, aim=own, limit=limit)
            columns.append(ColumnFinding(side.label, finding))
        return tuple(columns)

    def _is_known(self, name: str) -> bool:
        """Whether the library has every word of a name."""
        tokens = tokenize(name)
        lexical = self._searcher.generation.lexical
        return bool(tokens) and all(len(lexical.rows_with(token)) for token in tokens)


def _is_told(comparison: Comparison, whole: Finding) -> bool:
    return whole.is_answer and comparison.is_told_by(whole.chosen[0].paragraph.text)


def _place(chosen: Chosen) -> tuple[str, str]:
    return chosen.report.report_id, chosen.paragraph.address

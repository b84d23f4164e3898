from pathlib import Path

import pytest

from eval.questions import Target, read_questions
from service import JudgementsUnreadable


def written(folder: Path, *lines: str) -> Path:
    path = folder / "set.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_last_turn_is_the_question_and_the_others_its_history(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "1", "turns": ["What?", "Who?", "When?"], "paras": ["4"]}')

    [question] = read_questions(path)

    assert (question.question, question.history) == ("When?", ("What?", "Who?"))


def test_a_listed_item_stands_for_its_paragraph(tmp_path: Path) -> None:
    path = written(
        tmp_path, '{"id": "1", "q": "?a", "report": "f.pdf", "paras": ["6 (d)", "6", "7 bis"]}'
    )

    [question] = read_questions(path)

    assert question.targets == (Target(report="f.pdf", numbers=("6", "7 bis")),)


def test_other_reports_that_say_the_same_are_targets_too(tmp_path: Path) -> None:
    also = '"also": [{"report": "g.pdf", "paras": ["9"]}]'
    path = written(tmp_path, f'{{"id": "1", "q": "?a", "paras": ["6"], {also}}}')

    [question] = read_questions(path)

    assert question.targets == (
        Target(report=None, numbers=("6",)),
        Target(report="g.pdf", numbers=("9",)),
    )


def test_no_paragraphs_mean_unanswerable(tmp_path: Path) -> None:
    path = written(
        tmp_path, '{"id": "1", "q": "a", "paras": []}', '{"id": "2", "q": "b", "paras": ["1"]}'
    )

    questions = read_questions(path)

    assert [question.is_answerable for question in questions] == [False, True]


def test_fields_that_are_not_read_are_no_trouble(tmp_path: Path) -> None:
    path = written(
        tmp_path, '{"id": "1", "q": "a", "paras": [], "near_miss": true, "scope": "corpus"}'
    )

    assert len(read_questions(path)) == 1


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ('{"q": "a", "paras": []}', '"id" must be a string'),
        ('{"id": "1", "paras": []}', 'either "q" or "turns" is expected'),
        ('{"id": "1", "q": "a", "turns": ["b"], "paras": []}', 'either "q" or "turns"'),
        ('{"id": "1", "q": 5, "paras": []}', '"q" must be a string'),
        ('{"id": "1", "q": "  ", "paras": []}', "the question has no words"),
        ('{"id": "1", "turns": [], "paras": []}', '"turns" must hold a question'),
        ('{"id": "1", "turns": "a", "paras": []}', '"turns" must be a list of strings'),
        ('{"id": "1", "q": "a"}', '"paras" is expected'),
        ('{"id": "1", "q": "a", "paras": [26]}', '"paras" must be a list of strings'),
        ('{"id": "1", "q": "a", "paras": [], "answer": "x"}', '"answer" must be a list'),
        ('{"id": "1", "q": "a", "paras": [], "report": 1}', '"report" must be a file name'),
        ('{"id": "1", "q": "a", "paras": [], "type": 1}', '"type" must be a string'),
        ('{"id": "1", "q": "a", "paras": [], "also": ["x"]}', '"also" must be a list of objects'),
        ('{"id": "1", "q": "a", "paras": [], "also": [{}]}', '"paras" is expected'),
        ('{"id": "0", "q": "a", "paras": []}', '"id" "0" comes twice'),
        ("{", "this is no JSON"),
    ],
)
def test_a_damaged_line_is_told_with_its_number(tmp_path: Path, line: str, trouble: str) -> None:
    path = written(tmp_path, '{"id": "0", "q": "a", "paras": []}', line)

    with pytest.raises(JudgementsUnreadable, match=f"set.jsonl, line 2: {trouble}"):
        read_questions(path)


def test_a_set_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JudgementsUnreadable, match="holds no question"):
        read_questions(written(tmp_path, ""))

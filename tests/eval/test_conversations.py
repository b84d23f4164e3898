"""Turns read with the turns before them, from question sets and from benchmarks."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.conversations import ALONE, CONVERSATION, REWRITTEN, Turn, read_turns
from service import JudgementsUnreadable


def turn_of(folder: Path, value: dict[str, Any], *, by: str | None = None) -> Turn:
    path = folder / "queries.jsonl"
    path.write_text(json.dumps(value))
    (turn,) = read_turns(path, by=by).values()
    return turn


@pytest.mark.parametrize(
    "metadata",
    [
        {"history": ["one?", "two?"]},
        {"history": [{"role": "user", "text": "one?"}, {"role": "agent", "text": "So."},
                     {"role": "user", "text": "two?"}]},
        {"conversation": "one?\n\ntwo?\nand three?"},
        {"conversation": "one?\ntwo?"},
    ],
)  # fmt: skip
def test_a_query_has_its_history_in_its_metadata(tmp_path: Path, metadata: dict[str, Any]) -> None:
    turn = turn_of(tmp_path, {"_id": "q", "text": "and three?", "metadata": metadata})

    assert turn == Turn(question="and three?", history=("one?", "two?"))


def test_a_query_without_metadata_has_no_history(tmp_path: Path) -> None:
    assert turn_of(tmp_path, {"_id": "q", "text": "one?"}) == Turn(question="one?")


def test_a_question_has_its_turns(tmp_path: Path) -> None:
    told = {"id": "1", "turns": ["one?", "two?"], "paras": [], "is_new": True}

    turn = turn_of(tmp_path, told, by="is_new")

    assert turn == Turn(question="two?", history=("one?",), group="True")


def test_a_group_of_several_values_is_named_by_all(tmp_path: Path) -> None:
    told = {"_id": "q", "text": "one?", "metadata": {"kind": ["Fact", "List"]}}

    assert turn_of(tmp_path, told, by="kind").group == "Fact+List"


def test_a_turn_is_asked_in_three_ways() -> None:
    turn = Turn(question="and it?", history=("one?",), rewrite="and one?")

    asked = [turn.asked(way) for way in (ALONE, CONVERSATION, REWRITTEN)]

    assert asked == [("and it?", ()), ("and it?", ("one?",)), ("and one?", ())]


def test_a_turn_that_nobody_rewrote_is_asked_as_it_stands() -> None:
    assert Turn(question="one?").asked(REWRITTEN) == ("one?", ())


@pytest.mark.parametrize(
    ("value", "trouble"),
    [
        ({"_id": "q", "text": "x", "metadata": []}, '"metadata" must be an object'),
        ({"_id": "q", "text": "x", "metadata": {"history": "y"}}, '"history" must be a list'),
        ({"_id": "q", "text": "x", "metadata": {"history": [1]}}, '"history" must hold strings'),
        ({"_id": "q", "text": "x", "metadata": {"gold_rewrite": 1}}, '"gold_rewrite" must be'),
        ({"_id": "q", "text": "x", "metadata": {"conversation": 1}}, '"conversation" must be'),
    ],
)
def test_a_line_in_another_form_is_refused_with_its_place(
    tmp_path: Path, value: dict[str, Any], trouble: str
) -> None:
    with pytest.raises(JudgementsUnreadable, match=f"line 1: {trouble}"):
        turn_of(tmp_path, value)

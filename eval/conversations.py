"""Turns of conversations, each to be asked alone, after the turns before it, or as rewritten.

A question set has them as ``turns``. A benchmark in BEIR's form has them in the metadata of its
queries, as MTRAG is given out: ``history`` is a list of strings, or of objects of which those of
the "user" are the earlier questions; or ``conversation`` holds all turns, a line each, the last
of them the query. ``gold_rewrite`` is the turn made to stand alone by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.lines import Place, read_objects, string_at
from eval.questions import turns_of

ALONE, CONVERSATION, REWRITTEN = "alone", "conversation", "rewritten"
WAYS = (ALONE, CONVERSATION, REWRITTEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question of a conversation; ``group`` is what it is told apart by, if anything."""

    question: str
    history: tuple[str, ...] = ()
    rewrite: str | None = None
    group: str | None = None

    def asked(self, way: str) -> tuple[str, tuple[str, ...]]:
        """The words and the earlier questions with which it is asked.

        A turn without a rewriting, asked as rewritten, is asked as it stands.
        """
        if way == CONVERSATION:
            return self.question, self.history
        return (self.rewrite or self.question) if way == REWRITTEN else self.question, ()


def read_turns(path: Path, *, by: str | None = None) -> Mapping[str, Turn]:
    """Read the turns of a question set or of a benchmark's ``queries.jsonl``, by their ids.

    ``by`` names the field, in the metadata or of the question, that groups them.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: a line is not in its form.
    """
    return dict(_turn_of(place, value, by) for place, value in read_objects(path))


def _turn_of(place: Place, value: Mapping[str, Any], by: str | None) -> tuple[str, Turn]:
    told = value.get("metadata", value)
    if not isinstance(told, dict):
        raise place.complaint('"metadata" must be an object')
    if "_id" in value:
        turn_id, question = (string_at(place, value, key=key) for key in ("_id", "text"))
        history = _history_of(place, told, question)
    else:
        turn_id = string_at(place, value, key="id")
        *history, question = turns_of(place, value)
    rewrite = told.get("gold_rewrite")
    if rewrite is not None and not isinstance(rewrite, str):
        raise place.complaint('"gold_rewrite" must be a string')
    group = None if by is None else _told(told.get(by))
    return turn_id, Turn(question=question, history=tuple(history), rewrite=rewrite, group=group)


def _history_of(place: Place, metadata: Mapping[str, Any], question: str) -> Sequence[str]:
    if "history" in metadata:
        return _user_turns(place, metadata["history"])
    if "conversation" not in metadata:
        return ()
    turns = [t for t in string_at(place, metadata, key="conversation").split("\n") if t.strip()]
    return turns[:-1] if turns and turns[-1].strip() == question.strip() else turns


def _user_turns(place: Place, entries: object) -> Sequence[str]:
    if not isinstance(entries, list):
        raise place.complaint('"history" must be a list')
    turns = []
    for entry in entries:
        if isinstance(entry, str):
            turns.append(entry)
        elif isinstance(entry, dict) and entry.get("role") == "user":
            turns.append(string_at(place, entry, key="text"))
        elif not isinstance(entry, dict):
            raise place.complaint('"history" must hold strings, or objects with "role" and "text"')
    return turns


def _told(value: object) -> str:
    """The value of a field as the name of a group; several values joined."""
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)

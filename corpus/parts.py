"""The grammar of parts in a citation: from "(a), (c) and (d) (ii)" to paths of labels.

A path leads to an item from the outside in: a label without its brackets, or the place of a
bullet from 1. Labels side by side lead deeper; one after a comma, an "and" or a dash stands
beside the last of its kind.
"""

import re
from typing import TypeAlias

from corpus.numbering import ordinal_value

Path: TypeAlias = tuple[str | int, ...]
Parts: TypeAlias = tuple[tuple[Path, Path], ...]
"""First and last of each run of parts; one part is a run of its own."""

_LABEL = r"\((?:[a-z]{1,5}|\d{1,3})\)"
_ORDINAL = r"(?:[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|rd|th))"
_BESIDE_BULLET = r"(?:\s*,\s*(?:and\s+)?|\s+(?:and|to|through)\s+|\s*–\s*)"
_ORDINALS = rf"{_ORDINAL}(?:{_BESIDE_BULLET}{_ORDINAL}){{0,12}}"  # no long list is read twice
_BULLET = (
    rf"(?:,?\s*{_ORDINALS}\s+(?:sub-)?bullet(?:s|\s+points?)?\b"  # , fifth to ninth bullets
    r"|,?\s*(?:sub-)?bullet(?:\s+point)?\s+\d{1,3}\b)"  # bullet 9
)
_BESIDE = r"(?:\s*(?:,\s*and|[,;&–—-]|\band|\bor|\bto|\bthrough)\s*)"
PARTS = (  # atomic: however a text goes on, its parts are read one way; no named group
    rf"(?>(?:\s*{_LABEL}(?:{_BESIDE}?\s*{_LABEL})*)?(?:\s*{_BULLET})*)"
)

_RUN = ("-", "–", "—", "to", "through")

_STEP = re.compile(
    rf"""
    (?P<beside>{_BESIDE})?\s*\((?P<label>[a-z]{{1,5}}|\d{{1,3}})\)          # and (b)
  | ,?\s*(?P<ordinals>{_ORDINALS})\s+(?:sub-)?bullet(?:s|\s+points?)?  # first and ninth bullets
  | ,?\s*(?:sub-)?bullet(?:\s+point)?\s+(?P<count>\d{{1,3}})\b             # bullet 9
    """,
    re.VERBOSE | re.IGNORECASE,
)
BULLET_BEFORE = re.compile(
    r"(?P<ordinal>[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|rd|th))\s+bullet(?:\s+point)?"
    r"\s+(?:of|in)\s+(?:the\s+)?$",  # the ninth bullet of (paragraph 26)
    re.IGNORECASE,
)


def read_parts(text: str, *, bullet: str | None = None) -> Parts:
    """Read what ``PARTS`` matches; ``bullet`` is the ordinal of one that was named before."""
    runs: list[tuple[Path, Path]] = []
    path: Path = () if bullet is None else _counted(bullet)
    is_run = False
    for step in _STEP.finditer(text):
        if step["ordinals"]:
            outer = path
            for separator, word in _counted_words(step["ordinals"]):
                if separator:
                    runs = _with(runs, path, is_run=is_run)
                    is_run = separator in _RUN
                path = (*outer, *_counted(word))
            continue
        beside = (step["beside"] or "").strip().lower()
        if not beside:
            path = (*path, *_steps_of(step))
            continue
        runs = _with(runs, path, is_run=is_run)
        path = (*path[: _level(path, step["label"].lower())], *_steps_of(step))
        is_run = beside in _RUN
    return tuple(_with(runs, path, is_run=is_run)) if path else ()


def _with(runs: list[tuple[Path, Path]], path: Path, *, is_run: bool) -> list[tuple[Path, Path]]:
    """The runs with one more part, or with a longer last run."""
    return [*runs[:-1], (runs[-1][0], path)] if is_run else [*runs, (path, path)]


def _steps_of(step: re.Match[str]) -> Path:
    if step["label"]:
        return (step["label"].lower(),)
    return (int(step["count"]),)


def _counted_words(ordinals: str) -> list[tuple[str, str]]:
    """The ordinals of a list, each with what stands before it: ``[("", "first"), ("to", …)]``."""
    parted = re.split(rf"({_BESIDE_BULLET})", ordinals, flags=re.IGNORECASE)
    separators = ["", *(each.strip().lower() for each in parted[1::2])]
    return list(zip(separators, parted[::2], strict=True))


def _counted(word: str) -> Path:
    value = ordinal_value(word)
    return () if value is None else (value,)


def _level(path: Path, label: str) -> int:
    """How deep a label stands that follows a path: beside the deepest label of its kind."""
    kinds = _kinds(label, level=0)
    alike = [level for level, step in enumerate(path) if kinds & _kinds(str(step), level=level)]
    return alike[-1] if alike else max(len(path) - 1, 0)


def _kinds(label: str, *, level: int) -> frozenset[str]:
    """What a label can count with: "i" is a letter too, but only where no letter is outside it."""
    if label.isdigit():
        return frozenset({"digit"})
    if re.fullmatch(r"[ivx]+", label) is None:
        return frozenset({"letter"})
    return frozenset({"roman"} if level or len(label) > 1 else {"roman", "letter"})

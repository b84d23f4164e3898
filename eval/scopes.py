"""Whether the scope that a question names is shown as filters, and only then.

Which questions name a year, a symbol or an organ is decided here, apart from what the assistant
reads: by plain patterns, and by a list of names, which people make by looking at the covers of
the library. Words in quotation marks name nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.answer_values import VALUES
from eval.judging import JudgedAnswer
from eval.significance import Estimate, mean_of
from service import Report, SourceUnavailable

NAMED = ("year", "symbol", "organ")

_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_SYMBOL = re.compile(r"\b[A-Z]+(?:-[A-Z]+)?(?:/[A-Za-z0-9.()]+){2,}")
_YEAR = re.compile(r"(?<![\w/.,()-])(?:19|20)\d\d(?![\w/])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeCheck:
    """A judged answer, the fields that its question names, and those that were read from it."""

    judged: JudgedAnswer
    named: frozenset[str]
    shown: frozenset[str]


def check_scopes(judged: Iterable[JudgedAnswer], organs: Sequence[str]) -> tuple[ScopeCheck, ...]:
    """Compare what questions name, once completed, with what is shown as read from them."""
    pattern = _pattern_of(organs)
    return tuple(
        ScopeCheck(
            judged=one,
            named=fields_named(one.answer.query, pattern),
            shown=frozenset(one.answer.inferred),
        )
        for one in judged
    )


def fields_named(question: str, organs: re.Pattern[str]) -> frozenset[str]:
    """Which of a year, a symbol and an organ a question names."""
    plain = _QUOTED.sub(" ", question)
    rest = _SYMBOL.sub(" ", plain)
    found = (_YEAR.search(rest), _SYMBOL.search(plain), organs.search(rest))
    return frozenset(name for name, match in zip(NAMED, found, strict=True) if match)


def scope_measures(checks: Sequence[ScopeCheck]) -> Mapping[str, Mapping[str, Estimate]]:
    """What is shown, amiss and right: over all questions, and over those that name each field.

    ``shown``: the share of questions naming a field that show a filter, of any field over all.
    ``shown-amiss``: the share of the others that show one.
    """
    groups = {"any": frozenset(NAMED), **{name: frozenset({name}) for name in NAMED}}
    return {group: _measures(checks, fields) for group, fields in groups.items()}


def mistakes_of(checks: Iterable[ScopeCheck]) -> Iterator[str]:
    """A line for each question whose filters are not the fields that it names."""
    for check in checks:
        if check.named == check.shown & set(NAMED):
            continue
        named, shown = (", ".join(sorted(names)) or "-" for names in (check.named, check.shown))
        question = check.judged.question
        yield f"{question.question_id}: names {named}; shown {shown}: {check.judged.answer.query}"


def read_organs(path: Path | None, reports: Iterable[Report]) -> tuple[str, ...]:
    """The names of organs in a file, one a line; without one, those in the covers' field.

    Raises:
        SourceUnavailable: the file cannot be read.
    """
    if path is None:
        return tuple(dict.fromkeys(r.cover.organ for r in reports if r.cover.organ))
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SourceUnavailable(f"{path} cannot be read: {error.strerror}") from error
    return tuple(line.strip() for line in lines if line.strip())


def _measures(checks: Sequence[ScopeCheck], fields: frozenset[str]) -> Mapping[str, Estimate]:
    naming = [check for check in checks if check.named & fields]
    others = [check for check in checks if not check.named & fields]
    measures = {
        "shown": mean_of([float(bool(check.shown & fields)) for check in naming]),
        "shown-amiss": mean_of([float(bool(check.shown & fields)) for check in others]),
    }
    for name in ("success@1", "wrong-report@1"):
        values = [VALUES[name](check.judged) for check in naming]
        measures[name] = mean_of([value for value in values if value is not None])
    return measures


def _pattern_of(organs: Sequence[str]) -> re.Pattern[str]:
    """Any of the names; a name of several words, and one that begins with UN, in any case."""
    names = sorted(organs, key=len, reverse=True)
    told = [
        f"(?i:{re.escape(name)})" if " " in name or name.startswith("UN") else re.escape(name)
        for name in names
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(told)})(?!\w)" if told else r"(?!)")

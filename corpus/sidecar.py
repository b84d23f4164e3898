"""The TOML beside a report file, for what its text does not say.

``report.toml`` beside ``report.md`` may give any field of ``Cover``; a field that the report
itself prints wins, so that a sidecar can add and never contradict.
"""

import tomllib
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path

from corpus.errors import UnreadableReport
from corpus.records import Cover

_MAX_BYTES = 2**16  # more than any cover; what is cut off there is no TOML


def read_sidecar(path: Path) -> Cover:
    """Read the sidecar of the report file at ``path``; without one, a cover of Nones.

    Raises:
        UnreadableReport: the sidecar is no TOML, or has a field that a cover does not have, or a
            date that is not ISO 8601.
    """
    sidecar = path.with_suffix(".toml")
    if not sidecar.is_file():
        return Cover()
    try:
        with sidecar.open("rb") as file:
            values = tomllib.loads(file.read(_MAX_BYTES).decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableReport(f"{sidecar.name} is no readable TOML: {error}") from error
    if isinstance(values.get("date"), date):  # a date of TOML, without quotation marks
        values["date"] = values["date"].isoformat()
    known = [f.name for f in fields(Cover)]
    for name, value in values.items():
        if name not in known or not isinstance(value, str):
            allowed = ", ".join(known)
            raise UnreadableReport(f"{sidecar.name} has {name!r}; allowed are texts for {allowed}")
    if "date" in values and not _is_date(values["date"]):
        found = values["date"]
        raise UnreadableReport(f"{sidecar.name} has date {found!r}; write it as 2021-04-07")
    return Cover(**values)


def complete(printed: Cover, told: Cover) -> Cover:
    """The printed cover, with what it lacks taken from the sidecar."""
    own = {name: value for name, value in asdict(printed).items() if value is not None}
    return Cover(**{**asdict(told), **own})


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

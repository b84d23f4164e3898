"""Where the library and the generations live, and how every package reads its settings.

A setting comes from the environment: field ``home`` from ``RAPPORTEUR_HOME``. A name that no
package knows is refused, since a misspelt setting that is silently ignored is worse than none.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails, PydanticUndefined
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import SettingsError
from corpus.sandbox import Limits

ENVIRONMENT_PREFIX = "RAPPORTEUR_"
_LIMITS = Limits()


class PackageSettings(BaseSettings):
    """The base of each package's settings.

    Raises:
        SettingsError: a value is not allowed; the message names the variable and the value.
    """

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX, frozen=True, extra="forbid")

    def __init__(self, **values: object) -> None:
        try:
            super().__init__(**values)  # type: ignore[arg-type]
        except ValidationError as error:
            raise SettingsError(_complaint(error.errors()[0])) from error


def _complaint(fault: ErrorDetails) -> str:
    reason = str(fault["msg"]).removeprefix("Value error, ")
    if not fault["loc"]:  # a rule between several fields
        return f"settings do not fit together: {reason}"
    name = ENVIRONMENT_PREFIX + "_".join(map(str, fault["loc"])).upper()
    return f"{name} is {fault['input']!r}: {reason[0].lower()}{reason[1:]}"


def default_home() -> Path:
    """The folder for application data: ``$XDG_DATA_HOME``, by default ``~/.local/share``."""
    data_home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data_home) / "rapporteur"


class CorpusSettings(PackageSettings):
    """What the corpus package can be told."""

    home: Path = Field(
        default_factory=default_home,
        description="folder of the library and the index; by default `~/.local/share/rapporteur`",
    )
    max_file_bytes: int = Field(
        default=_LIMITS.file_bytes, gt=0, description="largest report file that is read, in bytes"
    )
    max_read_seconds: float = Field(
        default=_LIMITS.read_seconds,
        gt=0,
        description="longest time that reading one file may take, in seconds",
    )
    max_read_memory_bytes: int = Field(
        default=_LIMITS.memory_bytes,
        ge=2**28,  # 180 MB of addresses are the loaded parsers
        description="most memory that reading one file may take, in bytes",
    )
    reading_lanes: int | None = Field(
        default=None, ge=1, description="files read at the same time; by default one a processor"
    )

    @classmethod
    def at(cls, home: Path | None) -> Self:
        """The settings, with the home that a command was given, if it was."""
        return cls() if home is None else cls(home=home)

    @property
    def limits(self) -> Limits:
        """What reading one file may cost."""
        return Limits(
            file_bytes=self.max_file_bytes,
            read_seconds=self.max_read_seconds,
            memory_bytes=self.max_read_memory_bytes,
        )

    @property
    def lanes(self) -> int:
        """How many files are read at the same time."""
        return self.reading_lanes or os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as the table in the README shows it."""

    variable: str
    default: str
    description: str


def setting_lines(packages: Sequence[type[BaseSettings]]) -> Iterator[SettingLine]:
    """The settings of several packages, in the order of their fields."""
    for package in packages:
        for name, field in package.model_fields.items():
            yield SettingLine(
                f"{ENVIRONMENT_PREFIX}{name.upper()}",
                _default_text(field.get_default()),
                str(field.description),
            )


def _default_text(default: object) -> str:
    if default is None or default is PydanticUndefined:
        return ""
    return ", ".join(map(str, default)) if isinstance(default, tuple) else str(default)


def refuse_unknown_settings(
    environment: Mapping[str, str], packages: Sequence[type[BaseSettings]]
) -> None:
    """Check that every variable with our prefix is a setting.

    Raises:
        SettingsError: one is not; the message names it and those that look most like it.
    """
    known = [line.variable for line in setting_lines(packages)]
    for variable in sorted(environment):
        if variable.startswith(ENVIRONMENT_PREFIX) and variable not in known:
            alike = get_close_matches(variable, known, n=3, cutoff=0.0)
            raise SettingsError(f"{variable} is no setting; the nearest are {', '.join(alike)}")

"""Systems: what is compared, each a name and the settings in which it differs.

Every switch of retrieval and of answering can be turned; all systems search the same index. The
built-in baselines state every setting that shapes their ranking, so that they stay what they are
when a default changes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from service import PackageSettings, RetrievalSettings, ServiceSettings, SettingsError

DEFAULT = "default"
_NAME = re.compile(r"[\w.-]+")  # a name is also the name of a folder
_SWITCHES = (*RetrievalSettings.model_fields, *ServiceSettings.model_fields)
_PLAIN = {"candidates": "200", "spelling_variants": "false", "context_weight": "0"}
_HYBRID = {**_PLAIN, "retrieval": "hybrid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A name, and the settings that it has whatever the environment says.

    ``overrides`` maps the names of settings to values as an environment variable holds them.

    Raises:
        SettingsError: a setting has a value that is not allowed.
    """

    name: str
    overrides: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        try:
            for package in (ServiceSettings, RetrievalSettings):
                package(**self._of(package))
        except SettingsError as error:
            raise SettingsError(f'system "{self.name}": {error}') from error

    @property
    def service(self) -> ServiceSettings:
        """How it answers."""
        return ServiceSettings(**self._of(ServiceSettings))

    @property
    def retrieval(self) -> RetrievalSettings:
        """How it ranks."""
        return RetrievalSettings(**self._of(RetrievalSettings))

    @property
    def words(self) -> str:
        """The system as it is typed: ``NAME``, or ``NAME:key=value,key=value``."""
        if self.name in BUILT_IN:
            return self.name
        return f"{self.name}:" + ",".join(f"{key}={told}" for key, told in self.overrides.items())

    def _of(self, package: type[PackageSettings]) -> dict[str, Any]:
        return {key: told for key, told in self.overrides.items() if key in package.model_fields}


BASELINES = (
    System(name="bm25", overrides={**_PLAIN, "retrieval": "lexical"}),
    System(name="dense", overrides={**_PLAIN, "retrieval": "dense"}),
    System(name="rrf", overrides={**_HYBRID, "fusion": "rrf"}),
    System(name="convex", overrides={**_HYBRID, "fusion": "convex", "dense_weight": "0.8"}),
)
BUILT_IN = {system.name: system for system in (System(name=DEFAULT), *BASELINES)}


def read_systems(typed: Sequence[str], *, baselines: bool = False) -> tuple[System, ...]:
    """The systems that a command was given, in their order, then the baselines it lacks.

    Each is typed ``NAME`` for a built-in one, or ``NAME:key=value,key=value`` for one of the
    defaults but for those settings. None typed: the default alone.

    Raises:
        SettingsError: a name, a setting or a value is not known or not allowed, or a name comes
            twice.
    """
    systems = [_read_system(each) for each in typed or (DEFAULT,)]
    names = [system.name for system in systems]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SettingsError(f'system "{twice}" comes twice; every system needs a name of its own')
    missing = [each for each in BASELINES if baselines and each.name not in names]
    return (*systems, *missing)


def is_baseline(name: str) -> bool:
    """Whether a system is one of the built-in baselines."""
    return any(name == each.name for each in BASELINES)


def _read_system(typed: str) -> System:
    name, colon, told = typed.partition(":")
    if not colon:
        if name not in BUILT_IN:
            known = ", ".join(BUILT_IN)
            raise SettingsError(
                f'no system is called "{name}"; there are {known}, or NAME:key=value,key=value'
            )
        return BUILT_IN[name]
    if _NAME.fullmatch(name) is None or name.startswith("."):
        raise SettingsError(f'"{name}" is no name for a system: letters, digits, "-", "_", "."')
    if name in BUILT_IN:
        raise SettingsError(f'system "{name}" is built in and stays as it is; take another name')
    overrides: dict[str, str] = {}
    for pair in told.split(","):
        key, value = _read_override(name, pair)
        if key in overrides:
            raise SettingsError(f'system "{name}" has {key} twice')
        overrides[key] = value
    return System(name=name, overrides=overrides)


def _read_override(name: str, pair: str) -> tuple[str, str]:
    key, equals, value = (part.strip() for part in pair.partition("="))
    if not equals:
        raise SettingsError(f'system "{name}": "{pair}" is not of the form key=value')
    if key not in _SWITCHES:
        alike = ", ".join(get_close_matches(key, _SWITCHES, n=3, cutoff=0.0))
        raise SettingsError(f'system "{name}": "{key}" is no setting; the nearest are {alike}')
    return key, value

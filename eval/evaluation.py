"""What an evaluation says: measures with intervals, and what they were measured on.

The manifest is enough to repeat the measurement: the receipt of the assistant, the SHA-256 of
what was judged, and the settings of the measuring itself.
"""

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval.lines import sha256_of
from eval.significance import LEVEL, RESAMPLES, SEED, Estimate
from eval.systems import DEFAULT, System
from service import IndexSettings, PackageSettings, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What was measured: the judged files, the assistant, and how.

    ``files`` maps file name to SHA-256; ``receipt`` is None where no index took part.
    ``command`` repeats the measurement; it is empty where nothing is kept.
    """

    dataset: str
    files: Mapping[str, str]
    questions: int
    split: str | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    receipt: Receipt | None = None
    system: System = field(default_factory=lambda: System(name=DEFAULT))
    command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Measures by name, the same for each group ("types", "files"), and the manifest."""

    measures: Mapping[str, Estimate]
    manifest: Manifest
    grouping: str = ""
    groups: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)


def hashes_of(paths: Sequence[Path]) -> Mapping[str, str]:
    """The SHA-256 of each file, by file name, or by path where two have the same name."""
    names = Counter(path.name for path in paths)
    return {path.name if names[path.name] == 1 else str(path): sha256_of(path) for path in paths}


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    """The contract's form: ``measures``, then ``grouping`` if there is one, then ``manifest``."""
    groups = {name: _measures_json(measures) for name, measures in evaluation.groups.items()}
    return {
        "measures": _measures_json(evaluation.measures),
        **({evaluation.grouping: groups} if evaluation.grouping else {}),
        "manifest": manifest_json(evaluation.manifest),
    }


def repeating_command(arguments: Sequence[str], system: System) -> str:
    """The command that measures a system again, with the settings that the environment gave.

    ``arguments`` are those of "rapporteur eval", without its systems.
    """
    given = [
        f"{own.model_config['env_prefix']}{name.upper()}={told}"
        for own in assistant_settings(system)
        for name, told in own.model_dump(mode="json").items()
        if name not in system.overrides and told != type(own).model_fields[name].default
    ]
    named = [] if system.name == DEFAULT else ["--system", system.words]
    return shlex.join([*given, "rapporteur", "eval", *arguments, *named])


def package_version() -> str:
    """The installed version of Rapporteur; "unknown" where it runs uninstalled."""
    try:
        return version("rapporteur")
    except PackageNotFoundError:
        return "unknown"


def _measures_json(measures: Mapping[str, Estimate]) -> dict[str, Any]:
    return {name: asdict(estimate) for name, estimate in measures.items()}


def manifest_json(manifest: Manifest) -> dict[str, Any]:
    """A manifest in the contract's form, the fields of the receipt among its own.

    Where an assistant took part, its settings are told by name beside those of the measuring;
    "system" is told for any but the default one.
    """
    settings: dict[str, object] = {"level": LEVEL, "resamples": RESAMPLES, "seed": SEED}
    for own in () if manifest.receipt is None else assistant_settings(manifest.system):
        settings |= own.model_dump(mode="json")
    return {
        "dataset": manifest.dataset,
        "split": manifest.split,
        "files": dict(manifest.files),
        "questions": manifest.questions,
        "settings": settings | dict(manifest.settings),
        "version": package_version(),
        **({} if manifest.receipt is None else asdict(manifest.receipt)),
        **({} if manifest.system.name == DEFAULT else {"system": manifest.system.words}),
        **({"command": manifest.command} if manifest.command else {}),
    }


def assistant_settings(system: System) -> tuple[PackageSettings, ...]:
    """All settings that shape an answer of a system, those of indexing first."""
    return IndexSettings(), system.retrieval, system.service

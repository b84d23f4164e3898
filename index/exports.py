"""Exported encoders: the query side's files, which the generations of a home share."""

import json
from pathlib import Path

from corpus.errors import IndexDamaged
from corpus.fsops import Disk
from index.encoder import PassageEncoder
from index.manifest import seal
from index.settings import IndexSettings

_SEALS_FILE = "seals.json"
_MADE_BY = 1  # raise it when the export of the same model becomes another


def export_folder(home: Path, identity: str, settings: IndexSettings) -> Path:
    """Where a home keeps the export of an encoder by these settings."""
    return home / "encoders" / f"{identity}+{settings.query_precision}.{_MADE_BY}"


def link_export(
    encoder: PassageEncoder, home: Path, *, settings: IndexSettings, staging: Path, disk: Disk
) -> None:
    """Give the generation its own names for the exported encoder, which is exported once."""
    folder = export_folder(home, encoder.identity, settings)
    cache = folder.parent
    if not is_whole(folder):
        disk.make_folder(cache)
        disk.remove(folder)
        disk.make_folder(folder)
        encoder.export(folder, disk)
        disk.write(folder / _SEALS_FILE, json.dumps(_seals(folder), indent=2).encode())
        disk.sync_folder(folder)
        disk.sync_folder(cache)
    for name in json.loads((folder / _SEALS_FILE).read_bytes()):
        disk.link(folder / name, staging / name)


def is_whole(folder: Path) -> bool:
    """Whether a cached export is there and unaltered."""
    try:
        sealed = json.loads((folder / _SEALS_FILE).read_bytes())
        return bool(sealed) and sealed == _seals(folder)
    except (OSError, ValueError, RecursionError, IndexDamaged):
        return False


def _seals(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of an export, by name."""
    paths = sorted(path for path in folder.iterdir() if path.name != _SEALS_FILE)
    return {path.name: seal(path).sha256 for path in paths}

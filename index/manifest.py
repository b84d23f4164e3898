"""The seal of a generation: what made it, and the size and digest of every file in it.

FAISS and SQLite load damaged files without a word, so nothing is parsed before every byte of a
generation has been compared with its manifest, and the manifest with ``CURRENT``.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from corpus.errors import IndexDamaged

FORMAT = 5
# Raise it when a report's words, windows or lines become others: then all are made anew.
MAKER = 1
MANIFEST_FILE = "manifest.json"
_ADVICE = 'run "rapporteur index"'


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file's size in bytes and its SHA-256."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that a generation is known by.

    ``made_by`` is the version of what makes words and windows of reports; ``search`` tells how
    an approximate index is searched, and is empty where search is exact.
    """

    corpus_sha256: str
    encoder: str
    settings: Mapping[str, Any]
    counts: Mapping[str, int]
    files: Mapping[str, SealedFile]
    search: Mapping[str, float] = field(default_factory=dict)
    made_by: int = MAKER
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """The manifest as it is written; its SHA-256 names the generation."""
        return json.dumps(asdict(self), indent=2, sort_keys=True).encode()


def generation_name(manifest: bytes) -> str:
    """The name of a generation: the first half of its manifest's SHA-256."""
    return hashlib.sha256(manifest).hexdigest()[:32]


def seal(path: Path) -> SealedFile:
    """Measure a file.

    Raises:
        IndexDamaged: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return SealedFile(size_bytes=path.stat().st_size, sha256=digest)
    except OSError as error:
        raise IndexDamaged(f"{path.name} of the index cannot be read: {error.strerror}") from error


def seal_all(paths: Sequence[Path]) -> Iterator[SealedFile]:
    """Measure files, as many at the same time as there are processors; in their order.

    Raises:
        IndexDamaged: one cannot be read.
    """
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # hashing leaves the interpreter free
        yield from threads.map(seal, paths)


Measure = Callable[[Path], SealedFile]


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of the generation in ``folder``, whose name must be its digest's.

    Raises:
        IndexDamaged: it is missing, altered, or of a format that this version does not read.
    """
    try:
        content = (folder / MANIFEST_FILE).read_bytes()
    except OSError as error:
        raise IndexDamaged(f"{MANIFEST_FILE} of the index cannot be read; {_ADVICE}") from error
    if generation_name(content) != folder.name:
        raise IndexDamaged(f"{MANIFEST_FILE} is not that of generation {folder.name}; {_ADVICE}")
    value = json.loads(content)
    if value["format"] != FORMAT:
        found = value["format"]
        raise IndexDamaged(f"index has format {found}, this version reads {FORMAT}; {_ADVICE}")
    files = {name: SealedFile(**sealed) for name, sealed in value.pop("files").items()}
    return Manifest(files=files, **value)


def faults_of_files(
    folder: Path, manifest: Manifest, *, measure: Measure = seal, lanes: int = 1
) -> Iterator[str]:
    """Compare every byte in ``folder`` with the manifest; each fault is a sentence.

    A file is missing, altered, or not the manifest's; or the folder cannot be read. ``measure``
    reads a file, as ``seal`` does, ``lanes`` of them at the same time.
    """
    try:
        found = {path.name for path in folder.iterdir()} - {MANIFEST_FILE}
    except OSError as error:
        yield f"generation {folder.name} of the index cannot be read: {error.strerror}; {_ADVICE}"
        return
    for name in sorted(found ^ set(manifest.files)):
        fault = "is missing" if name in manifest.files else "does not belong there"
        yield f"{name} of the index {fault}; {_ADVICE}"
    fault_of = partial(_fault_of, folder=folder, manifest=manifest, measure=measure)
    with ThreadPoolExecutor(lanes) as threads:  # hashing leaves the interpreter free
        yield from filter(None, threads.map(fault_of, sorted(found & set(manifest.files))))


def _fault_of(name: str, *, folder: Path, manifest: Manifest, measure: Measure) -> str:
    """What is wrong with a file that should be there; "" where nothing is."""
    try:
        is_whole = measure(folder / name) == manifest.files[name]
    except IndexDamaged as error:
        return str(error)
    return "" if is_whole else f"{name} of the index is damaged; {_ADVICE}"


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Compare every byte in ``folder`` with the manifest.

    Raises:
        IndexDamaged: there is a fault; the message tells the first.
    """
    for fault in faults_of_files(folder, manifest, lanes=os.cpu_count() or 1):
        raise IndexDamaged(fault)

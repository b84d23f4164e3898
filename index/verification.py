"""Whether a home is whole: its library, its published generation, and the two in step."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import (
    IndexDamaged,
    IndexMissing,
    IndexStale,
    LibraryUnavailable,
    RapporteurError,
)
from corpus.integrity import NO_LIBRARY, LibraryCheck, check_library
from corpus.library import LIBRARY_FILE, Library
from index.approximate import refuse_lists
from index.generation import current_folder
from index.manifest import Manifest, faults_of_files, read_manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, by the code of the error that whoever meets it is told."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a home was found to be; ``manifest`` is None where no generation could be read."""

    library: LibraryCheck
    manifest: Manifest | None
    generation: str | None
    faults: tuple[Fault, ...]

    def has(self, error: type[RapporteurError]) -> bool:
        """Whether a fault is of this kind."""
        return any(fault.code == error.code for fault in self.faults)


def verify_home(home: Path) -> Verification:
    """Read every byte that a home keeps for good, and tell all that is wrong with it.

    Raises:
        IndexMissing: it keeps nothing.
    """
    library = check_library(home)
    faults = [_fault(LibraryUnavailable(message)) for message in library.faults]
    manifest, name = None, None
    try:
        folder = current_folder(home)
        name = folder.name
        manifest = read_manifest(folder)
        faults += (_fault(IndexDamaged(each)) for each in faults_of_files(folder, manifest))
        faults += map(_fault, _out_of_step(home, manifest, library))
    except (IndexMissing, IndexDamaged) as error:
        if isinstance(error, IndexMissing) and library == NO_LIBRARY:
            raise
        faults.append(_fault(error))
    return Verification(library=library, manifest=manifest, generation=name, faults=tuple(faults))


def _fault(error: RapporteurError) -> Fault:
    return Fault(code=error.code, message=str(error))


def _out_of_step(home: Path, manifest: Manifest, library: LibraryCheck) -> Iterator[IndexStale]:
    """Whether this version searches otherwise, or the library that is there has changed since."""
    try:
        refuse_lists(manifest.search)
    except IndexStale as error:
        yield error
    if library.faults or not (home / LIBRARY_FILE).exists():
        return
    if Library(home, read_only=True).digest() != manifest.corpus_sha256:
        yield IndexStale('the library has changed since it was indexed; run "rapporteur index"')

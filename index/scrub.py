"""Reading a generation that is open again, slowly, for what was damaged since it was verified.

Its files are mapped: what is altered on the disk is altered in answers too, and nothing tells it.
"""

import hashlib
from functools import partial
from pathlib import Path

from corpus.errors import IndexDamaged
from index.generation import GENERATIONS_FOLDER, Swap, current_swap
from index.manifest import SealedFile, faults_of_files, read_manifest
from index.pacing import Rest, paced

_BLOCK_BYTES = 2**20


def scrub(home: Path, *, rest: Rest) -> Swap | None:
    """Compare every byte of the published generation with its manifest, unhurried.

    ``rest`` is given the seconds to wait after each block; what it raises ends the reading. Gives
    what was found whole; None where there is nothing, or another was published meanwhile.

    Raises:
        IndexDamaged: a byte is not as it was sealed; the message tells the first file.
    """
    swap = current_swap(home)
    if swap is None:
        return None
    try:
        folder = home / GENERATIONS_FOLDER / swap.name
        manifest = read_manifest(folder)
        measure = partial(_seal_slowly, rest=rest)
        for fault in faults_of_files(folder, manifest, measure=measure):
            raise IndexDamaged(fault)
    except IndexDamaged:
        if current_swap(home) == swap:
            raise
    return swap if current_swap(home) == swap else None


def _seal_slowly(path: Path, *, rest: Rest) -> SealedFile:
    """Measure a file as ``seal`` does, with a rest after every block."""
    digest, size_bytes = hashlib.sha256(), 0
    try:
        with path.open("rb", buffering=0) as file:
            blocks = iter(partial(file.read, _BLOCK_BYTES), b"")
            for block in paced(blocks, rest=rest, portion_seconds=0):
                digest.update(block)
                size_bytes += len(block)
    except OSError as error:
        raise IndexDamaged(f"{path.name} of the index cannot be read: {error.strerror}") from error
    return SealedFile(size_bytes=size_bytes, sha256=digest.hexdigest())

"""The commands that build the index, verify a home, and back it up."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.commands import INTERRUPTED, JsonOption, err, home_of, out, print_json
from corpus.counting import count_text
from corpus.errors import HomeUnsound, IndexDamaged, IndexMissing, IndexStale
from corpus.library import Library
from index.progress import encoding_progress
from index.settings import IndexSettings

if TYPE_CHECKING:
    from index.backup import BackupManifest
    from index.encoder import PassageEncoder
    from index.publishing import Publication
    from index.verification import Verification


def mount(app: typer.Typer) -> None:
    """Add this package's commands to the program."""
    for command in (index, verify, backup, restore):
        app.command()(command)


def index(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Index the library, so that questions can be asked."""
    home = home_of(ctx)
    library = Library(home, read_only=True)
    if not library.digests():
        raise IndexMissing('the library is empty; run "rapporteur add PATH" first')
    started = time.monotonic()
    try:
        published = _build(library, home)
    except KeyboardInterrupt:
        err.print('interrupted: what is encoded is kept; "rapporteur index" goes on from there')
        raise typer.Exit(INTERRUPTED) from None
    seconds = time.monotonic() - started
    if as_json:
        print_json(
            {
                "generation": published.name,
                "reports": published.counts["reports"],
                "paragraphs": published.counts["paragraphs"],
                "windows": published.counts["windows"],
                "encoded": published.encoded,
                "taken_over": published.taken_over,
                "seconds": seconds,
                "forward_seconds": published.forward_seconds,
            }
        )
        return
    reports, paragraphs = published.counts["reports"], published.counts["paragraphs"]
    held = f"{count_text(reports, 'report')}, {count_text(paragraphs, 'paragraph')}"
    told = ", ".join([held, *_cost(published, seconds)])
    out.print(f"indexed: generation {published.name[:12]} ({told})")


def _cost(published: "Publication", seconds: float) -> Iterator[str]:
    """What was encoded, how long it took, and how much of that was not the model."""
    yield f"{published.encoded:,} of {count_text(published.windows, 'window')} encoded anew"
    if published.taken_over:
        yield f"{published.taken_over:,} of them before an interruption"
    yield f"{seconds:.0f} s"
    if published.forward_seconds:
        yield f"{1 - published.forward_seconds / seconds:.0%} of it outside the model"


def verify(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Compare every byte of the library and of the index with its digest, and the two."""
    from index.verification import verify_home

    found = verify_home(home_of(ctx))
    if as_json:
        print_json(_verification_json(found))
    else:
        _print_verification(found)
    if found.faults:
        count, first = count_text(len(found.faults), "fault"), found.faults[0].message
        raise HomeUnsound(f"{home_of(ctx)} has {count}: {first}")


def _verification_json(found: "Verification") -> Mapping[str, object]:
    manifest, library = found.manifest, found.library
    return {
        "generation": found.generation,
        "whole": manifest is not None and not found.has(IndexDamaged),
        "current": manifest is not None and not found.has(IndexStale),
        "counts": {} if manifest is None else dict(manifest.counts),
        "library": {
            "reports": library.reports,
            "original_bytes": library.original_bytes,
            "whole": not library.faults,
        },
        "faults": [asdict(fault) for fault in found.faults],
    }


def _print_verification(found: "Verification") -> None:
    """Tell what is whole on stdout, and every fault."""
    library, manifest = found.library, found.manifest
    if not library.faults:
        reports = count_text(library.reports, "report")
        out.print(f"whole: library, {reports}, {library.original_bytes:,} bytes of originals")
    if manifest is not None and not found.has(IndexDamaged):
        size_bytes = sum(sealed.size_bytes for sealed in manifest.files.values())
        files = count_text(len(manifest.files), "file")
        name = str(found.generation)[:12]
        out.print(f"whole: generation {name}, {files}, {size_bytes:,} bytes")
    for fault in found.faults:
        out.print(f"fault: {fault.message}")


def backup(
    ctx: typer.Context,
    target: Annotated[
        Path, typer.Argument(help='A new folder, or a new file that ends in ".tar".')
    ],
    as_json: JsonOption = False,
) -> None:
    """Copy the library, the index and what readers said; a running server need not stop."""
    from index.backup import back_up

    _tell(back_up(home_of(ctx), target), f"backed up to {target}", as_json=as_json)


def restore(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="A backup's folder or file.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the reports that the home has.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make the home what a backup says, once every byte of it is verified."""
    from index.restoring import restore_backup

    home = home_of(ctx)
    manifest = restore_backup(source, home, replaces=replace)
    _tell(manifest, f"restored to {home}", as_json=as_json)


def _tell(manifest: "BackupManifest", what: str, *, as_json: bool) -> None:
    """Say what a backup holds, and what is left to be run where it is restored."""
    if as_json:
        told = asdict(manifest)
        files = told.pop("files")
        print_json({**told, "files": len(files), "size_bytes": manifest.size_bytes})
        return
    held = [count_text(manifest.reports, "report")]
    if manifest.generation is not None:
        held.append(f"generation {manifest.generation[:12]}")
    held += [count_text(len(manifest.files), "file"), f"{manifest.size_bytes:,} bytes, verified"]
    out.print(f"{what}: {', '.join(held)}")
    if not manifest.is_in_step:
        err.print('The index is not of these reports; run "rapporteur index" where they are.')


def _build(library: Library, home: Path) -> "Publication":
    """Build and publish a generation of the library, and tell how far it is."""
    from index.lazy_encoder import encoder_of
    from index.publishing import index_source

    settings = IndexSettings()
    encoder = encoder_of(settings, home, load=lambda: _load_encoder(settings))
    with encoding_progress(err) as progress:
        return index_source(library, encoder, home, settings=settings, progress=progress)


def _load_encoder(settings: IndexSettings) -> "PassageEncoder":
    err.print("Loading the encoder …")
    from index.torch_encoder import TorchEncoder  # seconds of import: only when needed

    return TorchEncoder(settings)

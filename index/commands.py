"""The commands that build and verify the index."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from corpus.commands import JsonOption, err, home_of, out, print_json
from corpus.counting import count_text
from corpus.errors import IndexMissing
from corpus.library import Library
from corpus.records import Report
from index.settings import IndexSettings

if TYPE_CHECKING:
    from index.encoder import PassageEncoder
    from index.publishing import Publication


def mount(app: typer.Typer) -> None:
    """Add this package's commands to the program."""
    for command in (index, verify):
        app.command()(command)


def index(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Index the library, so that questions can be asked."""
    home = home_of(ctx)
    reports = list(Library(home, read_only=True).reports())
    if not reports:
        raise IndexMissing('the library is empty; run "rapporteur add PATH" first')
    started = time.monotonic()
    published = _build(reports, home)
    seconds = time.monotonic() - started
    paragraphs = sum(len(report.paragraphs) for report in reports)
    if as_json:
        print_json(
            {
                "generation": published.name,
                "reports": len(reports),
                "paragraphs": paragraphs,
                "windows": published.windows,
                "encoded": published.encoded,
            }
        )
        return
    encoded = f"{published.encoded:,} of {count_text(published.windows, 'window')} encoded anew"
    held = f"{count_text(len(reports), 'report')}, {count_text(paragraphs, 'paragraph')}"
    told = f"{held}, {encoded}, {seconds:.0f} s"
    out.print(f"indexed: generation {published.name[:12]} ({told})")


def verify(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Compare every byte of the index with its manifest, and the index with the library."""
    from index.generation import current_generation, verify_generation

    home = home_of(ctx)
    manifest = verify_generation(home)
    is_current = manifest.corpus_sha256 == Library(home, read_only=True).digest()
    name = current_generation(home)
    if as_json:
        counts = dict(manifest.counts)
        print_json({"generation": name, "whole": True, "current": is_current, "counts": counts})
        return
    size_bytes = sum(sealed.size_bytes for sealed in manifest.files.values())
    files = count_text(len(manifest.files), "file")
    out.print(f"whole: generation {str(name)[:12]}, {files}, {size_bytes:,} bytes")
    if not is_current:
        err.print('The library has changed since; run "rapporteur index".')


def _build(reports: Sequence[Report], home: Path) -> "Publication":
    """Build and publish a generation of the reports, with a progress bar."""
    from index.lazy_encoder import encoder_of
    from index.publishing import build_generation

    settings = IndexSettings()
    encoder = encoder_of(settings, home, load=lambda: _load_encoder(settings))
    columns = (TextColumn("Encoding"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("windows", total=None)
        return build_generation(
            reports,
            encoder,
            home,
            settings=settings,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _load_encoder(settings: IndexSettings) -> "PassageEncoder":
    err.print("Loading the encoder …")
    from index.torch_encoder import TorchEncoder  # seconds of import: only when needed

    return TorchEncoder(settings)

"""The commands that add, list, show, remove and parse reports."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from pydantic_settings import BaseSettings
from rich.console import Console
from rich.progress import track
from rich.table import Table as Grid

from corpus.errors import CorpusError, SourceUnavailable, UnknownAddress
from corpus.library import Library
from corpus.readers import READERS
from corpus.reading import parse_report, read_report, read_source
from corpus.records import Paragraph, Report, header_json, known_paragraphs, report_json
from corpus.settings import CorpusSettings, setting_lines
from corpus.sidecar import read_sidecar

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ReportArgument = Annotated[str, typer.Argument(help="A report's id, symbol or file name.")]

out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def mount(app: typer.Typer) -> None:
    """Add this package's commands to the program."""
    for command in (add, reports, show, remove, parse):
        app.command()(command)


def settings_of(ctx: typer.Context) -> CorpusSettings:
    """The settings, with the home that ``--home`` names before the command, if it does."""
    return CorpusSettings(home=ctx.obj) if ctx.obj else CorpusSettings()


def home_of(ctx: typer.Context) -> Path:
    """The folder of the library and the generations."""
    return settings_of(ctx).home


def print_json(value: object) -> None:
    """Print a value as JSON, in the one form that all commands use."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_settings(packages: Sequence[type[BaseSettings]], *, as_json: bool) -> None:
    """Print the settings of several packages as the Markdown table that the README shows."""
    lines = list(setting_lines(packages))
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    typer.echo("| setting | default | what it is |\n|---|---|---|")
    for line in lines:
        default = f"`{line.default}`" if line.default else "–"
        typer.echo(f"| `{line.variable}` | {default} | {line.description} |")


def add(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.")],
    as_json: JsonOption = False,
) -> None:
    """Add reports to the library; run "index" afterwards to be able to ask."""
    settings = settings_of(ctx)
    library = Library(settings.home)
    outcomes, refusals = [], []
    files = list(_report_files(paths))
    for file in track(files, "Reading", console=err, disable=len(files) < 2, transient=True):
        try:
            source = read_source(file, max_bytes=settings.max_file_bytes)
            addition = library.add(parse_report(file.name, source, told=read_sidecar(file)), source)
        except CorpusError as error:
            refusals.append({"source_name": str(file), "outcome": "refused", "reason": str(error)})
        else:
            kept = addition.report
            outcomes.append(
                {
                    "source_name": kept.source_name,
                    "outcome": addition.outcome.value,
                    "report_id": kept.report_id,
                    "paragraphs": len(kept.paragraphs),
                    "warnings": len(kept.doubts),
                }
            )
    if as_json:
        print_json([*outcomes, *refusals])
    for outcome in [] if as_json else outcomes:
        told = f"{outcome['paragraphs']} paragraphs, {outcome['warnings']} warnings"
        out.print(f"{outcome['outcome']}: {outcome['report_id']} ({told})")
    for refusal in refusals:
        err.print(f"refused: {refusal['reason']}")
    if refusals:
        raise typer.Exit(1)


def reports(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List the reports of the library."""
    kept = list(Library(home_of(ctx), read_only=True).reports())
    if as_json:
        print_json([header_json(report) for report in kept])
        return
    if not kept:
        err.print('The library is empty; run "rapporteur add PATH".')
        return
    grid = Grid("report", "symbol", "title", "organ", "date", "paragraphs", box=None)
    for report in kept:
        cover = report.cover
        fields = (report.report_id, cover.symbol, cover.title, cover.organ, cover.date)
        grid.add_row(*(value or "–" for value in fields), str(len(report.paragraphs)))
    Console(highlight=False, markup=False, emoji=False).print(grid)


def show(
    ctx: typer.Context,
    report: ReportArgument,
    address: Annotated[str | None, typer.Argument(help='Such as "26" or "annex-i.4".')] = None,
    as_json: JsonOption = False,
) -> None:
    """Show a report, or one of its paragraphs."""
    kept = Library(home_of(ctx), read_only=True).report(report)
    _show(kept, address, as_json=as_json)


def remove(ctx: typer.Context, report: ReportArgument) -> None:
    """Remove a report from the library."""
    library = Library(home_of(ctx))
    report_id = library.report(report).report_id
    library.remove(report_id)
    out.print(f"removed: {report_id}")


def parse(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A report file; nothing is added.")],
    as_json: JsonOption = False,
) -> None:
    """Show how a report file is read, without adding it."""
    report = read_report(file, max_bytes=settings_of(ctx).max_file_bytes)
    _show(report, None, as_json=as_json)


def _report_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and the readable files in the folders named, each once, in order."""
    seen: set[Path] = set()
    for path in paths:
        found = [path]
        if _is_folder(path):
            found = sorted(
                p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READERS
            )
            if not found:
                kinds = ", ".join(READERS)
                raise SourceUnavailable(f"{path} has no report files; known formats are {kinds}")
        for file in found:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        reason = f"cannot open {path}: {error.strerror}"
        raise SourceUnavailable(reason) from error


def _show(report: Report, address: str | None, *, as_json: bool) -> None:
    if address is None and as_json:
        print_json(report_json(report))
        return
    chosen = report.paragraphs if address is None else (paragraph_at(report, address),)
    if as_json:
        print_json(report_json(report)["paragraphs"][report.paragraphs.index(chosen[0])])
        return
    if address is None:
        _show_cover(report)
    for paragraph in chosen:
        out.print(f"\n{paragraph.number or paragraph.address}. {paragraph.text}")


def paragraph_at(report: Report, address: str) -> Paragraph:
    """The paragraph of a report at an address.

    Raises:
        UnknownAddress: there is none; the message says which there are.
    """
    paragraph = report.paragraph(address)
    if paragraph is None:
        told = known_paragraphs(report)
        raise UnknownAddress(f"{report.report_id} has no paragraph {address}; it has {told}")
    return paragraph


def _show_cover(report: Report) -> None:
    for name, value in header_json(report).items():
        if value:
            out.print(f"{name.replace('_', ' ')}: {value}")
    for doubt in report.doubts:
        err.print(f"warning: {doubt.message}")

"""The commands that add, list, show, remove and parse reports."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from pydantic_settings import BaseSettings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as Grid

from corpus.adding import KeptFile, RefusedFile, add_files
from corpus.counting import count_text
from corpus.files import find_files
from corpus.isolation import Workers
from corpus.library import Library
from corpus.ocr import find_recognizer
from corpus.reading import read_report
from corpus.records import Header, Report, header_json, report_json
from corpus.relations import relations_of
from corpus.settings import CorpusSettings, setting_lines
from corpus.summary import Summary

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ReportArgument = Annotated[str, typer.Argument(help="A report's id, symbol or file name.")]
INTERRUPTED = 130  # the exit status by which shells tell SIGINT

_WIDTH = 200  # of a table that no terminal bounds, in columns

out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def mount(app: typer.Typer) -> None:
    """Add this package's commands to the program."""
    for command in (add, reports, show, remove, parse):
        app.command()(command)


def settings_of(ctx: typer.Context) -> CorpusSettings:
    """The settings, with the home that ``--home`` names before the command, if it does."""
    return CorpusSettings.at(ctx.obj)


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
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help='Files, folders, or "2025/**/*.pdf".')
    ],
    ocr: Annotated[
        bool, typer.Option("--ocr", help="Recognize the words of scanned PDF files (ocrmypdf).")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Add reports to the library; run "index" afterwards to be able to ask."""
    settings, recognizer = settings_of(ctx), find_recognizer() if ocr else None
    found = find_files(paths)
    summary = Summary(refused=[RefusedFile(None, fault) for fault in found.faults])
    started = time.monotonic()
    with closing(add_files(found.files, settings, recognizer=recognizer)) as added:
        try:
            for outcome in _shown(added, len(found.files), is_quiet=as_json):
                summary.count(outcome)
        except KeyboardInterrupt:
            summary.unread = found.files[summary.files :]
    summary.seconds = time.monotonic() - started
    if as_json:
        print_json(summary.json)
    elif len(found.files) > 1:
        _print_summary(summary)
    _end(summary)


def _end(summary: Summary) -> None:
    """Tell what was not added, and exit by it."""
    for refused in summary.refused:
        err.print(f"refused: {refused.error}")
    if summary.unread:
        first, others = summary.unread[0], len(summary.unread) - 1
        err.print(
            f"interrupted: {first} and {count_text(others, 'more file')} were not read; "
            "what was told stays"
        )
        raise typer.Exit(INTERRUPTED)
    if summary.refused:
        raise typer.Exit(1)


def _shown(
    added: Iterator[KeptFile | RefusedFile], files: int, *, is_quiet: bool
) -> Iterator[KeptFile | RefusedFile]:
    """The same outcomes, each told when it is there, above a bar where people watch."""
    columns = (
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    is_watched = err.is_terminal and not is_quiet and files > 1
    started = time.monotonic()
    with Progress(*columns, console=err, transient=True, disable=not is_watched) as bar:
        task = bar.add_task("", total=files, rate="")
        tell = bar.console.print if is_watched and out.is_terminal else out.print
        for done, outcome in enumerate(added, 1):
            if isinstance(outcome, KeptFile) and not is_quiet:
                header = outcome.header
                tell(f"{outcome.outcome}: {header.report_id} ({_extent_text(header)})")
            rate = done / max(0.001, time.monotonic() - started)
            bar.update(task, completed=done, rate=f"{rate:.1f} files/s")
            yield outcome


def _extent_text(header: Header) -> str:
    """How much there is of a report, and of what to check in it."""
    paragraphs = count_text(header.paragraphs, "paragraph")
    return f"{paragraphs}, {count_text(header.warnings, 'warning')}"


def _print_summary(summary: Summary) -> None:
    grid = Grid(*summary.columns, box=None)
    grid.add_row(*summary.row)
    out.print()
    out.print(grid)


def reports(
    ctx: typer.Context,
    organ: Annotated[str | None, typer.Option(help="Part of the organ's name.")] = None,
    year: Annotated[int | None, typer.Option(help="The year of the report's date.")] = None,
    session: Annotated[str | None, typer.Option(help="Part of the session's name.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the reports of the library."""
    headers = list(Library(home_of(ctx), read_only=True).headers())
    chosen = [
        header
        for header in headers
        if _has(header.cover.organ, organ)
        and _has(header.cover.session, session)
        and year in (None, header.cover.year)
    ]
    if as_json:
        print_json([header_json(header) for header in chosen])
    elif chosen:
        _print_headers(chosen)
    elif headers:
        err.print(f"No report is like that; the library has {count_text(len(headers), 'report')}.")
    else:
        err.print('The library is empty; run "rapporteur add PATH".')


def _has(told: str | None, part: str | None) -> bool:
    return part is None or part.casefold() in (told or "").casefold()


def _print_headers(headers: Sequence[Header]) -> None:
    grid = Grid(box=None, expand=True)
    for column, ratio in (("report", 3), ("symbol", 2), ("title", 6), ("organ", 3)):
        grid.add_column(column, ratio=ratio, no_wrap=True, overflow="ellipsis")
    for column in ("date", "paragraphs", "warnings"):
        grid.add_column(column, min_width=10, no_wrap=True)
    for header in headers:
        cover = header.cover
        fields = (header.report_id, cover.symbol, cover.title, cover.organ, cover.date)
        counts = (header.paragraphs, header.warnings)
        grid.add_row(*(value or "–" for value in fields), *map(str, counts))
    width = None if out.is_terminal else _WIDTH
    Console(highlight=False, markup=False, emoji=False, width=width).print(grid)


def show(
    ctx: typer.Context,
    report: ReportArgument,
    address: Annotated[str | None, typer.Argument(help='Such as "26" or "annex-i.4".')] = None,
    as_json: JsonOption = False,
) -> None:
    """Show a report, or one of its paragraphs."""
    library = Library(home_of(ctx), read_only=True)
    _show(library.report(report), address, library=library, as_json=as_json)


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
    settings = settings_of(ctx)
    with Workers(limits=settings.limits) as workers:
        report = read_report(file, workers=workers)
    _show(report, None, library=Library(settings.home, read_only=True), as_json=as_json)


def _show(report: Report, address: str | None, *, library: Library, as_json: bool) -> None:
    if address is None and as_json:
        print_json(report_json(report))
        return
    chosen = report.paragraphs if address is None else (report.paragraph(address),)
    if as_json:
        print_json(report_json(report)["paragraphs"][report.paragraphs.index(chosen[0])])
        return
    if address is None:
        _show_cover(report, library)
    for paragraph in chosen:
        out.print(f"\n{paragraph.number or paragraph.address}. {paragraph.text}")


def _show_cover(report: Report, library: Library) -> None:
    for name, value in header_json(report).items():
        if value:
            out.print(f"{name.replace('_', ' ')}: {value}")
    if report.cover.symbol:
        symbols = [h.cover.symbol for h in library.headers() if h.cover.symbol]
        for relation in relations_of(report.cover.symbol, symbols):
            out.print(relation.sentence)
    for doubt in report.doubts:
        where = "" if doubt.page is None else f" (page {doubt.page})"
        err.print(f"warning: {doubt.message}{where}")

"""How indexing tells its progress: a bar where people watch, else a line now and then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    Task,
    TextColumn,
    TimeRemainingColumn,
)

from corpus.counting import count_text

LINE_SECONDS = 10.0  # between two lines where nobody watches


@contextmanager
def encoding_progress(
    console: Console, *, time: Callable[[], float] | None = None
) -> Iterator[Callable[[int, int], None]]:
    """Tell how many windows are encoded, and of how many; ``time`` is the clock, in seconds."""
    columns = (
        TextColumn("Encoding"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    is_watched = console.is_terminal
    with Progress(
        *columns, console=console, transient=True, disable=not is_watched, get_time=time
    ) as bar:
        bar.add_task("", total=None, rate="")
        [task] = bar.tasks
        told = bar.get_time()

        def tell(done: int, total: int) -> None:
            nonlocal told
            bar.update(task.id, completed=done, total=total, rate=_rate_text(task))
            if not is_watched and done and bar.get_time() >= told + LINE_SECONDS:
                told = bar.get_time()
                console.print(line_of(task))

        yield tell


def line_of(task: Task) -> str:
    """What a bar would show, in words."""
    parts = [f"{task.completed:,.0f} of {count_text(int(task.total or 0), 'window')}"]
    if task.speed:
        parts.append(_rate_text(task))
    if task.time_remaining is not None:
        parts.append(f"{task.time_remaining / 60:.0f} min left")
    return f"Encoding: {', '.join(parts)}"


def _rate_text(task: Task) -> str:
    return f"{task.speed:,.0f} windows/s" if task.speed else ""

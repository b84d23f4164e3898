import io

import pytest
from rich.console import Console

from index.progress import encoding_progress


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def _told(steps: list[tuple[float, int]]) -> list[str]:
    written, clock = io.StringIO(), Clock()
    console = Console(file=written, width=200)
    with encoding_progress(console, time=clock) as tell:
        for seconds, done in steps:
            clock.seconds = seconds
            tell(done, 1200)
    return written.getvalue().splitlines()


def test_where_nobody_watches_a_line_comes_every_ten_seconds() -> None:
    lines = _told([(second, second * 10) for second in range(0, 31)])

    assert [line.partition(" of ")[0] for line in lines] == [
        "Encoding: 100",
        "Encoding: 200",
        "Encoding: 300",
    ]


def test_a_line_tells_the_pace_and_the_time_that_is_left() -> None:
    [line] = _told([(second, second * 10) for second in range(0, 11)])

    assert line == "Encoding: 100 of 1,200 windows, 10 windows/s, 2 min left"


def test_of_little_work_nothing_is_told() -> None:
    assert _told([(0, 0), (3, 1200)]) == []


@pytest.mark.parametrize("done", [0, 7])
def test_where_people_watch_there_is_a_bar(done: int) -> None:
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=100)

    with encoding_progress(console) as tell:
        tell(done, 9)

    assert f"{done}/9" in written.getvalue()
    assert "of 9 windows" not in written.getvalue()

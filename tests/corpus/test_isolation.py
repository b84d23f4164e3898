import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableReport
from corpus.isolation import Workers, frame_of, read_frame
from corpus.reading import parse_report
from corpus.records import Cover
from corpus.sandbox import Limits

PROBES = ("-I", str(Path(__file__).parent / "hostile" / "probes.py"))
LIMITS = Limits(read_seconds=0.5, memory_bytes=2**29, output_bytes=2**22)
SOURCE = b"1. One.\n\n2. Two."


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(lanes=2) as workers:
        yield workers


@pytest.fixture(scope="module")
def probed() -> Iterator[Workers]:
    """Workers whose readers do harm."""
    with Workers(limits=LIMITS, server=PROBES) as workers:
        yield workers


def _refusal(workers: Workers, name: str) -> str:
    with pytest.raises(UnreadableReport) as refused:
        workers.read_report(name, SOURCE)
    return str(refused.value)


def test_a_report_read_apart_is_the_report_read_here(workers: Workers) -> None:
    told = Cover(nature="report", date="2025-01-02")

    report = workers.read_report("a.md", SOURCE, told=told)

    assert report == parse_report("a.md", SOURCE, told=told)


def test_a_refusal_comes_back_as_the_error_it_was(workers: Workers) -> None:
    assert _refusal(workers, "a.xyz").startswith("a.xyz is of no known format; known are .md")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("crash", "crashed its reader (signal 11)"),
        ("abort", "crashed its reader, or needs more than 0.5 GiB of memory (signal 6)"),
        ("null", "crashed its reader (signal 11)"),
        ("exit", "broke its reader off"),
        ("leave", "broke its reader off"),
        ("babble", "broke its reader off"),
        ("flood", "gives more than 4,194,304 bytes to keep"),
        ("memory", "needs more than 0.5 GiB of memory"),
        ("loop", "took longer than 0.5 s to read"),
        ("rest", "took longer than 0.5 s to read"),
        ("recursion", "is nested too deeply to be read"),
        ("mistake", "broke its reader: KeyError 'X'"),
        ("nonsense", "misled its reader: Expecting value: line 1 column 1 (char 0)"),
    ],
)
def test_a_reader_that_fails_is_a_refusal_with_its_reason(
    probed: Workers, harm: str, reason: str
) -> None:
    assert _refusal(probed, harm) == f"{harm} {reason}"


@pytest.mark.parametrize(
    "harm",
    "file folder status device here temporary make link unlink rename mode look pipe duplicate "
    "memfile tcp udp unix name fork run replace thread open environment limit root import".split(),
)
def test_a_reader_reaches_nothing_but_its_file(probed: Workers, harm: str) -> None:
    assert _refusal(probed, harm).startswith(f"{harm} broke its reader")


def test_after_any_harm_the_next_file_is_read(probed: Workers) -> None:
    for harm in ("crash", "memory", "loop", "babble", "server"):
        _refusal(probed, harm)

        assert len(probed.read_report("a.md", SOURCE).paragraphs) == 2


def test_a_server_that_was_killed_is_started_again() -> None:
    with Workers() as workers:
        workers.read_report("a.md", SOURCE)
        for server in _children():
            os.kill(server, 9)
            os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)

        assert len(workers.read_report("a.md", SOURCE).paragraphs) == 2


def test_closing_leaves_no_process_behind() -> None:
    before = _children()

    with Workers(lanes=2, limits=LIMITS, server=PROBES) as workers:
        for harm in ("loop", "crash", "fork"):
            _refusal(workers, harm)

    assert _children() == before


def _children() -> set[int]:
    """The processes that this one has started, those that ended and were not waited for too."""
    told = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True
    )
    rows = (line.split(maxsplit=1) for line in told.stdout.splitlines())
    return {int(pid) for pid, command in rows if not command.startswith("ps ")}


def test_threads_share_the_lanes(workers: Workers) -> None:
    sources = [f"1. No. {number}.".encode() for number in range(24)]

    with ThreadPoolExecutor(6) as pool:
        reports = pool.map(lambda source: workers.read_report("a.md", source), sources)

    assert [r.paragraphs[0].text for r in reports] == [f"No. {number}." for number in range(24)]


def test_a_server_that_does_not_start_is_told() -> None:
    with Workers(server=("-c", "pass")) as workers:
        assert _refusal(workers, "a.md").startswith("a.md was not read: ")


def test_pictures_come_from_a_process_apart(workers: Workers) -> None:
    with pytest.raises(UnreadableReport, match=r"page 1 cannot be drawn: Failed to load"):
        workers.draw_page("a.pdf", b"%PDF-", page=1, scale=1.0)


@given(st.dictionaries(st.text(), st.text()), st.binary())
def test_a_frame_comes_back_whole(message: dict[str, str], content: bytes) -> None:
    stream = BytesIO(frame_of(message, content))

    assert read_frame(stream) == (message, content)
    assert read_frame(stream) is None


@given(st.binary(min_size=1, max_size=40))
def test_what_is_no_frame_is_told(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_frame(BytesIO(b"\0" * 3 + content[:8]))

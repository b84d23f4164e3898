"""Files that are broken or mean harm end in a report or in a refusal that says why."""

import runpy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.adding import KeptFile, add_files
from corpus.errors import UnreadableReport
from corpus.isolation import Workers
from corpus.records import Report
from corpus.sandbox import Limits
from corpus.settings import CorpusSettings

HOSTILE = Path(__file__).parent / "hostile"
BUNDLED = Path(__file__).parent.parent.parent / "corpus" / "reports" / "report.md"
LIMITS = Limits(read_seconds=1.0, memory_bytes=2**29)
OVER_LIMIT = ("needs more than 0.5 GiB of memory", "took longer than 1 s")

Make = Callable[[], bytes]


def _files(module: str) -> Mapping[str, Make]:
    files: Mapping[str, Make] = runpy.run_path(str(HOSTILE / f"{module}.py"))["FILES"]
    return files


TEXTS, PDFS = _files("texts"), _files("pdfs")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(limits=LIMITS) as workers:
        yield workers


@pytest.fixture(scope="module")
def hasty() -> Iterator[Workers]:
    """Workers that give a file so little time that those without end take none from the tests."""
    with Workers(limits=replace(LIMITS, read_seconds=0.3)) as workers:
        yield workers


def _ending(workers: Workers, name: str, source: bytes) -> Report | str:
    """The report, or why there is none."""
    try:
        report = workers.read_report(name, source)
    except UnreadableReport as error:
        return str(error)
    assert report.paragraphs
    return report


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_any_text_ends_in_a_report_or_a_reason(hasty: Workers, name: str, suffix: str) -> None:
    ending = _ending(hasty, name + suffix, TEXTS[name]())

    assert isinstance(ending, Report) or ending.startswith(f"{name}{suffix} ")


@pytest.mark.parametrize("name", PDFS)
def test_any_pdf_ends_in_a_report_or_a_reason(hasty: Workers, name: str) -> None:
    ending = _ending(hasty, f"{name}.pdf", PDFS[name]())

    assert isinstance(ending, Report) or ending.startswith(f"{name}.pdf ")


@pytest.mark.parametrize(
    "name",
    "sound junk_before_its_header a_start_beyond_the_end a_table_that_leads_to_itself "
    "tables_that_lead_to_each_other outlines_that_lead_to_themselves scripts no_font "
    "a_page_as_large_as_a_town a_page_of_no_size a_page_that_is_no_number a_page_on_its_side "
    "a_length_that_leads_to_itself negative_count_of_pages".split(),
)
def test_what_can_be_read_in_spite_of_all_is_read(workers: Workers, name: str) -> None:
    ending = _ending(workers, f"{name}.pdf", PDFS[name]())

    assert isinstance(ending, Report)
    assert [p.text.partition(" ")[0] for p in ending.paragraphs] == ["The", "It", "It"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("cut_off", "is no readable PDF"),
        ("html_by_another_name", "is no readable PDF"),
        ("zeros", "is no readable PDF"),
        ("no_pages", "is no readable PDF"),
        ("locked", "Incorrect password"),
        ("locked_by_a_lock_that_nobody_knows", "Unsupported security scheme"),
        ("a_million_pages_declared", "declares 1000000 pages"),
        ("no_text_layer", "has no text layer"),
        ("a_bomb_of_zeros", OVER_LIMIT),
        ("a_form_in_itself", OVER_LIMIT),
    ],
)
def test_a_refusal_says_what_the_matter_is(
    workers: Workers, name: str, reason: str | tuple[str, ...]
) -> None:
    ending = _ending(workers, f"{name}.pdf", PDFS[name]())

    reasons = (reason,) if isinstance(reason, str) else reason
    assert isinstance(ending, str)
    assert any(reason in ending for reason in reasons)


@pytest.mark.parametrize(
    "name", "sound a_page_as_large_as_a_town a_bomb_of_lines forms_that_double locked".split()
)
def test_drawing_a_page_ends_in_a_picture_or_a_reason(workers: Workers, name: str) -> None:
    try:
        ending = workers.draw_page(f"{name}.pdf", PDFS[name](), page=1, scale=1.0)
    except UnreadableReport as error:
        ending = str(error).encode()

    assert ending.startswith((b"\x89PNG", b"page 1 cannot be drawn", f"{name}.pdf ".encode()))


def test_hostile_files_stop_no_batch(home: Path, tmp_path: Path) -> None:
    makes = {"end.md": TEXTS["one_line_of_10_mb"], "bomb.pdf": PDFS["a_bomb_of_zeros"],
             "good.pdf": PDFS["sound"], "nul.txt": TEXTS["null_bytes"]}  # fmt: skip
    for name, make in makes.items():
        (tmp_path / name).write_bytes(make())
    settings = CorpusSettings(max_read_seconds=1.0, max_read_memory_bytes=2**29)

    outcomes = list(add_files([tmp_path / name for name in makes], settings))

    assert [isinstance(outcome, KeptFile) for outcome in outcomes] == [False, False, True, False]


def test_mutants_end_in_a_report_or_a_reason(
    workers: Workers, request: pytest.FixtureRequest
) -> None:
    """One hundred, or as many as ``--mutants`` says."""
    mutants = runpy.run_path(str(HOSTILE / "mutations.py"))["mutants"]
    seeds = {"a.md": BUNDLED.read_bytes()[:4000], "b.txt": BUNDLED.read_bytes()[-4000:],
             "c.pdf": PDFS["sound"](), "d.pdf": PDFS["a_page_on_its_side"]()}  # fmt: skip
    count = request.config.getoption("--mutants")

    endings = [
        _ending(workers, name, mutant) for name, mutant in mutants(seeds, count=count, seed=7)
    ]

    reasons = [ending for ending in endings if isinstance(ending, str)]
    assert len(endings) == count
    assert [reason for reason in reasons if "broke" in reason or "misled" in reason] == []

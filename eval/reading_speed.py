"""How fast report files become a library: pages a second and processor, and the memory it takes.

Beside the whole path, the same files are read in the same run by pdfium's bare text extraction,
which keeps no structure, and by pdfplumber's words. What is counted is processor time, of this
process and of those it has waited for, so that other work on the machine changes little.
"""

import os
import resource
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2

from eval.evaluation import Manifest, hashes_of
from eval.server import memory_of
from eval.significance import Estimate
from service import CorpusSettings, KeptFile, add_files


def measure_adding(
    files: Sequence[Path], home: Path, *, tracked: Callable[[Sequence[Path]], Iterable[Path]]
) -> Mapping[str, Estimate]:
    """Add the files to a new library in one lane; memory in MiB after the first and the last.

    Raises:
        CorpusError: a file was refused.
    """
    started, pages = _processor_seconds(), 0
    memory: dict[str, Estimate] = {}
    added = add_files(files, CorpusSettings(home=home, reading_lanes=1))
    for file, outcome in zip(tracked(files), added, strict=True):
        if not isinstance(outcome, KeptFile):
            raise outcome.error
        pages += outcome.header.pages or 0
        if file in (files[0], files[-1]):
            memory |= _memory("first" if file == files[0] else "last")
    return {"whole-path-pages/s": _rate(pages, _processor_seconds() - started), **memory}


def manifest_of(files: Sequence[Path]) -> Manifest:
    """What was read, and by which versions."""
    return Manifest(
        dataset="reading speed",
        files=hashes_of(files),
        questions=0,
        settings={
            "lanes": 1,
            "processors": os.cpu_count(),
            "pypdfium2": str(pypdfium2.version.PYPDFIUM_INFO),
            "pdfplumber": pdfplumber.__version__,
        },
    )


def measure_baselines(files: Iterable[Path]) -> Mapping[str, Estimate]:
    """Read the same files with what others use, in this process."""
    pages, seconds = 0, dict.fromkeys(_BASELINES, 0.0)
    for file in files:
        for name, read in _BASELINES.items():
            started = time.process_time()
            read_pages = read(file)
            seconds[name] += time.process_time() - started
        pages += read_pages
    return {name: _rate(pages, spent) for name, spent in seconds.items()}


def _pdfium_text(file: Path) -> int:
    with pypdfium2.PdfDocument(file) as pages:
        for page in pages:
            page.get_textpage().get_text_bounded()
        return len(pages)


def _pdfplumber_words(file: Path) -> int:
    with pdfplumber.open(file) as report:
        for page in report.pages:
            page.extract_words()
            page.close()  # or what it has found stays in memory
        return len(report.pages)


_BASELINES: Mapping[str, Callable[[Path], int]] = {
    "pdfium-text-pages/s": _pdfium_text,
    "pdfplumber-words-pages/s": _pdfplumber_words,
}


def _processor_seconds() -> float:
    """Processor time of this process and of those that it, or they, have waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _rate(pages: int, seconds: float) -> Estimate:
    return Estimate(value=pages / seconds if seconds else None, count=pages)


def _memory(place: str) -> Mapping[str, Estimate]:
    """The memory of this process and of the server that reads for it, in MiB."""
    processes = (("parent", os.getpid()), *(("server", child) for child in _children()))
    return {
        f"{who}-{name}-after-{place}": Estimate(value=mebibytes)
        for who, process_id in processes
        for name, mebibytes in memory_of(process_id).items()
    }


def _children() -> Iterable[int]:
    """The processes that this one has started; none where Linux is not."""
    threads = Path("/proc/self/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]

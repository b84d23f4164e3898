"""From files to the library: read in parallel lanes, added one by one, each then acknowledged."""

from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from corpus.errors import CorpusError, NoTextLayer
from corpus.isolation import Workers
from corpus.library import Library, Outcome
from corpus.ocr import Recognizer
from corpus.reading import read_source
from corpus.records import Cover, Doubt, Header, Report, header_of
from corpus.settings import CorpusSettings
from corpus.sidecar import read_sidecar

_READ_AHEAD = 2  # files a lane that are read and not added yet


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file whose report the library has now, durably."""

    file: Path
    header: Header
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that changed nothing, or a path where none was found, and why."""

    file: Path | None
    error: CorpusError


@dataclass(frozen=True, slots=True)
class _Read:
    """A report that was read and is not in the library yet."""

    report: Report
    source: bytes
    told: Cover


_Pending = tuple[Path, Future[_Read | Header]]


def add_files(
    files: Sequence[Path], settings: CorpusSettings, *, recognizer: Recognizer | None = None
) -> Generator[KeptFile | RefusedFile]:
    """Add report files, and yield what became of each, in order, once it is durable.

    A file that the library has as it is now is not read. To stop early, close the iterator:
    what was yielded stays, and nothing else was added.
    """
    library = Library(settings.home)
    pending: deque[_Pending] = deque()
    with Workers(lanes=settings.lanes, limits=settings.limits) as workers:
        lanes = ThreadPoolExecutor(settings.lanes)
        reader = _Reader(library, workers, recognizer)
        try:
            for file in files:
                pending.append((file, lanes.submit(reader.read, file)))
                if len(pending) > _READ_AHEAD * settings.lanes:
                    yield _keep(library, pending.popleft())
            while pending:
                yield _keep(library, pending.popleft())
        finally:
            lanes.shutdown(wait=False, cancel_futures=True)
            workers.close()
            lanes.shutdown()


def _keep(library: Library, pending: _Pending) -> KeptFile | RefusedFile:
    """Wait for a report and make it durable."""
    file, reading = pending
    try:
        read = reading.result()
        if isinstance(read, Header):
            return KeptFile(file, read, Outcome.UNCHANGED)
        addition = library.add(read.report, read.source, path=file, told=read.told)
    except CorpusError as error:
        return RefusedFile(file, error)
    return KeptFile(file, header_of(addition.report), addition.outcome)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What a lane does with a file."""

    library: Library
    workers: Workers
    recognizer: Recognizer | None

    def read(self, file: Path) -> _Read | Header:
        """Read a report file; its header is enough where the library has it as it is now."""
        source = read_source(file, max_bytes=self.workers.limits.file_bytes)
        told = read_sidecar(file)
        kept = self.library.find(file, source, told=told)
        return kept or _Read(self._report(file.name, source, told=told), source, told)

    def _report(self, name: str, source: bytes, *, told: Cover) -> Report:
        try:
            return self.workers.read_report(name, source, told=told)
        except NoTextLayer as error:
            if self.recognizer is None:
                advice = 'run "rapporteur add --ocr PATH" to have its pictures read'
                raise NoTextLayer(f"{error}; {advice}") from error
        recognized = self.recognizer.recognize(name, source)
        report = self.workers.read_report(name, recognized, told=told)
        return _of_pictures(report, source)


def _of_pictures(report: Report, source: bytes) -> Report:
    """The report as it belongs to the file without words, with the doubt that calls for."""
    message = "the words were recognized in pictures of pages; compare quotations with the pages"
    doubt = Doubt(code="recognized", message=message)
    return replace(report, source_sha256=sha256(source).hexdigest(), doubts=(doubt, *report.doubts))

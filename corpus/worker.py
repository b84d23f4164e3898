"""The process that reads files for others: ``python -I -m corpus.worker``, a frame at a time.

It parses nothing itself. For each request it forks a child that gives up all it could harm
(``corpus.sandbox``), reads the file and writes one frame; the child is killed when it is late.
"""

import encodings
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from types import MappingProxyType
from typing import NoReturn

from corpus.drawing import draw_page
from corpus.errors import CorpusError, UnreadableReport
from corpus.isolation import Message, frame_of, read_frame
from corpus.readers import FORMATS, load_reader
from corpus.reading import parse_report
from corpus.records import Cover, report_json
from corpus.sandbox import Limits, confine, leave_system

Task = Callable[[Message, bytes], bytes]

_LOADED_LATE = ("numpy.ma",)  # by numpy, when it meets an empty array
_READ_BYTES = 2**20
_MAX_REASON_CHARS = 200  # of what a library says of a file, which may quote the file
_GAVE_UP = (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL)  # how C++ ends without memory


def read(request: Message, source: bytes) -> bytes:
    """Read a report file, as the JSON of the contract of ``rapporteur parse --json``."""
    report = parse_report(request["name"], source, told=Cover(**request["told"]))
    return json.dumps(report_json(report), ensure_ascii=False, separators=(",", ":")).encode()


def draw(request: Message, source: bytes) -> bytes:
    """Draw a page of a PDF file, as PNG."""
    return draw_page(source, request["page"], scale=request["scale"])


TASKS: Mapping[str, Task] = MappingProxyType({"read": read, "draw": draw})


def serve(tasks: Mapping[str, Task] = TASKS) -> None:
    """Answer requests from stdin on stdout until stdin ends."""
    _load_everything()
    leave_system()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (frame := read_frame(requests)) is not None:
        answers.write(_answer(tasks, *frame))
        answers.flush()


def _load_everything() -> None:
    """Import what readers and libraries import only for some files; a child can open no module.

    Then set all objects aside, so that no child copies the pages they are on when it collects
    garbage.
    """
    codecs = (f"encodings.{module.name}" for module in pkgutil.iter_modules(encodings.__path__))
    for module in (*codecs, *_LOADED_LATE):
        with suppress(ImportError):  # codecs of other systems
            importlib.import_module(module)
    for name in FORMATS.values():
        load_reader(name)
    gc.collect()
    gc.freeze()


def _answer(tasks: Mapping[str, Task], request: Message, source: bytes) -> bytes:
    """Have a child do the task, and tell what became of it where it gives no answer."""
    limits, fault = Limits(**request["limits"]), None
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work(tasks, request, source, limits=limits, output=writing)
    os.close(writing)
    try:
        written = _drain(reading, limits)
    except UnreadableReport as error:
        written, fault = b"", str(error)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if _is_frame(written):
        return written
    reason = fault or _ending(os.waitstatus_to_exitcode(status), limits)
    return _refusal(f"{request['name']} {reason}")


def _work(
    tasks: Mapping[str, Task], request: Message, source: bytes, *, limits: Limits, output: int
) -> NoReturn:
    """Do the task in this process, the child, and end it whatever happens."""
    status = 1
    try:
        confine(limits, output=output)
        answer = _outcome(tasks[request["task"]], request, source, limits=limits)
        with open(output, "wb") as stream:
            stream.write(answer)
        status = 0
    finally:
        os._exit(status)


def _outcome(task: Task, request: Message, source: bytes, *, limits: Limits) -> bytes:
    name = request["name"]
    try:
        return frame_of({}, task(request, source))
    except CorpusError as error:
        return _refusal(str(error), code=error.code)
    except MemoryError:
        return _refusal(f"{name} {_too_large(limits)}")
    except RecursionError:
        return _refusal(f"{name} is nested too deeply to be read")
    except Exception as error:
        told = " ".join(str(error).split())[:_MAX_REASON_CHARS]
        return _refusal(f"{name} broke its reader: {type(error).__name__} {told}".rstrip())


def _refusal(reason: str, *, code: str = UnreadableReport.code) -> bytes:
    return frame_of({"refusal": reason, "code": code}, b"")


def _drain(reading: int, limits: Limits) -> bytes:
    """Read all that the child writes.

    Raises:
        UnreadableReport: it is late, or writes more than is kept.
    """
    deadline = time.monotonic() + limits.read_seconds
    parts: list[bytes] = []
    size = 0
    while size <= limits.output_bytes:
        left_seconds = max(0.0, deadline - time.monotonic())
        if not select.select([reading], [], [], left_seconds)[0]:
            raise UnreadableReport(_late(limits))
        part = os.read(reading, _READ_BYTES)
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    raise UnreadableReport(f"gives more than {limits.output_bytes:,} bytes to keep")


def _is_frame(written: bytes) -> bool:
    """Whether a child wrote one whole frame and nothing else."""
    stream = BytesIO(written)
    try:
        return read_frame(stream) is not None and not stream.read(1)
    except ValueError:
        return False


def _ending(code: int, limits: Limits) -> str:
    """Why a child ended without an answer, from its exit code, negative for a signal."""
    if code == -signal.SIGXCPU:
        return _late(limits)
    if code in _GAVE_UP:
        return f"crashed its reader, or {_too_large(limits)} (signal {-code})"
    return f"crashed its reader (signal {-code})" if code < 0 else "broke its reader off"


def _too_large(limits: Limits) -> str:
    return f"needs more than {limits.memory_bytes / 2**30:g} GiB of memory"


def _late(limits: Limits) -> str:
    return f"took longer than {limits.read_seconds:g} s to read"


if __name__ == "__main__":
    serve()

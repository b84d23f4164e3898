"""A server whose readers try to do harm: the name of the file says which harm.

It runs by its path, as ``corpus.worker`` runs by its name. A probe that fails to do harm raises;
one that succeeds returns, and what it returns is no report.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from corpus.isolation import Message
from corpus.worker import TASKS, serve

HERE = Path(__file__)
MADE = Path("/tmp/made")


def _use_up_memory() -> None:
    hoard = []
    while True:
        hoard.append(bytes(2**24))  # not touched, so that it takes no time


def _loop() -> None:
    while True:
        pass


def _recurse() -> None:
    _recurse()


def _rest() -> None:
    threading.Event().wait()


def _flood() -> None:
    while True:
        os.write(_output(), bytes(2**20))


def _babble() -> None:
    os.write(_output(), b"{}" * 100)
    os._exit(0)


def _output() -> int:
    """The one descriptor that is open."""
    return next(number for number in range(1024) if _is_open(number))


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _read_what_is_open() -> bytes:
    """Read from every descriptor but the output."""
    found = b"".join(os.read(n, 1) for n in range(1024) if _is_open(n) and n != _output())
    if not found:
        raise OSError("nothing is open")
    return found


def _read_environment() -> str:
    """Find anything that the caller's environment has."""
    return next(name for name in os.environ if name not in ("LC_CTYPE",))


def _raise_limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _become_root() -> None:
    os.setuid(0)
    if os.getuid() != 0:
        raise PermissionError("not root")


def _kill_server() -> None:
    os.kill(os.getppid(), signal.SIGTERM)


def _spill() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"x")


PROBES: dict[str, Callable[[], object]] = {
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "abort": os.abort,
    "null": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(0),
    "leave": lambda: sys.exit(0),
    "babble": _babble,
    "flood": _flood,
    "memory": _use_up_memory,
    "loop": _loop,
    "rest": _rest,
    "recursion": _recurse,
    "mistake": lambda: os.environ["X"],
    "nonsense": lambda: None,
    "file": lambda: Path("/etc/passwd").read_bytes(),
    "folder": lambda: list(Path("/").iterdir()),
    "status": lambda: Path("/proc/self/environ").read_bytes(),
    "device": lambda: os.open("/dev/zero", os.O_RDONLY),
    "here": lambda: Path("made").touch(),
    "temporary": _spill,
    "make": lambda: MADE.mkdir(),
    "link": lambda: MADE.symlink_to("/etc/passwd"),
    "pipe": os.pipe,
    "duplicate": lambda: os.dup(_output()),
    "unlink": lambda: HERE.unlink(),
    "rename": lambda: HERE.rename(MADE),
    "mode": lambda: HERE.chmod(0o777),
    "look": lambda: Path("/etc/passwd").stat(),
    "memfile": lambda: os.memfd_create("made"),
    "tcp": lambda: socket.create_connection(("127.0.0.1", 80)),
    "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "name": lambda: socket.getaddrinfo("localhost", 80),
    "fork": os.fork,
    "run": lambda: subprocess.run(["/bin/true"], check=True),
    "replace": lambda: os.execv("/bin/sh", ["sh", "-c", "exit 0"]),
    "thread": lambda: threading.Thread(target=_rest).start(),
    "open": _read_what_is_open,
    "environment": _read_environment,
    "limit": _raise_limit,
    "root": _become_root,
    "server": _kill_server,
    "import": lambda: __import__("wave"),
}


def read(request: Message, source: bytes) -> bytes:
    """Do the harm that the name says; any other name is read as a report."""
    probe = PROBES.get(str(request["name"]))
    return TASKS["read"](request, source) if probe is None else str(probe()).encode()


if __name__ == "__main__":
    serve({**TASKS, "read": read})

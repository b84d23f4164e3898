"""What a process that parses a stranger's file gives up before it looks at the first byte.

After ``confine`` a process can compute, and write to the one pipe that it was given: it opens no
file and no socket, since it may open no descriptor at all; it starts no other process; and it
ends when its time or its memory is used up. Whatever it needs must have been loaded before.
"""

import ctypes
import os
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from math import ceil

_NOBODY = 65534  # the user and the group that own nothing
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000  # linux/sched.h
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38  # linux/prctl.h
_MAX_DESCRIPTORS = 1024  # the usual limit of a process; a worker opens a dozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one file may cost: its size, time by clock and processor, and memory."""

    file_bytes: int = 2**26
    read_seconds: float = 10.0
    memory_bytes: int = 2**30
    output_bytes: int = 2**28  # boxes and JSON make a report larger than its file


def leave_system() -> None:
    """Move to a network without interfaces and to the working folder as all there is of files.

    To be called where nothing is to be loaded any more; a folder that is deleted by then can
    hold no file. A user who is not root needs a user namespace for it, which some systems
    refuse; a process that is confined can open nothing in either case.
    """
    flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
    with suppress(OSError, AttributeError):  # no such call but on Linux
        ctypes.CDLL(None).unshare(flags)
        os.chroot(".")


def confine(limits: Limits, *, output: int) -> None:
    """Give up everything but the descriptor ``output``, processor time and memory."""
    os.setsid()
    os.closerange(0, output)
    os.closerange(output + 1, _MAX_DESCRIPTORS)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    for limited, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, ceil(limits.read_seconds)),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limited, (most, most))

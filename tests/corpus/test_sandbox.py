import subprocess
import sys

import pytest

from corpus.sandbox import Limits

CONFINED = """
import os, resource, sys
from corpus.sandbox import Limits, confine
output = os.dup(1)
confine(Limits(read_seconds=2.5, memory_bytes=2**30), output=output)
found = {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))
         for name in ("AS", "CPU", "CORE", "FSIZE", "NPROC", "NOFILE")}
os.write(output, repr(found).encode())
os._exit(0)
"""


def test_a_confined_process_has_no_more_than_its_limits() -> None:
    done = subprocess.run([sys.executable, "-c", CONFINED], capture_output=True, check=True)

    found = {"AS": 2**30, "CPU": 3, "CORE": 0, "FSIZE": 0, "NPROC": 0, "NOFILE": 0}
    assert done.stdout.decode() == repr({name: (most, most) for name, most in found.items()})


def test_limits_never_change() -> None:
    with pytest.raises(AttributeError):
        Limits().read_seconds = 20.0  # type: ignore[misc]

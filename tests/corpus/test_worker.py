import subprocess
import sys
from dataclasses import asdict
from io import BytesIO

from corpus.isolation import SERVER, frame_of, read_frame
from corpus.sandbox import Limits

REQUEST = {"task": "read", "name": "a.md", "told": {}, "limits": asdict(Limits())}


def _serve(requests: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run a server on the requests until they end."""
    return subprocess.run([sys.executable, *SERVER], input=requests, capture_output=True, env={})


def test_a_server_ends_with_its_requests() -> None:
    done = _serve(frame_of(REQUEST, b"1. One.") * 3)

    answers = BytesIO(done.stdout)
    frames = [read_frame(answers) for _ in range(4)]
    assert (done.returncode, done.stderr) == (0, b"")
    assert [frame is not None and frame[0] == {} for frame in frames] == [True] * 3 + [False]


def test_a_server_without_requests_ends_at_once() -> None:
    assert _serve(b"").stdout == b""

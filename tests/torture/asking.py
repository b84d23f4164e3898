"""A process that opens a home, asks it questions from threads, and tells the digests of answers."""

import hashlib
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.settings import RetrievalSettings
from service import Assistant, answer_json, open_assistant
from tests.torture import homes


def digests(home: Path, questions: Sequence[str], *, threads: int) -> list[str]:
    """Ask all questions; the digest of each answer, in their order."""
    assistant = _open(home, threads)

    def ask(question: str) -> str:
        told = json.dumps(answer_json(assistant.ask(question)), ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(ask, questions))


def _open(home: Path, threads: int) -> Assistant:
    """Open a home by the encoder that it was indexed with, the fake one where it was that."""
    if next((home / "generations").glob("*/*.onnx"), None) is None:
        return homes.open_home(home)
    return open_assistant(home, retrieval=RetrievalSettings(query_threads=threads))


if __name__ == "__main__":
    home, asked = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))
    sys.stdout.write(json.dumps(digests(home, asked, threads=int(sys.argv[3]))))

"""What a system that is measured must do, and the program that makes it do so.

``python -m eval.peers.on_NAME index FOLDER MODEL`` indexes ``FOLDER/corpus.jsonl`` in
``FOLDER/index``; ``... answer FOLDER MODEL`` reads queries as JSON strings, one a line, and writes
the ids of the texts found, best first, as one line of JSON each.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path

CUTOFF = 10  # texts a query asks for: what nDCG@10 sees, and a page of results
CORPUS_FILE = "corpus.jsonl"
INDEX_FOLDER = "index"

Texts = Mapping[str, str]
"""Id of a text to its words, those of its title first."""
Search = Callable[[str], Sequence[str]]
"""The ids of the texts found for a query, best first."""
Index = Callable[[Path, Path], None]
"""Index the corpus of a folder by the model in another."""
Open = Callable[[Path, Path], Search]
"""Open what was indexed, by the same two folders."""


def run(index: Index, open_search: Open) -> None:
    """Be the program of a system, with the arguments that it was started with."""
    task, folder, model = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    answers = sys.stdout
    with redirect_stdout(sys.stderr):  # what a library prints is no answer
        if task == "index":
            index(folder, model)
            return
        search = open_search(folder, model)
        for line in sys.stdin:
            answers.write(json.dumps(search(json.loads(line))) + "\n")
            answers.flush()


def read_texts(folder: Path) -> Texts:
    """The texts of a folder's corpus, in its order."""
    return dict(_read(folder / CORPUS_FILE))


def _read(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)
            yield text["_id"], "\n".join(part for part in (text["title"], text["text"]) if part)

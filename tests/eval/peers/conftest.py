"""A small system that is measured as the large ones are: it finds texts that share words."""

import sys
from pathlib import Path

import pytest

from eval.datasets import Benchmark
from eval.peers.contenders import Contender, HttpServer
from eval.server import HOST
from service import Cover, Paragraph, Report

PROGRAM = """
import json

from eval.peers.protocol import read_texts, run


def index(folder, model):
    print("indexing, by", model)
    (folder / "index").mkdir()
    (folder / "index" / "texts.json").write_text(json.dumps(read_texts(folder)))


def open_search(folder, model):
    texts = json.loads((folder / "index" / "texts.json").read_text())

    def search(query):
        words = set(query.split())
        print("searching", query)
        return sorted(texts, key=lambda text_id: -len(words & set(texts[text_id].split())))[:2]

    return search


if __name__ == "__main__":
    run(index, open_search)
"""
SERVER = """
import http.server, json, sys

class Stand(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = json.dumps({"found": ["1", "2"]}).encode()
        self.send_response(200 if self.path.startswith("/search/") else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *parts):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Stand).serve_forever()
"""
WORDS = {"1": "The sea is deep.", "2": "The sky is high.", "3": "The sea and the sky meet."}


def server_of(folder: Path, port: int) -> HttpServer:
    return HttpServer(
        port=port,
        command=(sys.executable, "-c", SERVER, str(port)),
        environment={},
        ask=lambda connection, query: connection.request("GET", f"/search/{HOST}"),
        read_ids=lambda answer: answer["found"],
    )


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Contender:
    """The small system, with a server that always finds the same."""
    (tmp_path / "small_system.py").write_text(PROGRAM)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Contender(
        name="small",
        module="small_system",
        packages=("pytest",),
        python=sys.executable,
        servers={"small": server_of},
    )


@pytest.fixture
def seas(tmp_path: Path) -> Benchmark:
    """Three texts, and two queries that each find one of them."""
    file = tmp_path / "qrels.tsv"
    file.write_bytes(b"")
    reports = tuple(
        Report(
            report_id=text_id,
            cover=Cover(),
            paragraphs=(Paragraph(address="1", component="body", number="1", text=words),),
        )
        for text_id, words in WORDS.items()
    )
    return Benchmark(
        name="seas",
        split="test",
        files=(file,),
        reports=reports,
        text_ids={(text_id, "1"): text_id for text_id in WORDS},
        queries={"a": "how deep. is the sea", "b": "how high. is the sky"},
        qrels={"a": {"1": 1}, "b": {"2": 1}},
        empty_texts=0,
    )

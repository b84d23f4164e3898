"""Rapporteur within its own process, without its server."""

from pathlib import Path

from eval.peers.protocol import CORPUS_FILE, CUTOFF, INDEX_FOLDER, Search, run


def index(folder: Path, model: Path) -> None:
    """Publish a generation in a home that holds nothing yet; the settings name the model."""
    from eval.texts import read_texts
    from service import build_assistant

    build_assistant(read_texts(folder / CORPUS_FILE).reports, folder / INDEX_FOLDER)


def open_search(folder: Path, model: Path) -> Search:
    """Search as an assistant does; the encoder is part of the generation."""
    from service import open_assistant

    assistant = open_assistant(folder / INDEX_FOLDER)
    return lambda query: [hit.report_id for hit in assistant.search(query, depth=CUTOFF)]


if __name__ == "__main__":
    run(index, open_search)

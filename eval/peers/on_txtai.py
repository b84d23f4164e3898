"""txtai with its hybrid index and its content store, everything else as it comes."""

from pathlib import Path

from txtai import Embeddings

from eval.peers.protocol import CUTOFF, INDEX_FOLDER, Search, read_texts, run


def index(folder: Path, model: Path) -> None:
    """Index the texts and save the index."""
    embeddings = Embeddings(path=str(model), hybrid=True, content=True)
    embeddings.index((text_id, text, None) for text_id, text in read_texts(folder).items())
    embeddings.save(str(folder / INDEX_FOLDER))


def open_search(folder: Path, model: Path) -> Search:
    """Load the index, which names the model."""
    embeddings = Embeddings()
    embeddings.load(str(folder / INDEX_FOLDER))
    return lambda query: [hit["id"] for hit in embeddings.search(query, CUTOFF)]


if __name__ == "__main__":
    run(index, open_search)

"""The floor: sentence-transformers and a flat FAISS index, as a first script would have them."""

import json
from pathlib import Path

import faiss
from sentence_transformers import SentenceTransformer

from eval.peers.protocol import CUTOFF, INDEX_FOLDER, Search, read_texts, run

_VECTORS_FILE = "vectors.faiss"
_IDS_FILE = "ids.json"


def index(folder: Path, model: Path) -> None:
    """Encode the texts, and write vectors and ids."""
    texts = read_texts(folder)
    encoder = SentenceTransformer(str(model))
    vectors = encoder.encode(list(texts.values()), normalize_embeddings=True)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    (folder / INDEX_FOLDER).mkdir()
    faiss.write_index(flat, str(folder / INDEX_FOLDER / _VECTORS_FILE))
    (folder / INDEX_FOLDER / _IDS_FILE).write_text(json.dumps(list(texts)), encoding="utf-8")


def open_search(folder: Path, model: Path) -> Search:
    """Load both, and the model."""
    encoder = SentenceTransformer(str(model))
    flat = faiss.read_index(str(folder / INDEX_FOLDER / _VECTORS_FILE))
    ids = json.loads((folder / INDEX_FOLDER / _IDS_FILE).read_text(encoding="utf-8"))

    def search(query: str) -> list[str]:
        _, [rows] = flat.search(encoder.encode([query], normalize_embeddings=True), CUTOFF)
        return [ids[row] for row in rows if row >= 0]  # -1 pads a short result

    return search


if __name__ == "__main__":
    run(index, open_search)

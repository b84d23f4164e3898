"""Haystack with its in-memory store: BM25 and embeddings, joined by reciprocal rank fusion."""

from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from eval.peers.protocol import CUTOFF, INDEX_FOLDER, Search, read_texts, run

_STORE_FILE = "store.json"
_CANDIDATES = 100  # of each retriever, as many as Rapporteur fuses


def index(folder: Path, model: Path) -> None:
    """Embed the texts, write them to a store, and save the store."""
    embedder = SentenceTransformersDocumentEmbedder(model=str(model), progress_bar=False)
    embedder.warm_up()
    texts = [Document(id=text_id, content=text) for text_id, text in read_texts(folder).items()]
    store = InMemoryDocumentStore()
    store.write_documents(embedder.run(texts)["documents"])
    (folder / INDEX_FOLDER).mkdir()
    store.save_to_disk(str(folder / INDEX_FOLDER / _STORE_FILE))


def open_search(folder: Path, model: Path) -> Search:
    """Load the store, and build the pipeline that its guide to hybrid retrieval shows."""
    store = InMemoryDocumentStore.load_from_disk(str(folder / INDEX_FOLDER / _STORE_FILE))
    pipeline = Pipeline()
    embedder = SentenceTransformersTextEmbedder(model=str(model), progress_bar=False)
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=_CANDIDATES))
    pipeline.add_component("lexical", InMemoryBM25Retriever(store, top_k=_CANDIDATES))
    pipeline.add_component(
        "joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=CUTOFF)
    )
    pipeline.connect("embedder.embedding", "dense.query_embedding")
    pipeline.connect("dense", "joiner")
    pipeline.connect("lexical", "joiner")

    def search(query: str) -> list[str]:
        asked = {"embedder": {"text": query}, "lexical": {"query": query}}
        return [found.id for found in pipeline.run(asked)["joiner"]["documents"]]

    return search


if __name__ == "__main__":
    run(index, open_search)

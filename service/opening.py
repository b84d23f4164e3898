"""How an assistant comes to be: over the published index of a home, or over given reports."""

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import IndexStale
from corpus.fsops import Disk
from corpus.library import Library, corpus_digest, report_digest
from corpus.records import Report
from index.approximate import is_as_made_now
from index.embeddings import Progress
from index.encoder import PassageEncoder
from index.generation import (
    Generation,
    OpenEncoder,
    current_generation,
    onnx_opener,
    open_current,
    verify_generation,
)
from index.publishing import build_generation
from index.resuming_encoder import resuming_in
from index.settings import IndexSettings, RetrievalSettings
from service.assistant import Assistant
from service.settings import ServiceSettings
from service.stages import Watch, unwatched

_SPEED_SETTINGS = frozenset({"batch_size", "precision"})  # of the machine that indexes


def open_assistant(
    home: Path,
    *,
    settings: ServiceSettings | None = None,
    retrieval: RetrievalSettings | None = None,
    watch: Watch = unwatched,
) -> Assistant:
    """Open the published generation of a home; ``watch`` is told how long stages take.

    Raises:
        IndexMissing: nothing was indexed.
        IndexDamaged: the generation is not as it was sealed.
        IndexStale: the settings, the library or the way to search have changed since.
    """
    retrieval = retrieval or RetrievalSettings()
    opener = onnx_opener(threads=retrieval.query_threads)
    generation = open_current(home, opener, is_exact=retrieval.exact_search)
    refuse_stale(generation, home)
    settings = settings or ServiceSettings()
    return Assistant(generation, settings=settings, retrieval=retrieval, watch=watch)


def build_assistant(
    reports: Sequence[Report],
    folder: Path,
    *,
    settings: ServiceSettings | None = None,
    retrieval: RetrievalSettings | None = None,
    indexing: IndexSettings | None = None,
    encoder: PassageEncoder | None = None,
    open_encoder: OpenEncoder | None = None,
    progress: Progress = lambda done, total: None,
) -> Assistant:
    """Index reports in a folder of their own and open what was published.

    A generation of the same reports and settings, searched as today, is opened as it is.
    """
    retrieval, indexing = retrieval or RetrievalSettings(), indexing or IndexSettings()
    ordered = sorted(reports, key=lambda report: report.report_id)
    if not _is_built(folder, ordered, indexing):
        encoder = encoder or load_encoder(indexing)
        build_generation(ordered, encoder, folder, settings=indexing, progress=progress)
    opener = open_encoder or onnx_opener(threads=retrieval.query_threads)
    generation = open_current(folder, opener, is_exact=retrieval.exact_search)
    return Assistant(generation, settings=settings or ServiceSettings(), retrieval=retrieval)


def load_encoder(
    indexing: IndexSettings | None = None, *, kept: Path | None = None
) -> PassageEncoder:
    """Load the encoder that indexes; importing torch takes seconds.

    What it encodes is kept in the folder ``kept``, and taken from there the next time.
    """
    from index.torch_encoder import TorchEncoder

    settings = indexing or IndexSettings()
    encoder = TorchEncoder(settings)
    if kept is None:
        return encoder
    return resuming_in(kept, encoder, settings=settings, disk=Disk())


def _is_built(folder: Path, reports: Sequence[Report], indexing: IndexSettings) -> bool:
    if current_generation(folder) is None:
        return False
    manifest = verify_generation(folder)
    digest = corpus_digest([(report.report_id, report_digest(report)) for report in reports])
    wanted = (digest, indexing.model_dump(mode="json"))
    is_wanted = (manifest.corpus_sha256, dict(manifest.settings)) == wanted
    return is_wanted and is_as_made_now(manifest.search, windows=manifest.counts["windows"])


def refuse_stale(generation: Generation, home: Path) -> None:
    """Check that a generation is of the library and the index settings of today.

    Raises:
        IndexStale: it is not; the message says what has changed, the first setting of several.
    """
    manifest, advice = generation.manifest, 'run "rapporteur index"'
    for name, asked in IndexSettings().model_dump(mode="json").items():
        indexed = manifest.settings.get(name)
        if indexed != asked and name not in _SPEED_SETTINGS:
            made = f"with {name} {indexed}" if indexed is not None else f"without {name}"
            made = f"by encoder {indexed}" if name == "encoder" else made
            raise IndexStale(f"index was made {made}, the settings say {asked}; {advice}")
    library = Library(home, read_only=True)
    found = library.digest() if library.path.exists() else manifest.corpus_sha256
    if found != manifest.corpus_sha256:
        built = manifest.corpus_sha256[:4]
        raise IndexStale(f"index was built for corpus {built}…, this is {found[:4]}…; {advice}")

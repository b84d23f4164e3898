"""What a generation holds of its reports: their windows, words and paragraphs as files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corpus.records import Paragraph, Report
from index.embeddings import EmbeddedWindows, Progress, embed_windows
from index.encoder import PassageEncoder, WindowText
from index.lexical import build_context, build_postings, vocabulary_json, vocabulary_of_tokens
from index.passages import npy_bytes, passage_files
from index.phrases import build_word_order
from index.settings import IndexSettings
from index.tokens import tokenize
from index.variants import build_variants
from index.windows import Window, cut_windows

_SPECIAL_PIECES = 2  # the encoder's own marks of a text's start and end


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The files of a generation, save the encoder's, what they count, and what they cost.

    ``encoded`` windows were embedded anew; every other embedding was known.
    """

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    encoded: int


def contents_of(
    reports: Sequence[Report],
    encoder: PassageEncoder,
    *,
    settings: IndexSettings,
    known: EmbeddedWindows | None,
    progress: Progress,
) -> Contents:
    """Make the files of a generation; nothing is written."""
    paragraphs = [paragraph for report in reports for paragraph in report.paragraphs]
    windows = _windows(reports, encoder, settings=settings)
    texts = [_window_text(window, paragraphs[window.row]) for window in windows]
    embedded, encoded = embed_windows(texts, encoder, known=known, progress=progress)
    spans = [(window.row, s.start, s.end) for window in windows for s in window.new_sentences]
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "window_rows": np.array([window.row for window in windows], dtype=np.int64),
        "sentence_spans": np.array(spans, dtype=np.int32).reshape(-1, 3),
        **embedded.arrays(),
    }
    files = {f"{name}.npy": npy_bytes(array) for name, array in arrays.items()}
    counts = {
        "reports": len(reports),
        "paragraphs": len(paragraphs),
        "windows": len(windows),
        "sentences": len(spans),
    }
    lexical = _lexical_files(reports, settings)
    return Contents(
        files={**passage_files(reports), **lexical, **files}, counts=counts, encoded=encoded
    )


def lexical_text(paragraph: Paragraph) -> str:
    """What the lexical index reads of a paragraph: its words and the heading above it."""
    return "\n".join([*paragraph.sections[-1:], paragraph.text])


def lexical_contexts(report: Report) -> list[str]:
    """What stands around each paragraph: the cover, all headings above it, and its notes."""
    cover = (report.cover.title, report.cover.organ, report.cover.symbol)
    notes: dict[str | None, list[str]] = {}
    for note in report.notes:
        notes.setdefault(note.address, []).append(note.text)
    around = [(*cover, *p.sections, *notes.get(p.address, ())) for p in report.paragraphs]
    return ["\n".join(part for part in parts if part) for parts in around]


def _lexical_files(reports: Sequence[Report], settings: IndexSettings) -> dict[str, bytes]:
    paragraphs = [paragraph for report in reports for paragraph in report.paragraphs]
    words = [tokenize(paragraph.text) for paragraph in paragraphs]
    texts = [tokenize(lexical_text(paragraph)) for paragraph in paragraphs]
    contexts = [tokenize(text) for report in reports for text in lexical_contexts(report)]
    vocabulary = vocabulary_of_tokens([*texts, *contexts])
    runs, variants = build_variants(list(vocabulary))
    arrays = {
        "lexical": build_postings(texts, vocabulary, k1=settings.bm25_k1, b=settings.bm25_b),
        "context": build_context(contexts, vocabulary),
        "words": build_word_order(words, vocabulary),
        "variant": variants,
    }
    return {
        "vocabulary.json": vocabulary_json(vocabulary).encode(),
        "variant_runs.json": runs.encode(),
        **{
            f"{part}_{name}.npy": npy_bytes(array)
            for part, of_part in arrays.items()
            for name, array in of_part.items()
        },
    }


def _windows(
    reports: Sequence[Report], encoder: PassageEncoder, *, settings: IndexSettings
) -> list[Window]:
    """Cut all paragraphs, each within what its own context leaves of the encoder's input.

    The title of the only report would tell none of its paragraphs from another: it is left out.
    """
    title_words = settings.title_words if len(reports) > 1 else 0
    paragraphs = [paragraph for report in reports for paragraph in report.paragraphs]
    titles = [
        _first_words(report.cover.title or "", title_words)
        for report in reports
        for _ in report.paragraphs
    ]
    starts = encoder.piece_starts([paragraph.text for paragraph in paragraphs])
    context_pieces = min(settings.context_pieces, encoder.max_pieces // 2)  # some read little
    budget = encoder.max_pieces - context_pieces - _SPECIAL_PIECES
    windows: list[Window] = []
    for row, paragraph in enumerate(paragraphs):
        pieces = np.bincount(starts[row], minlength=len(paragraph.text) + 1).tolist()
        windows += cut_windows(row, paragraph, title=titles[row], pieces=pieces, budget=budget)
    return _with_short_contexts(windows, encoder, pieces=context_pieces)


def _first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


def _with_short_contexts(
    windows: Sequence[Window], encoder: PassageEncoder, *, pieces: int
) -> list[Window]:
    """The windows with no context longer than its share of the encoder's input."""
    contexts = list(dict.fromkeys(window.context for window in windows))
    starts = dict(zip(contexts, encoder.piece_starts(contexts), strict=True))
    short = {
        context: context[: places[pieces]].rstrip() if len(places) > pieces else context
        for context, places in starts.items()
    }
    return [replace(window, context=short[window.context]) for window in windows]


def _window_text(window: Window, paragraph: Paragraph) -> WindowText:
    prefix = f"{window.context}\n" if window.context else ""
    shift = len(prefix) - window.start
    spans = tuple((s.start + shift, s.end + shift) for s in window.new_sentences)
    return WindowText(prefix + paragraph.text[window.start : window.end], spans)

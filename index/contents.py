"""What a generation holds of its reports: their windows, words and paragraphs as files."""

from collections.abc import Iterator, Mapping, Sequence
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
from index.windows import Window, cut_table, cut_windows

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
    texts = [_window_text(window, text) for window, text in windows]
    embedded, encoded = embed_windows(texts, encoder, known=known, progress=progress)
    spans = [
        (window.row, window.part, sentence.start, sentence.end)
        for window, _ in windows
        for sentence in window.new_sentences
    ]
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "window_rows": np.array([window.row for window, _ in windows], dtype=np.int64),
        "sentence_spans": np.array(spans, dtype=np.int32).reshape(-1, 4),
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
    """What stands around each paragraph: cover, headings above it, and its notes and tables."""
    cover = (report.cover.title, report.cover.organ, report.cover.symbol)
    hanging: dict[str | None, list[str]] = {}
    for note in report.notes:
        hanging.setdefault(note.address, []).append(note.text)
    for table in report.tables:
        hanging.setdefault(table.address, []).append(f"{table.title or ''}\n{table.text}")
    around = [(*cover, *p.sections, *hanging.get(p.address, ())) for p in report.paragraphs]
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
) -> list[tuple[Window, str]]:
    """Cut all paragraphs and the tables that follow them; each window comes with its text.

    Each is cut within what contexts leave of the encoder's input. The title of the only report
    would tell none of its paragraphs from another: it is left out.
    """
    title_words = settings.title_words if len(reports) > 1 else 0
    context_pieces = min(settings.context_pieces, encoder.max_pieces // 2)  # some read little
    budget = encoder.max_pieces - context_pieces - _SPECIAL_PIECES
    texts = [p.text for r in reports for p in r.paragraphs]
    counts = _piece_counts(encoder, texts)
    table_counts = _piece_counts(encoder, [t.text for r in reports for t in r.tables])
    windows: list[tuple[Window, str]] = []
    row = 0
    for report in reports:
        title = _first_words(report.cover.title or "", title_words)
        tables = [(part, table, next(table_counts)) for part, table in enumerate(report.tables)]
        for paragraph in report.paragraphs:
            pieces = next(counts)
            cut = cut_windows(row, paragraph, title=title, pieces=pieces, budget=budget)
            windows += ((window, paragraph.text) for window in cut)
            for part, table, pieces in tables:
                if table.address == paragraph.address:
                    cut = cut_table(row, table, part=part, pieces=pieces, budget=budget)
                    windows += ((window, table.text) for window in cut)
            row += 1
    return _with_short_contexts(windows, encoder, pieces=context_pieces)


def _piece_counts(encoder: PassageEncoder, texts: Sequence[str]) -> Iterator[list[int]]:
    """For each text, how many word pieces begin at each of its characters."""
    for text, starts in zip(texts, encoder.piece_starts(texts), strict=True):
        yield np.bincount(starts, minlength=len(text) + 1).tolist()


def _first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


def _with_short_contexts(
    windows: Sequence[tuple[Window, str]], encoder: PassageEncoder, *, pieces: int
) -> list[tuple[Window, str]]:
    """The windows with no context longer than its share of the encoder's input."""
    contexts = list(dict.fromkeys(window.context for window, _ in windows))
    starts = dict(zip(contexts, encoder.piece_starts(contexts), strict=True))
    short = {
        context: context[: places[pieces]].rstrip() if len(places) > pieces else context
        for context, places in starts.items()
    }
    return [(replace(window, context=short[window.context]), text) for window, text in windows]


def _window_text(window: Window, text: str) -> WindowText:
    prefix = f"{window.context}\n" if window.context else ""
    shift = len(prefix) - window.start
    spans = tuple((s.start + shift, s.end + shift) for s in window.new_sentences)
    return WindowText(prefix + text[window.start : window.end], spans)

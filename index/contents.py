"""What a generation makes of each report by itself: windows and their vectors, words, lines."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from corpus.library import report_digest
from corpus.records import Paragraph, Report
from index.embeddings import EmbeddedWindows, Progress, embed_windows
from index.encoder import PassageEncoder, WindowText
from index.passages import passage_lines
from index.settings import IndexSettings
from index.tokens import tokenize
from index.volumes import Entry, Volume
from index.windows import Window, cut_table, cut_windows
from index.words import CountedWords, count_words

_SPECIAL_PIECES = 2  # the encoder's own marks of a text's start and end


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is made of some reports: a volume of them, and their words.

    ``encoded`` windows were embedded anew; every other embedding was known.
    """

    volume: Volume
    words: CountedWords
    encoded: int


def contents_of(
    reports: Sequence[Report],
    encoder: PassageEncoder,
    *,
    settings: IndexSettings,
    known: Sequence[EmbeddedWindows] = (),
    progress: Progress = lambda done, total: None,
) -> Contents:
    """Make all that depends on each report by itself; nothing is written."""
    windows = _windows(reports, encoder, settings=settings)
    texts = [_window_text(window, text) for window, text in windows]
    with ThreadPoolExecutor(1) as beside:  # a model leaves the interpreter free
        words = beside.submit(_words_of, reports)
        embedded, encoded = embed_windows(texts, encoder, known=known, progress=progress)
    spans = [
        (window.row, window.part, sentence.start, sentence.end)
        for window, _ in windows
        for sentence in window.new_sentences
    ]
    sentences = np.array(spans, dtype=np.int32).reshape(-1, 4)
    headers, paragraphs = passage_lines(reports)
    rows = np.array([window.row for window, _ in windows], dtype=np.int64)
    sizes = [
        np.bincount(rows, minlength=len(paragraphs)),
        np.bincount(sentences[:, 0], minlength=len(paragraphs)),
        np.array([len(line) for line in paragraphs], dtype=np.int64),
    ]
    volume = Volume(
        entries=tuple(Entry(r.report_id, report_digest(r), len(r.paragraphs)) for r in reports),
        headers=tuple(headers),
        paragraphs=np.frombuffer(b"".join(paragraphs), dtype=np.uint8),
        row_sizes=np.stack(sizes, axis=1).astype(np.int32),
        sentence_spans=np.ascontiguousarray(sentences[:, 1:]),
        embedded=embedded,
    )
    return Contents(volume=volume, words=words.result(), encoded=encoded)


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


def _words_of(reports: Sequence[Report]) -> CountedWords:
    paragraphs = [paragraph for report in reports for paragraph in report.paragraphs]
    return count_words(
        [tokenize(paragraph.text) for paragraph in paragraphs],
        [tokenize(lexical_text(paragraph)) for paragraph in paragraphs],
        [tokenize(text) for report in reports for text in lexical_contexts(report)],
    )


def _windows(
    reports: Sequence[Report], encoder: PassageEncoder, *, settings: IndexSettings
) -> list[tuple[Window, str]]:
    """Cut all paragraphs and the tables that follow them; each window comes with its text.

    Each is cut within what contexts leave of the encoder's input.
    """
    context_pieces = min(settings.context_pieces, encoder.max_pieces // 2)  # some read little
    budget = encoder.max_pieces - context_pieces - _SPECIAL_PIECES
    texts = [p.text for r in reports for p in r.paragraphs]
    counts = _piece_counts(encoder, texts)
    table_counts = _piece_counts(encoder, [t.text for r in reports for t in r.tables])
    windows: list[tuple[Window, str]] = []
    row = 0
    for report in reports:
        title = _first_words(report.cover.title or "", settings.title_words)
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

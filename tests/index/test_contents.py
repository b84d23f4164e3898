from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.fsops import Disk
from corpus.records import Note, Report, Table
from index.contents import contents_of, lexical_contexts, lexical_text
from index.encoder import PassageEncoder, WindowEmbeddings, WindowText
from index.settings import IndexSettings

ReportOf = Callable[..., Report]


def test_the_lexical_index_reads_the_nearest_heading_too(bundled_report: Report) -> None:
    paragraph = replace(bundled_report.paragraphs[0], sections=("I. One", "A. Two"))

    assert lexical_text(paragraph) == f"A. Two\n{paragraph.text}"


def test_the_lexical_context_is_the_cover_all_headings_the_notes_and_the_tables(
    bundled_report: Report,
) -> None:
    cover = replace(bundled_report.cover, title="Drugs", organ="CND", symbol=None)
    one, two = (
        replace(each, sections=("I. One", heading))
        for each, heading in zip(bundled_report.paragraphs, ("A. Two", "B. Three"), strict=False)
    )
    note = Note(mark="1", text="See Vienna.", address=two.address)
    table = Table(title="Seizures", rows=(("Drug", "Tons"),), address=two.address)
    report = replace(
        bundled_report, cover=cover, paragraphs=(one, two), notes=(note,), tables=(table,)
    )

    assert lexical_contexts(report) == [
        "Drugs\nCND\nI. One\nA. Two",
        "Drugs\nCND\nI. One\nB. Three\nSee Vienna.\nSeizures\nDrug Tons",
    ]


class _NotingEncoder:
    """The fake, which notes the longest window that it was given, in word pieces."""

    def __init__(self, encoder: PassageEncoder) -> None:
        self._encoder = encoder
        self.identity = encoder.identity
        self.max_pieces = 64
        self.longest = 0
        self.texts: list[str] = []

    def piece_starts(self, texts: Sequence[str]) -> list[list[int]]:
        return self._encoder.piece_starts(texts)

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        self.texts += [window.text for window in windows]
        self.longest = max(map(len, self.piece_starts([window.text for window in windows])))
        return self._encoder.encode(windows, progress=progress)

    def export(self, folder: Path, disk: Disk) -> None:
        self._encoder.export(folder, disk)


def test_no_window_is_longer_with_its_context_than_the_encoder_reads(
    fake_encoder: PassageEncoder, report_of: ReportOf
) -> None:
    encoder = _NotingEncoder(fake_encoder)
    report = report_of("Word " * 200 + ".", heading="Long heading " * 30)

    contents_of([report], encoder, settings=IndexSettings())

    assert encoder.longest + 2 <= encoder.max_pieces


def _window_texts(encoder: PassageEncoder, *reports: Report) -> list[str]:
    noting = _NotingEncoder(encoder)
    contents_of(reports, noting, settings=IndexSettings())
    return noting.texts


def test_windows_are_read_behind_the_titles_that_tell_their_reports_apart(
    fake_encoder: PassageEncoder, report_of: ReportOf
) -> None:
    one, other = report_of("Cocaine."), report_of("Heroin.", report_id="s")

    assert _window_texts(fake_encoder, one, other) == [
        "r\nI. Drugs\nCocaine.",
        "s\nI. Drugs\nHeroin.",
    ]


def test_what_is_made_of_reports_counts_their_windows_sentences_and_bytes(
    fake_encoder: PassageEncoder, report_of: ReportOf
) -> None:
    one, other = report_of("Cocaine. Heroin."), report_of("Opium.", "Khat.", report_id="s")

    volume = contents_of([one, other], fake_encoder, settings=IndexSettings()).volume

    assert [(entry.report_id, entry.rows) for entry in volume.entries] == [("r", 1), ("s", 2)]
    assert volume.row_sizes[:, :2].tolist() == [[1, 2], [1, 1], [1, 1]]
    assert volume.row_sizes[:, 2].sum() == len(volume.paragraphs)
    assert volume.sentence_spans.tolist() == [[-1, 0, 8], [-1, 9, 16], [-1, 0, 6], [-1, 0, 5]]

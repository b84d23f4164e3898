"""What the published generation gives to the next one: volumes, vectors, words, codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.approximate import QuantizedWindows
from index.embeddings import EmbeddedWindows
from index.encoder import PassageEncoder
from index.manifest import MAKER, Manifest
from index.ranking import Rows
from index.settings import ENCODING_SETTINGS, IndexSettings
from index.volumes import Entry, read_entries, volume_names
from index.words import CountedWords

# What a report's windows depend on beside the report and the encoder.
_MAKING_SETTINGS = (*ENCODING_SETTINGS, "title_words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A published generation whose every byte was verified, as far as it can be taken over.

    ``known`` are its windows where they were encoded alike; ``entries`` tells the reports of
    each of its volumes, and has none where reports would be made otherwise today.
    """

    folder: Path
    manifest: Manifest
    known: Sequence[EmbeddedWindows]
    entries: Mapping[str, Sequence[Entry]]

    @classmethod
    def read(
        cls,
        folder: Path,
        manifest: Manifest,
        *,
        encoder: PassageEncoder,
        settings: IndexSettings,
        reports: int,
    ) -> "Earlier | None":
        """Read what the next generation, of so many reports, can take over; None for nothing."""
        asked = settings.model_dump(mode="json")
        unlike = {name for name in _MAKING_SETTINGS if manifest.settings.get(name) != asked[name]}
        if manifest.encoder != encoder.identity or unlike & set(ENCODING_SETTINGS):
            return None
        names = volume_names(manifest.files)
        had_titles, has_titles = manifest.counts["reports"] > 1, reports > 1
        is_alike = not unlike and manifest.made_by == MAKER and had_titles == has_titles
        return cls(
            folder=folder,
            manifest=manifest,
            known=tuple(EmbeddedWindows.load(folder, name) for name in names),
            entries={name: read_entries(folder, name) for name in names if is_alike},
        )

    def words(self, rows_of: Mapping[str, range]) -> tuple[CountedWords, Rows]:
        """Its words, and the row that each of its paragraphs has now; -1 for one made anew."""
        entries = sorted((each for own in self.entries.values() for each in own), key=_id_of)
        places = [
            np.arange(rows.start, rows.stop)
            if (rows := rows_of.get(entry.report_id)) is not None
            else np.full(entry.rows, -1)
            for entry in entries
        ]
        return CountedWords.load(self.folder), np.concatenate([np.empty(0, np.int64), *places])

    def quantized(self, windows: int) -> QuantizedWindows | None:
        """Its windows in short, where what stands for their parts is good for so many.

        None also where its volumes cannot be taken over.
        """
        trained = self.manifest.search.get("trained", 0)
        is_good = bool(self.entries) and trained / 2 <= windows <= trained * 2
        return QuantizedWindows.load(self.folder) if is_good else None


def _id_of(entry: Entry) -> str:
    return entry.report_id

"""What became of all the files that were to be added, in figures and file by file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.adding import KeptFile, RefusedFile
from corpus.library import Outcome


@dataclass(slots=True)
class Summary:
    """What became of all files: counted while they are added."""

    refused: list[RefusedFile] = field(default_factory=list)
    kept: list[KeptFile] = field(default_factory=list)
    unread: Sequence[Path] = ()
    files: int = 0
    seconds: float = 0.0

    columns = "added", "unchanged", "replaced", "refused", "warnings", "pages", "seconds", "pages/s"

    def count(self, outcome: KeptFile | RefusedFile) -> None:
        """Count one file in."""
        self.files += 1
        if isinstance(outcome, KeptFile):
            self.kept.append(outcome)
        else:
            self.refused.append(outcome)

    @property
    def row(self) -> tuple[str, ...]:
        """The figures under ``columns``; pages are those that were read."""
        counts = Counter(one.outcome for one in self.kept)
        read = [one.header for one in self.kept if one.outcome is not Outcome.UNCHANGED]
        pages = sum(header.pages or 0 for header in read)
        rate = f"{pages / self.seconds:.1f}" if pages and self.seconds else "–"
        figures = (
            *(counts[outcome] for outcome in Outcome),
            len(self.refused),
            sum(one.header.warnings for one in self.kept),
            pages,
        )
        return (*map(str, figures), f"{self.seconds:.1f}", rate)

    @property
    def json(self) -> list[dict[str, object]]:
        """One object a file: those that are kept first, then those that were refused."""
        return [*map(_kept_json, self.kept), *map(_refused_json, self.refused)]


def _kept_json(kept: KeptFile) -> dict[str, object]:
    header = kept.header
    return {
        "source_name": header.source_name,
        "outcome": kept.outcome.value,
        "report_id": header.report_id,
        "paragraphs": header.paragraphs,
        "pages": header.pages,
        "warnings": header.warnings,
    }


def _refused_json(refused: RefusedFile) -> dict[str, object]:
    name = None if refused.file is None else str(refused.file)
    return {"source_name": name, "outcome": "refused", "reason": str(refused.error)}

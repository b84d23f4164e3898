"""The texts of a benchmark as reports, so that they are searched as paragraphs are.

A text is known by its id in runs and qrels, and by report and address in the index; ``text_ids``
leads from the one to the other, whatever reports the texts are parts of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.lines import Place, read_objects, string_at
from service import Cover, Paragraph, Report, SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The reports made of a corpus, and the text id of each of their paragraphs.

    ``text_ids`` maps report id and address to text id. ``empty`` counts texts without title and
    text: they cannot be found, and are left out.
    """

    reports: tuple[Report, ...]
    text_ids: Mapping[tuple[str, str], str]
    empty: int


def read_texts(path: Path, *, report_field: str | None = None) -> Texts:
    """Read ``corpus.jsonl``: each text a report of one paragraph, or a paragraph of its report.

    The title of a text is the heading above its paragraph, so that retrieval reads it as it
    reads headings; a text without words is its title. ``report_field`` names the metadata that
    tells the report of a text: its texts, in the order of the file, are the report's paragraphs
    1, 2, 3 and so on. A text without that metadata belongs to the report of its own id.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: a line is not in its form, or an id comes twice.
        SettingsError: no text has metadata of that name.
    """
    grouped: dict[str, list[tuple[str, Paragraph]]] = {}
    total, fields = 0, set[str]()
    for place, value in unique_objects(path):
        total, metadata = total + 1, _metadata(place, value)
        fields.update(metadata)
        paragraph = _paragraph_of(place, value)
        if paragraph.text.strip():
            text_id = str(value["_id"])
            report_id = _report_id(place, metadata, report_field) or text_id
            grouped.setdefault(report_id, []).append((text_id, paragraph))
    if report_field is not None and report_field not in fields:
        known = ", ".join(sorted(fields)) or "none"
        raise SettingsError(f'no text of {path} has metadata "{report_field}"; it has: {known}')
    return Texts(
        reports=tuple(_report_of(report_id, texts) for report_id, texts in grouped.items()),
        text_ids={
            (report_id, str(number)): text_id
            for report_id, texts in grouped.items()
            for number, (text_id, _) in enumerate(texts, start=1)
        },
        empty=total - sum(map(len, grouped.values())),
    )


def unique_objects(path: Path) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Read a JSON Lines file whose objects have an ``_id`` each, none of them twice.

    Raises:
        SourceUnavailable: the file cannot be opened.
        JudgementsUnreadable: a line is no object, has no id, or has one that came before.
    """
    seen: set[str] = set()
    for place, value in read_objects(path):
        text_id = string_at(place, value, key="_id")
        if text_id in seen:
            raise place.complaint(f'"_id" "{text_id}" comes twice')
        seen.add(text_id)
        yield place, value


def _metadata(place: Place, value: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = value.get("metadata")
    if metadata is not None and not isinstance(metadata, dict):
        raise place.complaint('"metadata" must be an object')
    return metadata or {}


def _report_id(place: Place, metadata: Mapping[str, Any], field: str | None) -> str | None:
    told = None if field is None else metadata.get(field)
    if told is None or told == "":
        return None
    if isinstance(told, bool) or not isinstance(told, (str, int)):
        raise place.complaint(f'metadata "{field}" must name a report, by a string or a number')
    return str(told)


def _paragraph_of(place: Place, value: Mapping[str, Any]) -> Paragraph:
    title = string_at(place, value, key="title") if value.get("title") is not None else ""
    text = string_at(place, value, key="text")
    words = text if text.strip() else title
    sections = (title,) if title.strip() else ()
    return Paragraph(address="1", component="body", number="1", text=words, sections=sections)


def _report_of(report_id: str, texts: Sequence[tuple[str, Paragraph]]) -> Report:
    paragraphs = tuple(
        replace(paragraph, address=str(number), number=str(number))
        for number, (_, paragraph) in enumerate(texts, start=1)
    )
    cover = Cover(title=_common_title(paragraphs))
    return Report(report_id=report_id, cover=cover, paragraphs=paragraphs)


def _common_title(paragraphs: Iterable[Paragraph]) -> str | None:
    """The heading above all paragraphs of a report; None where they differ."""
    headings = {paragraph.sections for paragraph in paragraphs}
    [title] = headings.pop() if len(headings) == 1 and () not in headings else [None]
    return title

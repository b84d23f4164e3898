"""How a passage is cited: the note, BibTeX, RIS, CSL-JSON, and the permalink.

United Nations Editorial Manual Online, "Footnotes and other references": a report is cited by
its symbol and paragraph number, never by page. A report without a symbol is cited by its title,
kind and date. ``corpus.references`` reads every note back.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from corpus.addresses import opens_component
from corpus.numbering import ordinal_word
from corpus.records import BODY, Paragraph, Report, Table
from service.cited_items import Span, items_text

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_LABEL = re.compile(r"([IVXLC]+|[A-Z]|\d+(?:\.\d+)*)\. ")

_TEX = str.maketrans(  # no brace of a text counts for BibTeX, not even behind a backslash
    {
        **{mark: f"\\{mark}" for mark in "#$%&_"},
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationForms:
    """One citation in every form that people paste."""

    note: str
    bibtex: str
    ris: str
    csl_json: str
    permalink: str


def citation_forms(
    report: Report, paragraph: Paragraph, *, spans: Sequence[Span] = (), base_url: str = ""
) -> CitationForms:
    """Cite a paragraph; ``spans`` are what is quoted of it, to name the items that hold it."""
    permalink = base_url + paragraph_url(report.report_id, paragraph.address)
    pinpoint = pinpoint_of(paragraph, spans=spans)
    return CitationForms(
        note=f"{report_name(report)}, {pinpoint}",
        bibtex=_bibtex(report, f"{report.report_id}:{paragraph.address}", pinpoint, permalink),
        ris=_ris(report, pinpoint, permalink),
        csl_json=_csl_json(report, f"{report.report_id}:{paragraph.address}", pinpoint, permalink),
        permalink=permalink,
    )


def note_of(
    report: Report,
    paragraph: Paragraph,
    *,
    spans: Sequence[Span] = (),
    table: Table | None = None,
) -> str:
    """The citation as a note: ``E/2025/28, para. 26 (b)``; of a table, ``…, para. 26, table 2``."""
    note = f"{report_name(report)}, {pinpoint_of(paragraph, spans=spans)}"
    return note if table is None else f"{note}, {table.label or 'table'}"


def report_name(report: Report) -> str:
    """How a report is named in a note: its symbol; without one, its title, kind and date."""
    cover = report.cover
    if cover.symbol:
        return cover.symbol
    details = ", ".join(part for part in (cover.nature, printed_date(cover.date)) if part)
    name = f"“{cover.title}”" if cover.title else report.source_name
    return f"{name} ({details})" if details else name


def pinpoint_of(paragraph: Paragraph, *, spans: Sequence[Span] = ()) -> str:
    """Where in the report: ``annex II, para. 4``, ``para. 26, ninth bullet point``."""
    component = None if paragraph.component == BODY else paragraph.component
    place = f"para. {paragraph.number}{items_text(paragraph, spans)}"
    if paragraph.number is None:
        place = _unnumbered(paragraph)
    return ", ".join(part for part in (component, place) if part)


def printed_date(iso_date: str | None) -> str | None:
    """A date as reports print it, whatever the locale: ``7 April 2021``; None for None."""
    if iso_date is None:
        return None
    year, month, day = map(int, iso_date.split("-"))
    return f"{day} {_MONTHS[month - 1]} {year}"


def report_url(report_id: str) -> str:
    """The path of a report's page."""
    return f"/r/{quote(report_id)}"


def paragraph_url(report_id: str, address: str) -> str:
    """The path of a paragraph's permalink."""
    return f"{report_url(report_id)}/{quote(address)}"


def highlight_url(report_id: str, address: str, spans: Sequence[tuple[int, int]]) -> str:
    """The path that opens a paragraph with ``spans`` of its text marked."""
    marks = ",".join(f"{start}-{end}" for start, end in spans)
    query = f"?mark={marks}" if marks else ""
    return f"{paragraph_url(report_id, address)}{query}#p-{quote(address)}"


def section_of(paragraph: Paragraph) -> str | None:
    """How the section of a paragraph is named: by its path of labels, "II.A", else by its title.

    None when it stands under no heading but that of its component.
    """
    headings = [h for h in paragraph.sections if not _opens(h, paragraph.component)]
    if not headings:
        return None
    labels = [_LABEL.match(heading) for heading in headings]
    if labels[-1] is None:
        return headings[-1]
    return ".".join(label[1] for label in labels if label is not None)


def heading_labels(paragraph: Paragraph) -> list[str]:
    """The labels of the headings above a paragraph, outermost first, without its component's."""
    labels = (
        _LABEL.match(heading)
        for heading in paragraph.sections
        if not _opens(heading, paragraph.component)
    )
    return [label[1] for label in labels if label is not None]


def _opens(heading: str, component: str) -> bool:
    label = heading.partition(". ")[0]
    return opens_component(label, component) or heading.casefold() == component.casefold()


def _unnumbered(paragraph: Paragraph) -> str:
    """The place of a paragraph without a number, which its address counts as "u2".

    "" for the title of an annex of tables, which is counted as "u0".
    """
    place = re.search(r"u(\d+)(?:_\d+)?$", paragraph.address)
    if place and int(place[1]) == 0:
        return ""
    ordinal = ordinal_word(int(place[1])) if place else paragraph.address
    section = section_of(paragraph)
    if section is None:
        return f"{ordinal} paragraph"
    is_path = re.fullmatch(r"[A-Z0-9.]+", section)
    return f"{f'sect. {section}' if is_path else f'“{section}”'}, {ordinal} paragraph"


def _bibtex(report: Report, key: str, pinpoint: str, permalink: str) -> str:
    cover = report.cover
    fields = {
        "title": cover.title or report.source_name,
        "institution": cover.organ,
        "number": cover.symbol,
        "type": cover.nature,
        "year": str(cover.year) if cover.year else None,
        "date": cover.date,
        "note": pinpoint,
        "url": permalink,
    }
    told = {
        name: value if name == "url" else _tex(value) for name, value in fields.items() if value
    }
    if "title" in told:
        told["title"] = f"{{{told['title']}}}"  # its capitals are kept
    lines = [f"  {name} = {{{value}}}," for name, value in told.items()]
    return "\n".join([f"@techreport{{{key},", *lines, "}", ""])


def _tex(text: str) -> str:
    """One line in which TeX reads no command."""
    return " ".join(text.split()).translate(_TEX)


def _ris(report: Report, pinpoint: str, permalink: str) -> str:
    cover = report.cover
    fields = (
        ("TY", "RPRT"),
        ("TI", cover.title or report.source_name),
        ("PB", cover.organ),
        ("M1", cover.symbol),
        ("M3", cover.nature),
        ("PY", str(cover.year) if cover.year else None),
        ("DA", cover.date.replace("-", "/") if cover.date else None),
        ("LA", cover.language),
        ("SP", pinpoint),
        ("UR", permalink),
    )
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _csl_json(report: Report, key: str, pinpoint: str, permalink: str) -> str:
    cover = report.cover
    parts = [int(part) for part in cover.date.split("-")] if cover.date else None
    fields = {
        "id": key,
        "type": "report",
        "title": cover.title or report.source_name,
        "publisher": cover.organ,
        "number": cover.symbol,
        "genre": cover.nature,
        "issued": {"date-parts": [parts]} if parts else None,
        "language": cover.language,
        "note": pinpoint,
        "URL": permalink,
    }
    kept = {name: value for name, value in fields.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=2)

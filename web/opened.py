"""What stands under the paragraph that a reader opened: its citation, its page, its parallels."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service import (
    CitationForms,
    Paragraph,
    Parallel,
    Parallels,
    Report,
    Span,
    citation_forms,
    gettext,
    paragraph_url,
    quotation_text,
)
from web.contexts import RestatementView
from web.passages import citation_line, more_text
from web.places import link_to
from web.reader_contexts import CitationView, Facsimile, Link, OpenedView, ParallelView

_LISTED = 3  # other places that stand there without being asked for
_BEGINNING_CHARS = 180  # about three lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The paragraph that a reader opens, what is marked of it, and what is known of it.

    ``languages`` are those of its parallels, by the ids of their reports.
    """

    paragraph: Paragraph
    base_url: str
    spans: tuple[Span, ...] = ()
    facsimiles: tuple[Facsimile, ...] = ()
    parallels: Parallels = field(default_factory=lambda: Parallels(also=(), related=()))
    languages: dict[str, str] = field(default_factory=dict)


def opened_view(report: Report, target: Target) -> OpenedView:
    """What is shown of a paragraph because it is open."""
    parallels = target.parallels
    also = tuple(RestatementView(citation=each.citation, url=each.url) for each in parallels.also)
    more = also[_LISTED:]
    earlier, later = _neighbours(report, target.paragraph)
    return OpenedView(
        citation=_citation_view(report, target),
        facsimiles=target.facsimiles,
        earlier=earlier,
        later=later,
        also=also[:_LISTED],
        more=more,
        more_label=more_text(len(more)),
        related=tuple(
            _parallel_view(each, language=target.languages.get(each.report_id, ""))
            for each in parallels.related
        ),
    )


def forms_of(
    report: Report, paragraph: Paragraph, *, base_url: str, spans: Sequence[Span] = ()
) -> CitationForms:
    """The citation of a paragraph, naming the items that hold its marked slices."""
    return citation_forms(report, paragraph, spans=spans, base_url=base_url)


def _neighbours(report: Report, paragraph: Paragraph) -> tuple[Link | None, Link | None]:
    """The paragraphs before and after one, in order of print."""
    paragraphs = report.paragraphs
    place = paragraphs.index(paragraph)
    before, after = paragraphs[:place][-1:], paragraphs[place + 1 :][:1]
    earlier = [link_to(report, each, label=gettext("Previous paragraph")) for each in before]
    later = [link_to(report, each, label=gettext("Next paragraph")) for each in after]
    return next(iter(earlier), None), next(iter(later), None)


def _parallel_view(parallel: Parallel, *, language: str) -> ParallelView:
    return ParallelView(
        citation=parallel.citation,
        url=parallel.url,
        beginning=_beginning(parallel.text),
        language=language,
    )


def _beginning(text: str) -> str:
    """The first words of a text, with an ellipsis where there are more."""
    words = " ".join(text.split())
    if len(words) <= _BEGINNING_CHARS:
        return words
    return f"{words[:_BEGINNING_CHARS].rpartition(' ')[0] or words[:_BEGINNING_CHARS]} …"


def _citation_view(report: Report, target: Target) -> CitationView:
    paragraph, spans = target.paragraph, target.spans
    forms = forms_of(report, paragraph, spans=spans, base_url=target.base_url)
    path = paragraph_url(report.report_id, paragraph.address)
    return CitationView(
        note=forms.note,
        line=citation_line(forms.note),
        quotation=quotation_text(paragraph, spans, citation=forms.note),
        permalink=forms.permalink,
        bibtex=forms.bibtex,
        ris=forms.ris,
        csl_json=forms.csl_json,
        bibtex_url=f"{path}.bib",
        ris_url=f"{path}.ris",
        csl_url=f"{path}.csl.json",
    )

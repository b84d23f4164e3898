"""An answer as its page shows it: what is said first, what is quoted, what is copied."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service import (
    Answer,
    AnswerKind,
    Column,
    Passage,
    Report,
    Restatement,
    Scope,
    Span,
    citations_of,
    gettext,
    highlight_url,
    msgid,
    ngettext,
    paragraph_url,
    quotation_of,
    quoted_tables,
    quotes_of,
    receipt_facts,
    united_spans,
)
from web.contexts import (
    ChangeView,
    CitationLine,
    ColumnView,
    Fact,
    PassageView,
    QuotedTableView,
    RestatementView,
)
from web.excerpts import excerpt_of
from web.languages import direction_of
from web.relations import change_views
from web.spans import partial_spans
from web.turns import within_text
from web.typesetting import Group, typeset

_WHOLE_CHARS = 900  # what a phone shows on about one and a half screens
_LISTED = 3  # other places that stand under a passage without being asked for
_COMPACT_CHARS = 320  # about eight lines on a phone
_FAIR_PERCENT = 80  # one answer of five is none
_HIGH_PERCENT = 95  # one answer of twenty is none
_HIGH = msgid("Confidence: high, %(percent)s%%")
_FAIR = msgid("Confidence: fair, %(percent)s%%")
_LOW = msgid("Confidence: low, %(percent)s%%")
_PINPOINT = re.compile(
    r"""
    paras?\.\ [^\s,]+     # para. 26   paras. 4-6
    """,
    re.VERBOSE,
)
_VERDICTS = {
    AnswerKind.ANSWER: msgid("The reports say"),
    AnswerKind.LOOKUP: msgid("The paragraph you named"),
    AnswerKind.QUOTATION: msgid("Where these words stand"),
    AnswerKind.ABSTENTION: msgid("Not in these reports"),
}
_OTHERS_TITLES = {
    AnswerKind.ANSWER: msgid("Also related"),
    AnswerKind.ABSTENTION: msgid("Nearest paragraphs"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """How a passage is shown: of what kind of answer, under which id, and at what size.

    ``scope`` is what its answer was asked within.
    """

    kind: AnswerKind
    anchor: str
    scope: Scope
    is_compact: bool = False

    @property
    def is_answer(self) -> bool:
        """Whether the passage answers, rather than being merely near."""
        return self.kind is not AnswerKind.ABSTENTION


def verdict_of(answer: Answer) -> str:
    """The heading over an answer."""
    if answer.is_reply:
        return "Nothing was searched"
    if answer.kind is AnswerKind.LOOKUP and len(answer.passages) > 1:
        return gettext("The paragraphs you named")
    return gettext(_VERDICTS[answer.kind])


def others_title_of(answer: Answer) -> str:
    """The heading over the passages that follow the first."""
    title = _OTHERS_TITLES.get(answer.kind)
    return "" if title is None else gettext(title)


def confidence_text(answer: Answer) -> str:
    """The confidence in words and number; "" where nothing was guessed."""
    if answer.kind is not AnswerKind.ANSWER:
        return ""
    percent = round(answer.confidence * 100)  # the word follows the number that is printed
    told = _HIGH if percent >= _HIGH_PERCENT else _FAIR if percent >= _FAIR_PERCENT else _LOW
    return gettext(told, percent=percent)


def first_and_others(
    answer: Answer, headers: Mapping[str, Report], *, anchor: str, scope: Scope
) -> tuple[tuple[PassageView, ...], tuple[PassageView, ...]]:
    """The passages at full size, and those that follow in short; ids begin with ``anchor``.

    A look-up and a quotation show all at full size, an abstention none.
    """
    count = {AnswerKind.ANSWER: 1, AnswerKind.ABSTENTION: 0}.get(answer.kind, len(answer.passages))
    showing = Showing(kind=answer.kind, anchor=anchor, scope=scope)
    views = _passage_views(answer.passages, headers, showing=showing, count=count)
    return views[:count], views[count:]


def column_views(
    columns: Sequence[Column], headers: Mapping[str, Report], *, anchor: str, scope: Scope
) -> tuple[ColumnView, ...]:
    """The sides of a comparison, each with its first passage at full size if it answers."""
    views = []
    for place, column in enumerate(columns, 1):
        kind = AnswerKind.ANSWER if column.answered else AnswerKind.ABSTENTION
        showing = Showing(kind=kind, anchor=f"{anchor}-side-{place}", scope=scope)
        views.append(
            ColumnView(
                label=column.label,
                verdict="" if column.answered else gettext(_VERDICTS[AnswerKind.ABSTENTION]),
                passages=_passage_views(
                    column.passages, headers, showing=showing, count=int(column.answered)
                ),
            )
        )
    return tuple(views)


def _passage_views(
    passages: Sequence[Passage], headers: Mapping[str, Report], *, showing: Showing, count: int
) -> tuple[PassageView, ...]:
    """Passages, the first ``count`` at full size."""
    return tuple(
        passage_view(
            passage,
            headers[passage.report_id],
            showing=replace(
                showing, anchor=f"{showing.anchor}-passage-{place}", is_compact=place > count
            ),
        )
        for place, passage in enumerate(passages, 1)
    )


def passage_view(passage: Passage, header: Report, *, showing: Showing) -> PassageView:
    """A passage, excerpted where it is long and only parts are quoted.

    What does not answer is not marked, and is not offered as a quotation. A paragraph opened
    whole is not marked either: there is nothing to tell it from.
    """
    is_answer = showing.is_answer
    quoted = united_spans((h.start, h.end) for h in passage.highlights)
    spans = partial_spans(quoted, passage.text) if showing.kind is AnswerKind.LOOKUP else quoted
    is_lead = showing.kind is AnswerKind.ANSWER and not passage.rows
    quotes = quotes_of(passage, quoted) if is_lead else ()
    excerpt, whole = _excerpt_and_whole(passage, spans, showing=showing, is_quoted=bool(quoted))
    if passage.rows and not quoted:
        excerpt, whole = (), excerpt
    also = tuple(
        RestatementView(citation=each.citation, url=_url_of(each, is_answer=is_answer))
        for each in passage.also
    )
    more = also[_LISTED:]
    is_within = showing.scope.report_id is not None
    return PassageView(
        anchor=showing.anchor,
        is_compact=showing.is_compact,
        quotes=() if showing.is_compact else quotes,
        changes=tuple(ChangeView(typed=c.typed, printed=c.quote) for c in passage.changes),
        tables=quoted_table_views(passage),
        number=printed_number(passage.number),
        citation=passage.citation,
        citation_line=citation_line(passage.citation),
        copied_citation=citations_of(passage),
        quotation=quotation_of(passage) if is_answer else "",
        place=_place_of(passage, header),
        language=header.cover.language or "",
        direction=direction_of(header.cover.language),
        excerpt=() if quotes == (passage.text,) and not showing.is_compact else excerpt,
        whole=whole,
        length=ngettext("%(num)s character", "%(num)s characters", len(passage.text)),
        url=_url_of(passage, is_answer=is_answer),
        relations=change_views(passage.relations),
        also=also[:_LISTED],
        more=more,
        more_label=more_text(len(more)),
        bibtex_url=_form_url(passage, "bib", spans=spans),
        ris_url=_form_url(passage, "ris", spans=spans),
        csl_url=_form_url(passage, "csl.json", spans=spans),
        within="" if is_within else within_text(Scope(report_id=passage.report_id)),
    )


def _excerpt_and_whole(
    passage: Passage, spans: Sequence[Span], *, showing: Showing, is_quoted: bool
) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The words that are shown, and all of them where some are left out, else none."""
    marks = spans if showing.is_answer else ()
    whole = typeset(passage, marks, changes=passage.changes)
    whole_chars = _COMPACT_CHARS if showing.is_compact else _WHOLE_CHARS
    if len(passage.text) <= whole_chars or (is_quoted and not spans):
        return whole, ()
    kept = excerpt_of(passage, spans if showing.is_answer else spans[:1])
    excerpt = typeset(passage, marks, kept=kept, changes=passage.changes)
    return excerpt, () if excerpt == whole else whole


def more_text(number: int) -> str:
    """How many there are more; "" where there is none."""
    return ngettext("%(num)s more", "%(num)s more", number) if number else ""


def printed_number(number: str | None) -> str:
    """A paragraph's number as it stands in the margin; a pilcrow where none is printed."""
    return "¶" if number is None else f"{number}."


def citation_line(citation: str) -> CitationLine:
    """A citation whose paragraph number stays on the line of its "para."; same words, in order."""
    found = list(_PINPOINT.finditer(citation))
    if not found:
        return CitationLine(start=citation, unbroken="", end="")
    start, end = found[-1].span()  # an earlier one stands in the title
    return CitationLine(start=citation[:start], unbroken=citation[start:end], end=citation[end:])


def quoted_table_views(passage: Passage) -> tuple[QuotedTableView, ...]:
    """The rows that a passage quotes, each table's under its head."""
    return tuple(
        QuotedTableView(
            title=table.title or "",
            head=table.head,
            rows=table.rows,
            citation=table.citation,
        )
        for table in quoted_tables(passage)
    )


def receipt_views(answer: Answer) -> tuple[Fact, ...]:
    """What produced the answer: the same receipt and question give the same answer."""
    facts = receipt_facts(answer.receipt)
    return tuple(Fact(label=label, value=value) for label, value in facts)


def _url_of(cited: Passage | Restatement, *, is_answer: bool) -> str:
    return cited.url if is_answer else cited.url.partition("?")[0]


def _form_url(passage: Passage, ending: str, *, spans: Sequence[Span]) -> str:
    """Where the citation is as a file, naming the item that holds the first quote."""
    path = paragraph_url(passage.report_id, passage.address)
    marked = highlight_url(passage.report_id, passage.address, spans).partition("#")[0]
    return f"{path}.{ending}{marked.removeprefix(path)}"


def _place_of(passage: Passage, header: Report) -> tuple[str, ...]:
    """Where the passage stands, outermost first, without what its citation says already."""
    title = header.cover.title or header.name
    page = () if passage.page is None else (gettext("page %(page)s", page=passage.page),)
    return (*(() if title in passage.citation else (title,)), *passage.sections, *page)

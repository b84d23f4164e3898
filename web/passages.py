"""An answer as its page shows it: what is said first, what is quoted, what is copied."""

import re
from collections.abc import Mapping, Sequence

from service import Answer, AnswerKind, Passage, Report, Restatement, Scope
from web.contexts import (
    CitationLine,
    Fact,
    HiddenField,
    PassageView,
    RestatementView,
    ScopeFilter,
)
from web.excerpts import excerpt_of
from web.relations import change_views
from web.spans import Span, Wording, partial_spans, quoted_spans, united_spans
from web.typesetting import typeset

_WHOLE_CHARS = 900  # what a phone shows on about one and a half screens
_LISTED = 3  # other places that stand under a passage without being asked for
_COMPACT_CHARS = 320  # about eight lines on a phone
_FAIR_PERCENT = 80  # one answer of five is none
_HIGH_PERCENT = 95  # one answer of twenty is none
_PINPOINT = re.compile(
    r"""
    paras?\.\ [^\s,]+     # para. 26   paras. 4-6
    """,
    re.VERBOSE,
)
_SCOPE_LABELS = {
    "report_id": "report",
    "symbol": "symbol",
    "organ": "organ",
    "session": "session",
    "year": "year",
    "section": "section",
}
_VERDICTS = {
    AnswerKind.ANSWER: "The reports say",
    AnswerKind.LOOKUP: "The paragraph you named",
    AnswerKind.QUOTATION: "Where these words stand",
    AnswerKind.ABSTENTION: "Not in these reports",
}
_OTHERS_TITLES = {
    AnswerKind.ANSWER: "Also related",
    AnswerKind.LOOKUP: "",
    AnswerKind.QUOTATION: "",
    AnswerKind.ABSTENTION: "Nearest paragraphs",
}


def verdict_of(answer: Answer) -> str:
    """The heading over an answer."""
    if answer.kind is AnswerKind.LOOKUP and len(answer.passages) > 1:
        return "The paragraphs you named"
    return _VERDICTS[answer.kind]


def others_title_of(answer: Answer) -> str:
    """The heading over the passages that follow the first."""
    return _OTHERS_TITLES[answer.kind]


def confidence_text(answer: Answer) -> str:
    """The confidence in words and number; "" where nothing was guessed."""
    if answer.kind is not AnswerKind.ANSWER:
        return ""
    percent = round(answer.confidence * 100)  # the word follows the number that is printed
    word = "high" if percent >= _HIGH_PERCENT else "fair" if percent >= _FAIR_PERCENT else "low"
    return f"Confidence: {word}, {percent}%"


def first_and_others(
    answer: Answer, headers: Mapping[str, Report]
) -> tuple[tuple[PassageView, ...], tuple[PassageView, ...]]:
    """The passages at full size, and those that follow in short.

    A look-up and a quotation show all at full size, an abstention none.
    """
    count = {AnswerKind.ANSWER: 1, AnswerKind.ABSTENTION: 0}.get(answer.kind, len(answer.passages))
    views = tuple(
        passage_view(
            passage,
            headers[passage.report_id],
            whole_chars=_WHOLE_CHARS if place < count else _COMPACT_CHARS,
            kind=answer.kind,
        )
        for place, passage in enumerate(answer.passages)
    )
    return views[:count], views[count:]


def passage_view(
    passage: Passage, header: Report, *, whole_chars: int, kind: AnswerKind
) -> PassageView:
    """A passage, excerpted where it is longer than ``whole_chars`` and only parts are quoted.

    What does not answer is not marked, and is not offered as a quotation. A paragraph opened
    whole is not marked either: there is nothing to tell it from.
    """
    text, is_answer = passage.text, kind is not AnswerKind.ABSTENTION
    quoted = united_spans((h.start, h.end) for h in passage.highlights)
    spans = partial_spans(quoted, text) if kind is AnswerKind.LOOKUP else quoted
    marks = spans if is_answer else ()
    excerpt = whole = typeset(passage, marks)
    if len(text) > whole_chars and (spans or not quoted):
        kept = excerpt_of(passage, spans if is_answer else spans[:1])
        excerpt = typeset(passage, marks, kept=kept)
    also = tuple(
        RestatementView(citation=each.citation, url=_url_of(each, is_answer=is_answer))
        for each in passage.also
    )
    more = also[_LISTED:]
    quotation = quotation_text(passage, spans, citation=passage.citation)
    return PassageView(
        anchor=f"passage-{passage.rank}",
        number=printed_number(passage.number),
        citation=passage.citation,
        citation_line=citation_line(passage.citation),
        quotation=quotation if is_answer else "",
        place=_place_of(passage, header),
        language=header.cover.language or "",
        excerpt=excerpt,
        whole=() if excerpt == whole else whole,
        length=f"{len(text):,} characters",
        url=_url_of(passage, is_answer=is_answer),
        relations=change_views(passage.relations),
        also=also[:_LISTED],
        more=more,
        more_label=f"{len(more)} more" if more else "",
    )


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


def quotation_text(wording: Wording, spans: Sequence[Span], *, citation: str) -> str:
    """Quotes as they are pasted into a text, with their citation: “… […] …” (E/2025/28, para. 4).

    Without spans, the whole text is quoted.
    """
    united = quoted_spans(wording, spans) or ((0, len(wording.text)),)
    quotes = " […] ".join(wording.text[start:end] for start, end in united)
    return f"“{quotes}” ({citation})"


def scope_filters(
    scope: Scope, headers: Mapping[str, Report], *, carried: Sequence[HiddenField]
) -> tuple[ScopeFilter, ...]:
    """The scope in force, each field with the fields that stay when it is removed."""
    fields = scope_hidden_fields(scope)
    return tuple(
        ScopeFilter(
            label=_SCOPE_LABELS[field.name],
            value=headers[field.value].name if field.value in headers else field.value,
            remaining=(*carried, *(other for other in fields if other is not field)),
        )
        for field in fields
    )


def scope_hidden_fields(scope: Scope) -> tuple[HiddenField, ...]:
    """A scope as form fields; fields left open are left out."""
    values = ((name, getattr(scope, name)) for name in _SCOPE_LABELS)
    return tuple(
        HiddenField(name=name, value=str(value)) for name, value in values if value is not None
    )


def receipt_facts(answer: Answer) -> tuple[Fact, ...]:
    """What produced the answer: the same receipt and question give the same answer."""
    receipt = answer.receipt
    return (
        Fact(label="Generation", value=receipt.generation),
        Fact(label="Corpus SHA-256", value=receipt.corpus_sha256),
        Fact(label="Encoder", value=receipt.encoder),
        Fact(label="Settings SHA-256", value=receipt.settings_sha256),
        Fact(label="Version", value=receipt.version),
    )


def _url_of(cited: Passage | Restatement, *, is_answer: bool) -> str:
    return cited.url if is_answer else cited.url.partition("?")[0]


def _place_of(passage: Passage, header: Report) -> tuple[str, ...]:
    """Where the passage stands, outermost first, without what its citation says already."""
    title = header.cover.title or header.name
    page = () if passage.page is None else (f"page {passage.page}",)
    return (*(() if title in passage.citation else (title,)), *passage.sections, *page)

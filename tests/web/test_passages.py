from dataclasses import replace

import pytest

from service import (
    Answer,
    AnswerKind,
    Assistant,
    Cover,
    Highlight,
    Passage,
    Receipt,
    Report,
    Restatement,
    Scope,
)
from web.contexts import PassageView
from web.passages import (
    Showing,
    citation_line,
    confidence_text,
    first_and_others,
    passage_view,
    verdict_of,
)

ANSWERING = Showing(kind=AnswerKind.ANSWER, anchor="p", scope=Scope())
ABSTAINING = Showing(kind=AnswerKind.ABSTENTION, anchor="p", scope=Scope())
LOOKING_UP = Showing(kind=AnswerKind.LOOKUP, anchor="p", scope=Scope())
RECEIPT = Receipt(generation="g", corpus_sha256="c", encoder="e", settings_sha256="s", version="1")


def passage_of(report: Report, address: str, *quotes: str) -> Passage:
    paragraph = report.paragraph(address)
    starts = [(paragraph.text.index(quote), quote) for quote in quotes]
    return Passage(
        rank=1,
        score=1.0,
        report_id=report.report_id,
        symbol=None,
        title=report.cover.title,
        component="body",
        number=paragraph.number,
        address=address,
        sections=paragraph.sections,
        page=None,
        text=paragraph.text,
        items=paragraph.items,
        highlights=tuple(
            Highlight(start=start, end=start + len(quote), quote=quote) for start, quote in starts
        ),
        citation=f"E/2021/1, para. {paragraph.number}",
        url=f"/r/{report.report_id}/{address}?mark=1-2#p-{address}",
    )


def answer_of(kind: AnswerKind, *passages: Passage, confidence: float = 0.9) -> Answer:
    return Answer(
        question="What?",
        query="What?",
        kind=kind,
        answered=kind is not AnswerKind.ABSTENTION,
        confidence=confidence,
        scope=Scope(),
        passages=passages,
        receipt=RECEIPT,
    )


def shown(view: PassageView) -> str:
    return " ".join(
        "[…]" if segment.is_gap else segment.text
        for group in view.excerpt
        for line in group.lines
        for segment in line.segments
    )


def marked(view: PassageView) -> list[str]:
    return [
        segment.text
        for group in view.excerpt
        for line in group.lines
        for segment in line.segments
        if segment.is_marked
    ]


QUOTE = "Brazil 450 kg of cocaine in a helicopter"


def test_a_long_paragraph_shows_its_quote_and_keeps_the_whole(bundled_report: Report) -> None:
    passage = passage_of(bundled_report, "26", QUOTE)

    view = passage_view(passage, bundled_report, showing=ANSWERING)

    assert len(shown(view)) < 500
    assert marked(view) == [QUOTE]
    assert view.whole


def test_a_short_paragraph_is_shown_whole(bundled_report: Report) -> None:
    passage = passage_of(bundled_report, "25", "INTERPOL")

    view = passage_view(passage, bundled_report, showing=ANSWERING)

    assert shown(view).replace(" ", "") == passage.text.replace(" ", "")
    assert view.whole == ()


def test_a_paragraph_opened_whole_is_not_marked_or_cut(bundled_report: Report) -> None:
    paragraph = bundled_report.paragraph("26")
    passage = passage_of(bundled_report, "26", paragraph.text)

    view = passage_view(passage, bundled_report, showing=LOOKING_UP)

    assert marked(view) == []
    assert "[…]" not in shown(view)


def test_what_does_not_answer_is_neither_marked_nor_quoted(bundled_report: Report) -> None:
    passage = passage_of(bundled_report, "26", QUOTE)

    view = passage_view(passage, bundled_report, showing=replace(ABSTAINING, is_compact=True))

    assert marked(view) == []
    assert view.quotation == ""
    assert "mark" not in view.url


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr"), (None, "ltr")])
def test_numbers_stand_where_the_lines_of_the_report_begin(
    language: str | None, direction: str, bundled_report: Report
) -> None:
    report = replace(bundled_report, cover=Cover(language=language))

    view = passage_view(passage_of(report, "26"), report, showing=ANSWERING)

    assert view.direction == direction


def test_a_copied_quotation_is_exact_and_cited(bundled_report: Report) -> None:
    passage = passage_of(bundled_report, "26", QUOTE)

    view = passage_view(passage, bundled_report, showing=ANSWERING)

    assert view.quotation == f"“{QUOTE}” (E/2021/1, para. 26)"


def test_a_title_that_the_citation_says_is_not_repeated(bundled_report: Report) -> None:
    title = str(bundled_report.cover.title)
    passage = passage_of(bundled_report, "25")
    named = replace(passage, citation=f"“{title}”, para. 25")

    views = [passage_view(each, bundled_report, showing=ANSWERING) for each in (passage, named)]

    assert [view.place for view in views] == [(title, "IV. INTERPOL"), ("IV. INTERPOL",)]


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        (AnswerKind.ANSWER, (1, 2)),
        (AnswerKind.LOOKUP, (3, 0)),
        (AnswerKind.QUOTATION, (3, 0)),
        (AnswerKind.ABSTENTION, (0, 3)),
    ],
)
def test_what_is_shown_first_depends_on_the_road(
    bundled_report: Report, kind: AnswerKind, counts: tuple[int, int]
) -> None:
    passages = [passage_of(bundled_report, address) for address in ("1", "2", "3")]

    first, others = first_and_others(
        answer_of(kind, *passages),
        {bundled_report.report_id: bundled_report},
        anchor="turn",
        scope=Scope(),
    )

    assert (len(first), len(others)) == counts


@pytest.mark.parametrize(
    ("kind", "confidence", "told"),
    [
        (AnswerKind.ANSWER, 0.98, "Confidence: high, 98%"),
        (AnswerKind.ANSWER, 0.95, "Confidence: high, 95%"),
        (AnswerKind.ANSWER, 0.94, "Confidence: fair, 94%"),
        (AnswerKind.ANSWER, 0.8, "Confidence: fair, 80%"),
        (AnswerKind.ANSWER, 0.799, "Confidence: fair, 80%"),
        (AnswerKind.ANSWER, 0.79, "Confidence: low, 79%"),
        (AnswerKind.LOOKUP, 1.0, ""),
        (AnswerKind.ABSTENTION, 0.3, ""),
    ],
)
def test_confidence_is_told_where_something_was_judged(
    kind: AnswerKind, confidence: float, told: str
) -> None:
    assert confidence_text(answer_of(kind, confidence=confidence)) == told


def test_several_opened_paragraphs_are_named_as_such(bundled_report: Report) -> None:
    passages = [passage_of(bundled_report, address) for address in ("1", "2")]

    assert verdict_of(answer_of(AnswerKind.LOOKUP, *passages)) == "The paragraphs you named"


def restated(passage: Passage, count: int) -> Passage:
    places = (
        Restatement(
            report_id=f"r-{n}", symbol=f"S/{n}", number="1", address="1",
            citation=f"S/{n}, para. 1", url=f"/r/r-{n}/1?mark=1-2#p-1",
        )
        for n in range(count)
    )  # fmt: skip
    return replace(passage, also=tuple(places))


@pytest.mark.parametrize(
    ("count", "listed", "label"), [(0, 0, ""), (3, 3, ""), (4, 3, "1 more"), (9, 3, "6 more")]
)
def test_past_a_handful_of_places_the_others_open(
    bundled_report: Report, count: int, listed: int, label: str
) -> None:
    passage = restated(passage_of(bundled_report, "26"), count)

    view = passage_view(passage, bundled_report, showing=ANSWERING)

    assert (len(view.also), len(view.more), view.more_label) == (listed, count - listed, label)


def test_other_places_of_what_does_not_answer_open_unmarked(bundled_report: Report) -> None:
    passage = restated(passage_of(bundled_report, "26"), 1)

    view = passage_view(passage, bundled_report, showing=ABSTAINING)

    assert [each.url for each in view.also] == ["/r/r-0/1"]


def test_every_highlight_of_an_answer_is_marked_to_the_letter(
    assistant: Assistant, bundled_report: Report
) -> None:
    answer = assistant.ask("Where did INTERPOL investigative support teams find cocaine?")

    for passage in answer.passages:
        view = passage_view(passage, bundled_report, showing=replace(ANSWERING, is_compact=True))
        assert "".join(marked(view)) == "".join(h.quote for h in passage.highlights)


@pytest.mark.parametrize(
    ("citation", "unbroken"),
    [
        ("E/2025/28, para. 26", "para. 26"),
        ("E/2025/28, annex II, para. 4 (b)", "para. 4"),
        ("“On para. 7” (note), para. 26, ninth bullet point", "para. 26"),
        ("E/2025/28, sect. II.A, second paragraph", ""),
    ],
)
def test_a_number_stays_with_its_para_and_no_word_changes(citation: str, unbroken: str) -> None:
    line = citation_line(citation)

    assert line.unbroken == unbroken
    assert line.start + line.unbroken + line.end == citation

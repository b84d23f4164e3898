from service import Item, Paragraph, Report
from web.excerpts import excerpt_of, line_spans


def wording(text: str, *items: Item) -> Paragraph:
    return Paragraph(address="1", component="body", number="1", text=text, items=items)


def kept(report: Report, quote: str) -> list[str]:
    paragraph = report.paragraph("26")
    start = paragraph.text.index(quote)
    spans = excerpt_of(paragraph, ((start, start + len(quote)),))
    return [paragraph.text[begin:end] for begin, end in spans]


def test_a_quoted_item_keeps_the_words_that_its_list_hangs_from(bundled_report: Report) -> None:
    parts = kept(bundled_report, "Develops regional and international drugs")

    assert parts == [
        "In particular, INTERPOL:",
        "• Develops regional and international drugs investigators' networks;",
    ]


def test_a_quoted_item_keeps_the_items_above_it(bundled_report: Report) -> None:
    parts = kept(bundled_report, "Brazil 450 kg")

    assert [part.split()[0:2] for part in parts] == [
        ["In", "particular,"],
        ["•", "Provides"],
        ["•", "Brazil"],
    ]


def test_a_long_line_is_cut_at_a_sentence_before_the_quote() -> None:
    filler = "Words that fill the line go on and on without an end. " * 30
    text = f"{filler}The quote stands here. {filler}"
    start = text.index("The quote")

    ((begin, end),) = excerpt_of(wording(text), ((start, start + 22),))

    assert text[begin:end].startswith("Words that fill")
    assert len(text[begin:end]) < 450


def test_a_long_line_without_sentences_is_cut_at_a_word() -> None:
    text = "word " * 400 + "quote " + "word " * 400
    start = text.index("quote")

    ((begin, end),) = excerpt_of(wording(text), ((start, start + 5),))

    assert set(text[begin:end].split()) == {"word", "quote"}


def test_without_quotes_the_opening_is_kept_in_whole_words() -> None:
    ((begin, end),) = excerpt_of(wording("word " * 400), ())

    assert begin == 0
    assert ("word " * 400)[begin:end].endswith("word")


def test_a_list_without_a_stem_keeps_the_first_line() -> None:
    text = "A plain line.\n(a) One;\n(b) Two."
    items = (
        Item(label="(a)", level=1, start=14, end=22),
        Item(label="(b)", level=1, start=23, end=31),
    )

    assert [text[s:e] for s, e in excerpt_of(wording(text, *items), ((27, 31),))] == [
        "A plain line.",
        "(b) Two.",
    ]


def test_lines_are_all_the_text_but_its_breaks() -> None:
    assert [("a\n\nbc")[start:end] for start, end in line_spans("a\n\nbc")] == ["a", "", "bc"]

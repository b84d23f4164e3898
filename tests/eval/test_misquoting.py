"""Changed quotations: what is drawn, what is changed, and what counts as found."""

from random import Random

from eval.misquoting import (
    askings_of,
    change_words,
    check_quotations,
    draw_sentences,
    quotation_rates,
    rates_by_changes,
)
from service import Assistant


def test_the_same_library_gives_the_same_sentences_of_its_paragraphs(assistant: Assistant) -> None:
    one, two = (draw_sentences(assistant, count=5) for _ in range(2))

    texts = [assistant.report(s.report_id).paragraph(s.address).text for s in one]
    assert one == two
    assert all(s.text in text for s, text in zip(one, texts, strict=True))


def test_no_change_leaves_a_text_and_each_change_is_of_one_word() -> None:
    text = "alpha bravo charlie delta echo foxtrot golf hotel"

    unchanged, *changed = (change_words(text, words=n, generator=Random(7)) for n in range(4))

    assert unchanged == text
    for count, told in enumerate(changed, 1):
        assert told != text
        assert len(set(text.split()) - set(told.split())) <= count


def test_every_sentence_is_asked_with_each_number_of_changes(assistant: Assistant) -> None:
    sentences = draw_sentences(assistant, count=2)

    asked = [(a.changes, a.is_quoted) for a in askings_of(sentences)]

    assert asked == 2 * [(n, is_quoted) for n in range(4) for is_quoted in (True, False)]


def test_sentences_as_they_stand_are_all_found_whole(assistant: Assistant) -> None:
    askings = askings_of(draw_sentences(assistant, count=10))

    rates = quotation_rates(
        list(check_quotations(assistant, (a for a in askings if not a.changes)))
    )

    assert [rates[name].value for name in ("success@1", "as-quotation")] == [1.0, 1.0]


def test_rates_are_told_by_number_of_changes(assistant: Assistant) -> None:
    checks = list(check_quotations(assistant, askings_of(draw_sentences(assistant, count=2))))

    rates = rates_by_changes(checks)

    assert {name: each["success@1"].count for name, each in rates.items()} == {
        f"{n} changed, {how}": 2 for how in ("quoted", "pasted") for n in range(4)
    }

"""Quotations: which questions are one, and where their words stand."""

import pytest

from corpus.records import Paragraph
from service.quotation import letters_within, places_of, quoted_words

TEXT = "The Centre’s “drug\nsecurity” study – the first – covers 2018–2020."
PARAGRAPH = Paragraph(address="1", component="body", number="1", text=TEXT)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ('"toolmarks left on drugs"', "toolmarks left on drugs"),
        ("where does it say “toolmarks left”?", "toolmarks left"),
        ('Which report contains the words "a patchwork of norms"?', "a patchwork of norms"),
        ("What was agreed for operation “Channel” in 2021?", None),
        ('What did "new challenges" mean for Ecuador?', None),
        ("no quotation at all", None),
        ("“toolmarks left” (A/80/44)", "toolmarks left"),
        ("Where does https://undocs.org/en/A/80/44 say « toolmarks left »?", "toolmarks left"),
        ("“toolmarks left” A/80/44 or A/80/45", None),
        ("“toolmarks left” (A/80/44, para. 3)", None),
    ],
)
def test_a_quotation_asks_only_where_its_words_stand(question: str, words: str | None) -> None:
    assert quoted_words(question) == words


@pytest.mark.parametrize(
    "words", ['centre\'s "drug security" study', "STUDY - the first", "covers 2018-2020"]
)
def test_quotes_dashes_case_and_line_breaks_do_not_matter(words: str) -> None:
    (place,) = places_of(words, PARAGRAPH)

    assert TEXT[place.start : place.end] == place.quote


def test_every_place_is_found() -> None:
    assert [place.start for place in places_of("the", PARAGRAPH)] == [0, 37]


def test_words_that_differ_are_not_found() -> None:
    assert places_of("the second", PARAGRAPH) == ()


@pytest.mark.parametrize(
    ("words", "quotes"),
    [("The […] covers", ["The", "covers"]), ("study [...] the", ["study", "the"]),
     ("covers […] study", []), ("The […] second", [])],
)  # fmt: skip
def test_parts_stand_one_after_the_other(words: str, quotes: list[str]) -> None:
    assert [place.quote for place in places_of(words, PARAGRAPH)] == quotes


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("Purple Notices", "notices purple"),
        ("rug seizur", "seizur rug"),
        ("Côte d’Ivoire", "ivoire te c d"),
        ("drinking", "drin ing"),
        ("«…»", ""),
    ],
)
def test_letters_that_a_place_must_have(words: str, letters: str) -> None:
    assert letters_within(words) == letters.split()


def test_a_kelvin_sign_is_found_as_the_letter_that_it_folds_to() -> None:
    paragraph = Paragraph(address="1", component="body", number="1", text="drin\u212aing water")

    assert len(places_of("drinking water", paragraph)) == 1
    assert all(run in paragraph.text for run in letters_within("drinking"))

"""What is parallel to a paragraph, with the fake encoder: nearest means sharing the most words."""

from collections.abc import Callable

import pytest

from service import Assistant, Cover, Paragraph, Parallels, Report, UnknownReport

MakeAssistant = Callable[..., Assistant]

OPIUM = (
    "Opium production in the northern provinces of Lomeria rose to 518 tons in the reporting "
    "period, and the prices at the farm gate fell in all of the districts that were surveyed."
)
LIKE_IT = OPIUM.replace("518", "611").replace("rose", "fell")
BUDGET = "The budget of the secretariat for the coming biennium was adopted without a vote today."


def report(report_id: str, *texts: str) -> Report:
    paragraphs = tuple(
        Paragraph(address=str(n), component="body", number=str(n), text=text)
        for n, text in enumerate(texts, 1)
    )
    return Report(report_id=report_id, cover=Cover(symbol=report_id.upper()), paragraphs=paragraphs)


@pytest.fixture(scope="module")
def library(make_assistant: MakeAssistant) -> Assistant:
    return make_assistant(
        report("a", OPIUM, BUDGET, OPIUM, "Opium."),
        report("b", LIKE_IT, LIKE_IT, "Opium."),
        report("c", OPIUM, LIKE_IT),
    )


def parallels(library: Assistant, report_id: str, address: str) -> Parallels:
    report = library.report(report_id)
    return library.parallels(report, report.paragraph(address))


def test_the_same_words_are_told_of_other_reports_first_and_then_of_its_own(
    library: Assistant,
) -> None:
    also = parallels(library, "a", "1").also

    assert [each.citation for each in also] == ["C, para. 1", "A, para. 3"]


def test_a_paragraph_is_related_to_one_of_each_report_that_does_not_say_the_same(
    library: Assistant,
) -> None:
    related = parallels(library, "a", "1").related

    assert [(each.citation, each.url) for each in related] == [("B, para. 1", "/r/b/1")]
    assert related[0].text == LIKE_IT


def test_what_speaks_of_something_else_is_not_related(library: Assistant) -> None:
    found = parallels(library, "a", "2")

    assert (found.also, found.related) == ((), ())


def test_a_paragraph_of_one_word_is_related_to_nothing(library: Assistant) -> None:
    assert parallels(library, "a", "4").related == ()


def test_paragraphs_are_counted_without_being_read(library: Assistant) -> None:
    assert [library.paragraph_count(name) for name in "abc"] == [4, 3, 2]
    with pytest.raises(UnknownReport):
        library.paragraph_count("x")

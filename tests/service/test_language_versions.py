"""Language versions: which is meant, and what is told of the others."""

import pytest

from corpus.records import Cover, Report
from service.language_versions import are_versions, told_versions, versions_meant


def version(language: str | None, symbol: str | None = "A/80/7") -> Report:
    cover = Cover(symbol=symbol, language=language)
    return Report(report_id=f"r-{language}", cover=cover, paragraphs=())


ENGLISH, FRENCH, RUSSIAN = version("en"), version("fr"), version("ru")


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("A/80/7, para. 3", [ENGLISH]),
        ("A/80/7 ¶ 3", [ENGLISH, FRENCH, RUSSIAN]),
        ("que dit A/80/7, par. 3", [FRENCH]),
        ("A/80/7, para. 3, in Russian", [RUSSIAN]),
        ("A/80/7, пункт 3", [RUSSIAN]),
        ("https://docs.un.org/ru/A/80/7", [RUSSIAN]),
        ("A/80/7, “in Russian”", [ENGLISH, FRENCH, RUSSIAN]),
        ("A/80/7 in Spanish", [ENGLISH, FRENCH, RUSSIAN]),
    ],
)
def test_the_language_named_is_meant_else_that_of_the_question(
    question: str, meant: list[Report]
) -> None:
    assert list(versions_meant((ENGLISH, FRENCH, RUSSIAN), question)) == meant


@pytest.mark.parametrize(
    ("reports", "expected"),
    [((ENGLISH, FRENCH), True), ((ENGLISH,), False), ((ENGLISH, ENGLISH), False),
     ((ENGLISH, version("fr", "A/80/8")), False),
     ((version("en", None), version("fr", None)), False)],
)  # fmt: skip
def test_versions_share_a_symbol_and_no_language(
    reports: tuple[Report, ...], expected: bool
) -> None:
    assert are_versions(reports) is expected


def test_other_reports_are_left_as_they_are() -> None:
    other = version("fr", "A/80/8")

    assert versions_meant((ENGLISH, other), "para. 3") == (ENGLISH, other)
    assert told_versions((ENGLISH,), (ENGLISH, other)) == ""


def test_the_languages_are_told_by_their_names() -> None:
    told = told_versions((ENGLISH,), (ENGLISH, FRENCH, version("sw")))

    assert told == "A/80/7 is shown in English; the library has it in French and Sw too."

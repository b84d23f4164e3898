"""Comparisons: what is one, and what each side is asked."""

import pytest

from corpus.records import Cover, Report
from service.comparison import Comparison, Side, read_comparison
from service.scope_reading import ScopeReader

READER = ScopeReader(
    [
        Report(report_id="r", cover=Cover(title=title), paragraphs=())
        for title in ("Report of the Committee against Torture", "Report of UNDP", "Of UNFPA",
                      "Report of the Committee on Enforced Disappearances")
    ]
)  # fmt: skip


def read(question: str, *, unknown: str = "Nobody") -> Comparison | None:
    return read_comparison(
        question, organs_in=READER.organs_named, is_known=lambda name: name != unknown
    )


def sides(question: str) -> list[tuple[str, str]]:
    comparison = read(question)
    return [(side.label, side.question) for side in comparison.sides] if comparison else []


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How did CARICC’s and CSTO’s responses to the pandemic differ?",
         [("CARICC", "CARICC’s responses to the pandemic?"),
          ("CSTO", "CSTO’s responses to the pandemic?")]),
        ("drug seizures in 2023 and 2024",
         [("2023", "drug seizures in 2023"), ("2024", "drug seizures in 2024")]),
        ("What was the revenue in 2021 and in 2024?",
         [("2021", "What was the revenue in 2021?"), ("2024", "What was the revenue in 2024?")]),
        ("seizures in 2022, 2023 and 2024",
         [(year, f"seizures in {year}") for year in ("2022", "2023", "2024")]),
        ("allegations in 2024 compared to 2023",
         [("2024", "allegations in 2024"), ("2023", "allegations in 2023")]),
        ("compare A/80/44 and E/2025/28 on women",
         [("A/80/44", "A/80/44 on women"), ("E/2025/28", "E/2025/28 on women")]),
        ("Compare INTERPOL, CARICC and OSCE on training",
         [(name, f"{name} on training") for name in ("INTERPOL", "CARICC", "OSCE")]),
        ("How does UNDP's budget differ from that of UNFPA?",
         [("UNDP", "UNDP's budget?"), ("UNFPA", "UNFPA's budget?")]),
        ("Differences between the Committee against Torture and the Committee on Enforced "
         "Disappearances",
         [("Committee against Torture", "the Committee against Torture"),
          ("Committee on Enforced Disappearances", "the Committee on Enforced Disappearances")]),
        ("In Mali and Chad, how do elections differ?",
         [("Mali", "In Mali, elections?"), ("Chad", "In Chad, elections?")]),
        ("UNDP vs. UNFPA on ethics", [("UNDP", "UNDP on ethics"), ("UNFPA", "UNFPA on ethics")]),
    ],
)  # fmt: skip
def test_each_side_is_a_question_of_its_own(question: str, asked: list[tuple[str, str]]) -> None:
    assert sides(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "What did pooling the purchase of medicines with UNFPA and UNICEF save?",
        "How did it change between 2023 and 2024?",
        "incidents between November 2024 and January 2025",
        "from 2019 to 2021",
        "the strategy for 2022-2025 and 2026",
        "the 2022-2025 plan, versus 2018",
        "How does the budget differ from last year?",
        "Compare UNDP and Nobody on ethics",
        "Compare UNDP and UNDP on ethics",
        "seizures in 2020, 2021, 2022, 2023 and 2024",
        "Did UNOPS issue more reports in 2024 than the year before?",
    ],
)
def test_an_and_alone_compares_nothing(question: str) -> None:
    assert read(question) is None


def test_years_that_one_paragraph_tells_need_no_columns() -> None:
    years = read("seizures in 2023 and 2024")
    names = read("Compare UNDP and UNFPA on ethics")

    assert years is not None
    assert names is not None
    assert years.is_told_by("In 2023 there were 5, in 2024 7.")
    assert not years.is_told_by("In 2023 there were 5.")
    assert not names.is_told_by("UNDP and UNFPA have ethics.")


def test_a_side_tells_its_label_and_its_question() -> None:
    comparison = read("seizures in 2023 and 2024")

    assert comparison is not None
    assert comparison.sides[0] == Side("2023", "seizures in 2023")

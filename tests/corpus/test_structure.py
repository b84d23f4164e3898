import json
import re
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.addresses import report_id_of
from corpus.blocks import Block, BlockKind, Transcript
from corpus.errors import UnreadableReport
from corpus.records import Cover, Report, report_json
from corpus.structure import read_structure

ReportOf = Callable[..., Report]

MARKS = st.sampled_from(["", "2. ", "3. ", "9. ", "41. ", "2021. ", "(a) ", "(i) ", "b. ", "• "])
HEADINGS = st.sampled_from(["A. Trends", "II. Africa", "Annex I", "A new plan", "1. Scope"])
TEXTS = st.builds(
    lambda mark, words, end: f"{mark}{' '.join(words)}{end}",
    MARKS,
    st.lists(st.sampled_from("Drug drugs seized in 2020 Vienna".split()), min_size=1, max_size=5),
    st.sampled_from([".", ":", ";", ""]),
)
BLOCKS = st.one_of(
    st.builds(Block, kind=st.just(BlockKind.HEADING), text=HEADINGS | TEXTS),
    st.builds(
        Block,
        kind=st.just(BlockKind.TEXT),
        text=TEXTS | HEADINGS,
        mark=st.sampled_from(["", "", "2.", "3.", "(a)", "•"]),
        depth=st.integers(0, 2),
        is_bold=st.booleans(),
    ),
)
OPENING = Block(kind=BlockKind.TEXT, text="1. Opening words.")


def _addresses(report: Report) -> list[str]:
    return [paragraph.address for paragraph in report.paragraphs]


def _doubts(report: Report) -> list[tuple[str, str]]:
    return [(doubt.code, doubt.message) for doubt in report.doubts]


def _words(*texts: str | None) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text or ""))


def test_the_bundled_report_is_read_as_its_golden_file_says(
    bundled_report: Report, golden: Callable[[str, str], str]
) -> None:
    found = json.dumps(report_json(bundled_report), ensure_ascii=False, indent=2) + "\n"

    assert found == golden("report.json", found)


def test_a_gap_is_kept_as_printed_and_told(report_of: ReportOf) -> None:
    report = report_of("1. One.\n\n2. Two.\n\n4. Four.\n\n7. Seven.")

    assert _addresses(report) == ["1", "2", "4", "7"]
    assert _doubts(report) == [
        ("numbering-gap", "no paragraph 3 before paragraph 4"),
        ("numbering-gap", "no paragraph 5 to 6 before paragraph 7"),
    ]


def test_a_repeat_is_kept_as_printed_and_told(report_of: ReportOf) -> None:
    report = report_of("1\\. One.\n\n2\\. Two.\n\n2\\. Two again.\n\n3\\. Three.")

    assert _addresses(report) == ["1", "2", "2_2", "3"]
    assert _doubts(report) == [("numbering-repeat", "paragraph 2 is printed twice")]


def test_a_bis_number_repeats_nothing(report_of: ReportOf) -> None:
    report = report_of("3. Three.\n4. Four.\n4 bis. Between.\n5. Five.", name="report.txt")

    assert [(p.address, p.number) for p in report.paragraphs][1:3] == [
        ("4", "4"),
        ("4-bis", "4 bis"),
    ]
    assert [doubt.message for doubt in report.doubts] == ["no paragraph 1 to 2 before paragraph 3"]


def test_numbers_restart_in_an_annex(report_of: ReportOf) -> None:
    report = report_of("1. One.\n\n## Annex I\n\n3. Three.\n\n## Annex II\n\n1. Again.")

    assert [(p.address, p.component) for p in report.paragraphs] == [
        ("1", "body"),
        ("annex-i.3", "annex I"),
        ("annex-ii.1", "annex II"),
    ]
    assert _doubts(report) == [
        ("numbering-gap", "no paragraph 1 to 2 of annex I before paragraph 3")
    ]


def test_a_resolution_is_a_component(report_of: ReportOf) -> None:
    report = report_of("1. One.\n\n## Resolution 68/1. Sport\n\n1. Calls upon States;")

    assert _addresses(report) == ["1", "resolution-68-1.1"]


@pytest.mark.parametrize("name", ["report.md", "report.txt"])
def test_agenda_items_inside_a_paragraph_are_its_items(report_of: ReportOf, name: str) -> None:
    agenda = "1. Election.\n\n2. Adoption.\n\n3. Debate."
    report = report_of(f"4. Four.\n\n5. The agenda was:\n\n{agenda}\n\n6. Six.", name=name)

    assert _addresses(report) == ["4", "5", "6"]
    assert [item.label for item in report.paragraphs[1].items] == ["1.", "2.", "3."]


def test_a_label_after_a_colon_is_an_item_and_no_heading(report_of: ReportOf) -> None:
    report = report_of("1. One.\n\n2. The agenda was:\n1. Election\n2. Adoption", name="report.txt")

    assert (report.sections, [item.label for item in report.paragraphs[1].items]) == (
        (),
        ["1.", "2."],
    )


def test_text_without_a_number_belongs_to_the_numbered_paragraph_before_it(
    report_of: ReportOf,
) -> None:
    report = report_of("1. One.\n\nMore of one.\n\n2. Two.")

    assert [p.text for p in report.paragraphs] == ["One.\nMore of one.", "Two."]


def test_unnumbered_paragraphs_under_a_heading_have_fallback_addresses(
    report_of: ReportOf,
) -> None:
    report = report_of(
        "# Title\n\n## Summary\n\nFirst.\n\nSecond.\n\n## I. Scope\n\nThird.\n\n1. One.\n\n"
        "## Annex I\n\nFourth."
    )

    assert _addresses(report) == ["summary.u1", "summary.u2", "sect-i.u1", "1", "annex-i.u1"]


def test_a_contents_table_is_left_out(report_of: ReportOf) -> None:
    report = report_of(
        "Contents\n\nPage\n\nI. Scope . . . . . 2\n\nII. Africa .......... 14\n\n1. One."
    )

    assert (report.sections, [p.text for p in report.paragraphs]) == ((), ["One."])


def test_notes_of_the_cover_are_notes(report_of: ReportOf) -> None:
    report = report_of("# Title\\*\n\n\\* E/CN.7/2021/1.\n\n\\*\\* As received.\n\n1. One.")

    assert [(note.mark, note.text) for note in report.notes] == [
        ("*", "E/CN.7/2021/1."),
        ("**", "As received."),
    ]
    assert (report.cover.symbol, report.cover.title) == (None, "Title")


@pytest.mark.parametrize("name", ["report.md", "report.txt"])
def test_a_year_at_the_start_of_a_line_is_no_number_and_no_item(
    report_of: ReportOf, name: str
) -> None:
    report = report_of("1. One.\n\n2. It began in\n\n2021. By then it was.\n\n3. Three.", name=name)

    assert _addresses(report) == ["1", "2", "3"]
    assert (report.paragraphs[1].text, report.paragraphs[1].items) == (
        "It began in\n2021. By then it was.",
        (),
    )


def test_bold_lines_between_paragraphs_are_headings(report_of: ReportOf) -> None:
    report = report_of("1. One.\n\n**Africa**\n\n2. Two.")

    assert [p.sections for p in report.paragraphs] == [(), ("Africa",)]


def test_a_short_line_before_the_next_number_is_a_heading_in_plain_text(
    report_of: ReportOf,
) -> None:
    report = report_of("1. One.\n\nAfrica\n\n2. Two.", name="report.txt")

    assert [p.sections for p in report.paragraphs] == [(), ("Africa",)]


def test_depth_of_headings_in_the_file_is_not_believed(report_of: ReportOf) -> None:
    report = report_of(
        "# T\n\n#### I. One\n\n1. x.\n\n## A. Two\n\n2. x.\n\n###### II. Three\n\n3. x."
    )

    assert [section.level for section in report.sections] == [1, 2, 1]


def test_a_heading_that_begins_with_an_article_keeps_it(report_of: ReportOf) -> None:
    report = report_of("# T\n\n1. x.\n\n## A new plan\n\n2. x.")

    assert [(section.label, section.title) for section in report.sections] == [(None, "A new plan")]


def test_a_numbered_heading_is_no_paragraph_where_it_ends_like_a_title(
    report_of: ReportOf,
) -> None:
    report = report_of("# T\n\n## 1. Scope\n\n1. One.\n\n## 2. Africa\n\n2. Two.")

    assert [p.sections for p in report.paragraphs] == [("1. Scope",), ("2. Africa",)]


def test_notes_that_a_paragraph_cites_are_kept_in_order(report_of: ReportOf) -> None:
    report = report_of("1. One[^2] and\n   - two.[^1]\n\n[^1]: First.\n[^2]: Second.")

    assert report.paragraphs[0].notes == ("2", "1")
    assert sorted((note.mark, note.text) for note in report.notes) == [
        ("1", "First."),
        ("2", "Second."),
    ]


def test_a_table_is_kept_with_the_title_of_its_section(report_of: ReportOf) -> None:
    report = report_of("1. One.\n\n## Seizures\n\n| Drug | Tons |\n|--|--|\n| Cocaine | 16 |")

    assert [(table.title, table.rows) for table in report.tables] == [
        ("Seizures", (("Drug", "Tons"), ("Cocaine", "16")))
    ]


def test_a_table_names_the_paragraph_that_it_follows(report_of: ReportOf) -> None:
    table = "\n\n| Drug | Tons |\n|--|--|\n| Heroin | 2 |\n\n"
    report = report_of(f"# Title{table}1. One.{table}2. Two.\n\n## Annex I{table}1. First.")

    assert [t.address for t in report.tables] == [None, "1", "annex-i.u0"]


def test_the_title_of_an_annex_holds_the_tables_that_stand_first_in_it(
    report_of: ReportOf,
) -> None:
    table = "\n\n| Drug | Tons |\n|--|--|\n| Heroin | 2 |\n\n"
    report = report_of(f"# Title\n\n1. One.\n\n## Annex\n\n### Seizures{table}A note below.")

    own = [(p.address, p.number, p.text) for p in report.paragraphs if p.component == "annex"]
    assert own == [
        ("annex.u0", None, "Seizures"),
        ("annex.u1", None, "A note below."),
    ]


def test_pages_are_counted_and_kept(report_of: ReportOf) -> None:
    report = report_of("1. One.\f2. Two.", name="report.txt")

    assert (report.pages, [p.page for p in report.paragraphs]) == (2, [1, 2])


def test_a_file_without_a_paragraph_is_refused() -> None:
    blocks = [Block(kind=BlockKind.HEADING, text="Title")]

    with pytest.raises(UnreadableReport, match=r"report\.md has no paragraphs"):
        read_structure(Transcript(blocks=tuple(blocks)), source_name="report.md", source_sha256="")


@pytest.mark.parametrize(
    ("cover", "source_name", "report_id"),
    [(Cover(symbol="E/CN.7/2021/1", title="x"), "x.md", "e-cn-7-2021-1"),
     (Cover(title="Report on drugs", date="2021-04-07"), "x.md", "report-on-drugs-2021"),
     (Cover(title="Report on drugs"), "x.md", "report-on-drugs"),
     (Cover(), "Annual report (2).md", "annual-report-2"), (Cover(), "报告.md", "report")],
)  # fmt: skip
def test_report_ids_by_hand(cover: Cover, source_name: str, report_id: str) -> None:
    assert report_id_of(cover, source_name) == report_id


@given(st.lists(BLOCKS, max_size=12))
def test_no_word_is_lost_or_added(blocks: Sequence[Block]) -> None:
    report = read_structure(
        Transcript(blocks=(OPENING, *blocks)), source_name="x", source_sha256=""
    )

    paragraphs = [text for p in report.paragraphs for text in (p.number, p.text)]
    headings = [section.heading for section in report.sections]
    given_words = [text for block in [OPENING, *blocks] for text in (block.mark, block.text)]
    assert _words(*paragraphs, *headings) == _words(*given_words)


@given(st.lists(BLOCKS, max_size=12))
def test_addresses_are_unique_and_items_are_slices_that_begin_with_their_label(
    blocks: Sequence[Block],
) -> None:
    report = read_structure(
        Transcript(blocks=(OPENING, *blocks)), source_name="x", source_sha256=""
    )

    addresses = _addresses(report)
    assert len(set(addresses)) == len(addresses)
    for paragraph in report.paragraphs:
        for item in paragraph.items:
            assert paragraph.text[item.start : item.end].startswith(item.label)


COLUMNS = """\
UNITED NATIONS                                A/80/123
General Assembly                              Distr.: General
                                              3 June 2025
Eightieth session
Item 12 of the preliminary list

        Protection of the ozone layer

        Report of the Secretary-General

I. Introduction
1. The Assembly requested a report.
II. Findings
A. Emissions
2. Emissions fell.
B. Finance
3. The Fund disbursed money.
"""


def test_a_cover_in_columns_and_headings_without_blank_lines_are_read(report_of: ReportOf) -> None:
    report = report_of(COLUMNS, name="report.txt")

    cover = report.cover
    assert (cover.symbol, cover.organ, cover.distribution) == (
        "A/80/123",
        "General Assembly",
        "General",
    )
    assert cover.title == "Protection of the ozone layer: Report of the Secretary-General"
    assert [p.sections for p in report.paragraphs] == [
        ("I. Introduction",),
        ("II. Findings", "A. Emissions"),
        ("II. Findings", "B. Finance"),
    ]


SUMMARY = """\
# Commission on Narcotic Drugs

## World situation

### Report of the Secretariat

*Summary*

Drug use rose.

## Contents

| | Page |
|---|---|
| I. | 2 |

## I. Introduction

1. It rose.
"""


def test_a_summary_is_a_section_and_a_table_of_contents_is_nothing(report_of: ReportOf) -> None:
    report = report_of(SUMMARY)

    assert [p.address for p in report.paragraphs] == ["summary.u1", "1"]
    assert report.tables == ()
    assert report.cover.title is not None
    assert report.cover.title.endswith("World situation: Report of the Secretariat")


def test_a_table_on_the_cover_is_kept(report_of: ReportOf) -> None:
    report = report_of("# Title\n\n| Drug | Tons |\n|--|--|\n| Heroin | 2 |\n\n1. One.")

    assert [table.rows for table in report.tables] == [(("Drug", "Tons"), ("Heroin", "2"))]


def test_a_second_annex_without_label_counts_anew(report_of: ReportOf) -> None:
    report = report_of("# R\n\n1. Body.\n\n## Annex\n\n1. One.\n\n## Annex\n\n1. Two.\n")

    assert [(p.address, p.number) for p in report.paragraphs] == [
        ("1", "1"),
        ("annex.1", "1"),
        ("annex.1_2", "1"),
    ]


def test_a_number_typed_twice_is_kept_as_typed(report_of: ReportOf) -> None:
    report = report_of("4. Four.\n\n5. Five.\n\n5. Five again.\n")

    assert [p.number for p in report.paragraphs] == ["4", "5", "5"]


ORGAN = "**United Nations A/77/10**\n\n**General Assembly**\n\n# Report One\n\n1. One.\n"


def test_a_principal_organ_is_no_title(report_of: ReportOf) -> None:
    cover = report_of(ORGAN).cover

    assert (cover.symbol, cover.organ, cover.title) == ("A/77/10", "General Assembly", "Report One")


def _places(report: Report) -> list[tuple[str, str | None]]:
    return [(p.component, p.number) for p in report.paragraphs]


DRAFTS = """\
# R

## Chapter I

## Matters for action

### A. Draft resolutions

1. The Commission recommends two drafts:

**Draft resolution I**

**On rivers**

*Recalling* an earlier resolution,

1. Decides to measure;

2. Requests a report.

### B. Other matters

2. The Commission also met.
"""


def test_a_draft_in_the_midst_counts_for_itself_and_the_body_goes_on(report_of: ReportOf) -> None:
    assert _places(report_of(DRAFTS)) == [
        ("body", "1"),
        ("draft resolution I", None),
        ("draft resolution I", "1"),
        ("draft resolution I", "2"),
        ("body", "2"),
    ]


def test_a_label_takes_the_title_printed_below_it(report_of: ReportOf) -> None:
    sections = [(s.label, s.title) for s in report_of(DRAFTS).sections]

    assert sections[:1] == [("I", "Matters for action")]
    assert ("Draft resolution I", "On rivers") in sections


def test_a_draft_without_a_label_is_known_by_its_announcement(report_of: ReportOf) -> None:
    report = report_of(
        "# R\n\n## A. Drafts\n\n1. The Council is asked to adopt the following draft decision:\n\n"
        "**On lakes**\n\nThe Council,\n\n1. Decides so.\n\n## B. More\n\n2. It met.\n"
    )

    assert _places(report) == [
        ("body", "1"), ("draft decision", None), ("draft decision", "1"), ("body", "2"),
    ]  # fmt: skip


def test_entries_of_an_agenda_in_a_decision_are_no_paragraphs(report_of: ReportOf) -> None:
    report = report_of(
        "# R\n\n1. One.\n\n## Decision 22/2. Provisional agenda of the next session\n\n"
        "The Committee approves this agenda.\n\n1. Opening.\n\n2. Closing.\n\n"
        "## II. Attendance\n\n2. Forty States came.\n"
    )

    assert [p for p in _places(report) if p[1]] == [("body", "1"), ("body", "2")]


def test_a_text_quoted_with_its_own_numbers_is_a_component(report_of: ReportOf) -> None:
    long = "The Working Group met in closed meetings before the session of the Commission, " * 2
    report = report_of(
        "# R\n\n55. One.\n\n56. The report read as follows:\n\n"
        f"1. {long}.\n\n2. It rose.\n\n57. End.\n"
    )

    assert _places(report) == [
        ("body", "55"), ("body", "56"), ("text quoted in paragraph 56", "1"),
        ("text quoted in paragraph 56", "2"), ("body", "57"),
    ]  # fmt: skip


def test_a_numbered_list_after_a_colon_stays_items(report_of: ReportOf) -> None:
    report = report_of("# R\n\n7. The agenda is as follows:\n\n   1. Opening.\n   2. Closing.\n")

    assert [len(p.items) for p in report.paragraphs] == [2]


def test_a_count_that_runs_on_in_an_annex_is_no_gap(report_of: ReportOf) -> None:
    report = report_of("# R\n\n1. One.\n\n2. Two.\n\n## Annex I\n\n3. Three.\n")

    assert (report.doubts, _places(report)[-1]) == ((), ("annex I", "3"))


def test_decisions_known_by_their_numbers_count_for_themselves(report_of: ReportOf) -> None:
    report = report_of(
        "# R\n\n1. One.\n\n## Annex\n\n## Decisions\n\n## 2025/8\n\n## On rivers\n\n"
        "1. Takes note.\n\n"
        "## 2025/9\n\n## On lakes\n\n1. Welcomes it.\n"
    )

    assert _places(report)[1:] == [("annex, decision 2025/8", "1"), ("annex, decision 2025/9", "1")]


def test_items_in_bold_are_items(report_of: ReportOf) -> None:
    report = report_of("# R\n\n1. It recommends:\n\n**(a) To count;**\n\n**(b) To tell.**\n")

    assert [item.label for item in report.paragraphs[0].items] == ["(a)", "(b)"]

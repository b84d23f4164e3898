import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.gold import COVER_FIELDS, Gold, GoldNote, GoldParagraph, GoldSection
from eval.structure import (
    COLUMNS,
    Check,
    align,
    check_files,
    check_structure,
    evaluate_structure,
    mistakes_of,
    rates_of,
)
from service import Cover, Item, Note, Paragraph, Report, Section, SourceUnavailable

TEXT = "The sea is deep and the sky is high:\n(a) here;\n(b) there."


def gold_paragraph(number: str, component: str = "body", *, page: int | None = 2) -> GoldParagraph:
    return GoldParagraph(
        component=component,
        number=number,
        page=page,
        section="Seas",
        starts="The sea is deep and the sky is",
        ends="is high: (a) here; (b) there.",
        items=("(a)", "(b)"),
        notes=("1",),
    )


def paragraph(number: str, component: str = "body", *, page: int | None = 2) -> Paragraph:
    first, second = TEXT.index("(a)"), TEXT.index("(b)")
    return Paragraph(
        address=f"{component}.{number}",
        component=component,
        number=number,
        text=TEXT,
        page=page,
        sections=("I. Seas",),
        items=(
            Item(label="(a)", level=1, start=first, end=second - 1),
            Item(label="(i)", level=2, start=first + 4, end=second - 1),
            Item(label="(b)", level=1, start=second, end=len(TEXT)),
        ),
        notes=("1",),
    )


GOLD = Gold(
    file="f.pdf",
    cover={"symbol": [None], "title": ["Letter", "Seas"], "pages": [3]},
    pages=(1, 2),
    sections=(GoldSection(label="I", title="Seas"),),
    paragraphs=(gold_paragraph("1"), gold_paragraph("2")),
    notes=(GoldNote(mark="1", starts="See the other report of this"),),
)
REPORT = Report(
    report_id="f",
    cover=Cover(title="Seas"),
    paragraphs=(paragraph("1"), paragraph("2")),
    sections=(Section(label="I", title="Seas", level=1, page=1),),
    notes=(Note(mark="1", text="See the  other\nreport of this year.", page=2),),
    pages=3,
)


def wrong(report: Report, gold: Gold = GOLD) -> list[tuple[str, str]]:
    return [(c.measure, c.place) for c in check_structure(gold, report) if not c.is_right]


def test_a_report_that_is_read_as_it_is_has_everything_right() -> None:
    assert wrong(REPORT) == []
    assert {check.measure for check in check_structure(GOLD, REPORT)} >= set(COLUMNS)


def test_a_paragraph_that_is_not_found_has_nothing_right() -> None:
    lost = replace(REPORT, paragraphs=REPORT.paragraphs[:1])

    assert wrong(lost) == [
        (measure, "body 2")
        for measure in (
            "paragraphs-found", "component", "first-words", "last-words", "section", "items",
            "notes-cited", "page",
        )
    ]  # fmt: skip


def test_a_paragraph_that_is_not_there_is_invented() -> None:
    more = replace(REPORT, paragraphs=(*REPORT.paragraphs, paragraph("3")))

    assert wrong(more) == [("paragraphs-not-invented", "body 3")]


def test_what_stands_outside_the_annotated_pages_is_not_compared() -> None:
    more = replace(
        REPORT,
        paragraphs=(*REPORT.paragraphs, paragraph("3", page=3)),
        sections=(*REPORT.sections, Section(label="II", title="More", level=1, page=3)),
        notes=(*REPORT.notes, Note(mark="2", text="More.", page=3)),
    )

    assert wrong(more) == []


def test_a_paragraph_without_a_number_is_not_compared() -> None:
    more = replace(REPORT, paragraphs=(*REPORT.paragraphs, replace(paragraph("3"), number=None)))

    assert wrong(more) == []


@pytest.mark.parametrize(
    ("change", "measure"),
    [
        ({"text": "A " + TEXT}, "first-words"),
        ({"text": TEXT + " More."}, "last-words"),
        ({"component": "annex"}, "component"),
        ({"page": 1}, "page"),
        ({"sections": ()}, "section"),
        ({"sections": ("II. Skies",)}, "section"),
        ({"items": ()}, "items"),
        ({"notes": ("1", "2")}, "notes-cited"),
    ],
)
def test_each_thing_wrong_with_a_paragraph_counts_once(
    change: dict[str, object], measure: str
) -> None:
    changed = replace(REPORT.paragraphs[0], **change)  # type: ignore[arg-type]
    report = replace(REPORT, paragraphs=(changed, REPORT.paragraphs[1]))

    assert wrong(report) == [(measure, "body 1")]


def test_bullets_of_every_shape_are_bullets() -> None:
    bullets = (replace(GOLD.paragraphs[0], items=("•", "•")), GOLD.paragraphs[1])
    first = REPORT.paragraphs[0]
    items = tuple(replace(item, label="–") for item in first.items)
    report = replace(REPORT, paragraphs=(replace(first, items=items), REPORT.paragraphs[1]))

    assert wrong(report, replace(GOLD, paragraphs=bullets)) == []


def test_sections_and_notes_count_both_ways() -> None:
    report = replace(
        REPORT,
        sections=(Section(label=None, title="Seas", level=1),),
        notes=(*REPORT.notes, *REPORT.notes),
    )

    assert [measure for measure, _ in wrong(report)] == [
        "section",
        "section",
        "sections-found",
        "sections-not-invented",
        "notes-not-invented",
    ]


def test_a_cover_field_is_right_alone() -> None:
    report = replace(REPORT, cover=Cover(title="Letter", symbol="A/1"), pages=None)

    assert wrong(report) == [("cover-symbol", "cover"), ("cover-pages", "cover")]


def test_components_that_repeat_numbers_are_aligned_by_words_then_name_then_page() -> None:
    gold = [gold_paragraph("1"), gold_paragraph("1", "annex I"), gold_paragraph("1", "x", page=9)]
    other = replace(paragraph("1", "annex i"), text="Other words.")
    paged = replace(paragraph("1", "y", page=9), text="More words.")

    matches = align(gold, [paged, other, paragraph("1")])

    assert [matches[position].component for position in range(3)] == ["body", "annex i", "y"]


def test_a_rate_is_the_share_of_right_checks() -> None:
    checks = [Check(measure="page", place="", is_right=right) for right in (True, False, True)]

    rates = rates_of(checks)

    assert rates["page"].value == pytest.approx(2 / 3)
    assert (rates["page"].low, rates["page"].count) == (None, 3)


def test_mistakes_say_what_was_found_and_expected() -> None:
    check = Check(measure="page", place="body 1", is_right=False, found=2, expected=3)

    assert list(mistakes_of({"f.pdf": [check, replace(check, is_right=True)]})) == [
        "f.pdf: page: body 1: found 2, expected 3"
    ]


def test_files_are_read_and_compared_with_the_gold_of_their_stem(tmp_path: Path) -> None:
    gold = dict.fromkeys(COVER_FIELDS) | {"title": "Seas"}
    lists: dict[str, object] = {"sections": [], "paragraphs": [], "notes": []}
    (tmp_path / "seas.json").write_text(json.dumps({"file": "seas.md", **gold, **lists}))
    file = tmp_path / "seas.md"
    file.write_text("# Seas\n\n1. The sea is deep.\n")

    evaluation = evaluate_structure(check_files(tmp_path, [file]), tmp_path)

    assert evaluation.groups["seas.md"] == evaluation.measures
    assert evaluation.measures["paragraphs-not-invented"].value == 0.0
    assert list(evaluation.manifest.files) == ["seas.json"]


def test_a_file_without_gold_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match=r"seas\.json cannot be read"):
        check_files(tmp_path, [tmp_path / "seas.md"])

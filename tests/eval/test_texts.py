import json
from pathlib import Path

import pytest

from eval.texts import read_texts
from service import JudgementsUnreadable, SettingsError

CLAUSES = (
    {"_id": "x", "text": "The sea is deep.", "metadata": {"doc": 1}},
    {"_id": "y", "text": "The sky is high.", "metadata": {"doc": 2}},
    {"_id": "z", "text": "It is salty.", "metadata": {"doc": 1}},
    {"_id": "2", "title": "Skies", "text": "A table of skies."},
    {"_id": "e", "text": " ", "metadata": {"doc": 2}},
    {"_id": "w", "text": "On its own."},
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(text) + "\n" for text in CLAUSES))
    return path


def test_texts_are_the_paragraphs_of_the_report_that_their_metadata_names(corpus: Path) -> None:
    texts = read_texts(corpus, report_field="doc")

    words = {report.report_id: [p.text for p in report.paragraphs] for report in texts.reports}
    assert words == {
        "1": ["The sea is deep.", "It is salty."],
        "2": ["The sky is high.", "A table of skies."],
        "w": ["On its own."],
    }


def test_every_paragraph_leads_back_to_its_text(corpus: Path) -> None:
    texts = read_texts(corpus, report_field="doc")

    assert texts.text_ids == {
        ("1", "1"): "x",
        ("1", "2"): "z",
        ("2", "1"): "y",
        ("2", "2"): "2",
        ("w", "1"): "w",
    }
    addresses = [(r.report_id, p.address) for r in texts.reports for p in r.paragraphs]
    assert sorted(addresses) == sorted(texts.text_ids)
    assert texts.empty == 1


def test_without_a_field_a_text_is_a_report_of_its_own(corpus: Path) -> None:
    texts = read_texts(corpus)

    assert [report.report_id for report in texts.reports] == ["x", "y", "z", "2", "w"]
    assert texts.text_ids["z", "1"] == "z"


def test_a_report_has_the_title_that_all_its_texts_share(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    rows = [("a", "Seas", "1"), ("b", "Seas", "1"), ("c", "Skies", "2"), ("d", "", "2")]
    path.write_text(
        "".join(
            json.dumps({"_id": i, "title": title, "text": "words", "metadata": {"doc": doc}}) + "\n"
            for i, title, doc in rows
        )
    )

    reports = read_texts(path, report_field="doc").reports

    assert [report.cover.title for report in reports] == ["Seas", None]
    assert [p.sections for p in reports[1].paragraphs] == [("Skies",), ()]


def test_a_field_that_no_text_has_is_told_with_those_that_there_are(corpus: Path) -> None:
    with pytest.raises(SettingsError, match='has metadata "book"; it has: doc'):
        read_texts(corpus, report_field="book")


@pytest.mark.parametrize(
    ("metadata", "trouble"),
    [("[]", '"metadata" must be an object'), ('{"doc": [1]}', 'metadata "doc" must name a report')],
)
def test_metadata_of_another_form_are_told_with_their_line(
    tmp_path: Path, metadata: str, trouble: str
) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(f'{{"_id": "a", "text": "words", "metadata": {metadata}}}')

    with pytest.raises(JudgementsUnreadable, match=f"line 1: {trouble}"):
        read_texts(path, report_field="doc")

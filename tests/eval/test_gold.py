import json
from pathlib import Path
from typing import Any

import pytest

from eval.gold import GoldNote, GoldSection, gold_for, read_gold
from service import JudgementsUnreadable, SourceUnavailable

VALUE: dict[str, Any] = {
    "file": "f.pdf",
    "symbol": "E/2025/8",
    "title": "Letter",
    "inner_title": "Report",
    "organ": "Economic and Social Council",
    "session": None,
    "agenda_item": None,
    "date": "2025-01-03",
    "distribution": "General",
    "language": "en",
    "pages": 20,
    "gold_pages": [1, 16],
    "sections": [{"label": "I", "title": "Introduction", "page": 1, "level": 1}],
    "paragraphs": [
        {
            "component": "body",
            "number": "1",
            "page": 1,
            "section": "Introduction",
            "starts": "The present report",
            "ends": "a report.",
            "items": ["(a)", "(b)"],
            "notes": ["1"],
        }
    ],
    "notes": [{"mark": "1", "page": 1, "starts": "See page 2."}],
    "tables": [],
}


def written(folder: Path, value: object) -> Path:
    path = folder / "f.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_gold_is_read_as_it_is_written(tmp_path: Path) -> None:
    gold = read_gold(written(tmp_path, VALUE))

    assert gold.cover["title"] == ["Letter", "Report"]
    assert gold.cover["pages"] == [20]
    assert gold.sections == (GoldSection(label="I", title="Introduction"),)
    assert gold.notes == (GoldNote(mark="1", starts="See page 2."),)
    assert gold.paragraphs[0].items == ("(a)", "(b)")


def test_only_annotated_pages_are_covered(tmp_path: Path) -> None:
    part = read_gold(written(tmp_path, VALUE))
    whole = read_gold(written(tmp_path, {**VALUE, "gold_pages": None}))

    assert [part.covers(page) for page in (1, 16, 17, None)] == [True, True, False, True]
    assert whole.covers(17)


def test_gold_of_a_file_is_itself_or_of_its_stem_in_a_folder(tmp_path: Path) -> None:
    path = written(tmp_path, VALUE)

    assert gold_for(path, Path("other.pdf")) == path
    assert gold_for(tmp_path, Path("A_80_44.en.pdf")) == tmp_path / "A_80_44.en.json"


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {**VALUE, "paragraphs": [{"number": "1"}]},
        {**VALUE, "paragraphs": 5},
        {**VALUE, "notes": ["1"]},
        {**VALUE, "gold_pages": []},
    ],
)
def test_what_is_no_gold_is_told_by_its_path(tmp_path: Path, value: object) -> None:
    with pytest.raises(JudgementsUnreadable, match=r"f\.json is no gold structure"):
        read_gold(written(tmp_path, value))


def test_a_file_that_is_no_json_is_told_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text("{")

    with pytest.raises(JudgementsUnreadable, match=r"f\.json is no JSON"):
        read_gold(tmp_path / "f.json")
    with pytest.raises(SourceUnavailable, match=r"g\.json cannot be read"):
        read_gold(tmp_path / "g.json")

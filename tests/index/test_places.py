"""Where paragraphs stand: read back to the letter from the lines of the passage table."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Cover, Item, Paragraph, Report
from index.passages import PassageTable
from tests.index.tables import table_of

WORDS = st.text(alphabet='a",:[]{}\\\n“é”')


def _table(folder: Path, *paragraphs: Paragraph) -> PassageTable:
    return table_of(folder, Report(report_id="r", cover=Cover(), paragraphs=paragraphs))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("table")


@given(
    st.lists(
        st.builds(
            Paragraph,
            address=WORDS,
            component=WORDS,
            number=st.none() | WORDS,
            text=WORDS,
            page=st.none() | st.integers(1, 99),
            sections=st.lists(WORDS, max_size=3).map(tuple),
            items=st.just((Item(label='"],"items":', level=1, start=0, end=0),)),
            notes=st.just(()),
            boxes=st.just(()),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_every_place_is_the_one_of_its_paragraph(folder: Path, paragraphs: list[Paragraph]) -> None:
    places = _table(folder, *paragraphs).places

    for row, paragraph in enumerate(paragraphs):
        own: list[tuple[Callable[..., object], object]] = [
            (places.components.rows_where, paragraph.component),
            (places.numbers.rows_where, paragraph.number),
            (places.sections.rows_where, paragraph.sections),
        ]
        assert all(rows_where(lambda v, w=value: v == w)[row] for rows_where, value in own)  # type: ignore[index]


def test_a_condition_is_asked_once_of_each_value(folder: Path) -> None:
    asked: list[str | None] = []
    paragraphs = (Paragraph(address=n, component="body", number=n, text=n) for n in ("1", "2", "1"))

    def is_first(number: str | None) -> bool:
        asked.append(number)
        return number == "1"

    rows = _table(folder, *paragraphs).places.numbers.rows_where(is_first)

    assert (asked, rows.tolist()) == (["1", "2"], [True, False, True])


def test_an_empty_table_has_no_places(folder: Path) -> None:
    assert not len(_table(folder).places.components.rows_where(bool))

import pytest

from corpus.blocks import Block, BlockKind
from corpus.readers.layout import Layout


def _after(*blocks: Block) -> Layout:
    layout = Layout()
    for block in blocks:
        layout.see(block)
    return layout


def _text(text: str, *, kind: BlockKind = BlockKind.TEXT, mark: str = "") -> Block:
    return Block(kind=kind, text=text, mark=mark)


def test_a_small_table_that_opens_the_file_sets_the_cover() -> None:
    assert Layout().is_set_by([2, 3])
    assert not Layout().is_set_by([2] * 5)


def test_after_a_line_of_the_cover_only_boxes_and_strips_set_it() -> None:
    layout = _after(_text("United Nations"), _text("Title", kind=BlockKind.HEADING))

    assert layout.is_set_by([1, 1])
    assert layout.is_set_by([3])
    assert not layout.is_set_by([2, 2])


@pytest.mark.parametrize(
    "block",
    [_text("1. One."), _text("One.", mark="1."), _text("I. Introduction", kind=BlockKind.HEADING)],
)
def test_no_table_sets_the_cover_once_the_body_has_begun(block: Block) -> None:
    assert not _after(block).is_set_by([1])

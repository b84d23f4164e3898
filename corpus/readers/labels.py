"""Labels that a file has its readers count: list marks, chapter numbers, note marks."""

from collections.abc import Iterator
from dataclasses import replace

from corpus.blocks import Block
from corpus.numbering import split_mark
from corpus.readers.lines import split_at_marks

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN = 3999
_MAX_LETTER = 26 * 30  # Word repeats a letter: aa, bb; beyond thirty it is no label


def roman_numeral(value: int) -> str:
    """The lower-case roman numeral of 1 to 3999; digits for what has none: 4 is "iv"."""
    if not 0 < value <= _MAX_ROMAN:
        return str(value)
    numeral = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        numeral += letters * count
    return numeral


def letters_label(value: int) -> str:
    """The letters of a place, repeated past z: 1 is "a", 27 "aa", 28 "bb"; digits below 1."""
    if not 0 < value <= _MAX_LETTER:
        return str(value)
    rounds, place = divmod(value - 1, 26)
    return chr(ord("a") + place) * (rounds + 1)


def place_label(label: str, text: str, *, is_heading: bool) -> tuple[str, str]:
    """The mark and the text of a block, from its counted label and its own words.

    Headings print their labels in their text ("IV. INTERPOL"), and so does a block whose label
    is no list mark ("A.", "3.1"): whoever reads the structure looks for it there.
    """
    if not label or not text:
        return "", text
    mark, rest = split_mark(f"{label} ")
    if is_heading or mark is None or rest:
        return "", f"{label} {text}"
    return mark.label, text


def part_block(block: Block) -> Iterator[Block]:
    """Part a block where one of its lines begins with a label and the line before had ended."""
    first, *others = split_at_marks(block.text.split("\n"))
    yield replace(block, text="\n".join(first)) if others else block
    for lines in others:
        yield replace(block, text="\n".join(lines), mark="", notes=())

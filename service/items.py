"""Items named: the slices of a paragraph that "para. 20 (a), (c) and (d) (ii)" means."""

from collections.abc import Iterator, Sequence

from corpus.numbering import BULLET_LABEL
from corpus.parts import Parts, Path
from corpus.records import Item, Paragraph
from service.answer import Highlight
from service.missing import missing_item


def items_named(parts: Parts, paragraph: Paragraph) -> tuple[Highlight, ...]:
    """The slices of a paragraph that a citation names, in order of print; of no parts, all of it.

    A run of items is one slice; one that the paragraph does not have is left out.
    """
    found = {span for run in parts or (((), ()),) if (span := _span_of(run, paragraph))}
    return tuple(
        Highlight(start=start, end=end, quote=paragraph.text[start:end])
        for start, end in sorted(found)
    )


def missing_items(parts: Parts, paragraph: Paragraph) -> str:
    """What is told when a paragraph lacks an item that is named; "" when it lacks none."""
    if all(_span_of(run, paragraph) for run in parts):
        return ""
    return missing_item(paragraph)


def _span_of(run: tuple[Path, Path], paragraph: Paragraph) -> tuple[int, int] | None:
    """From the first item of a run to its last; None when it lacks one, or they stand reversed."""
    first, last = (_span_at(path, paragraph) for path in run)
    if first is None or last is None or last[1] <= first[0]:
        return None
    return first[0], last[1]


def _span_at(path: Path, paragraph: Paragraph) -> tuple[int, int] | None:
    if not path:
        return 0, len(paragraph.text)
    item = _item_named(path, paragraph.items)
    return None if item is None else (item.start, item.end)


def _item_named(path: Path, items: Sequence[Item]) -> Item | None:
    """The item at the end of a path of labels and bullets; None when the path leads nowhere."""
    found: Item | None = None
    for level, step in enumerate(path, 1):
        matching = list(_matching(step, level, items, inside=found))
        if not matching:
            return None
        found = matching[0]
    return found


def _matching(
    step: str | int, level: int, items: Sequence[Item], *, inside: Item | None
) -> Iterator[Item]:
    """The items of a level, inside another where one is given, that a step of a path can mean."""
    own = [
        item
        for item in items
        if item.level == level and (inside is None or inside.start < item.start < inside.end)
    ]
    if isinstance(step, int):
        yield from [item for item in own if item.label == BULLET_LABEL][step - 1 : step]
        return
    yield from (item for item in own if item.label.strip("().") == step)

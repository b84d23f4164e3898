"""Which items of a paragraph a citation names, so that it covers all that is quoted.

The quotes of one item are cited by it; those of items side by side by all of them; others by the
innermost item that holds them all, or by the paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.numbering import ordinal_word
from corpus.records import Item, Paragraph

Path = tuple[Item, ...]
Span = tuple[int, int]

_MAX_LISTED = 4  # items side by side that are told one by one


def items_text(paragraph: Paragraph, spans: Sequence[Span]) -> str:
    """What follows a number in a citation: `` (b)``, ``, first and ninth bullet points``.

    "" where no item holds all ``spans``, or where there are none.
    """
    paths = _covering(paragraph, spans)
    if not paths:
        return ""
    outer = paths[0][:-1]
    above = [_listed(paragraph, outer[:depth], [item]) for depth, item in enumerate(outer)]
    return "".join([*above, _listed(paragraph, outer, [path[-1] for path in paths])])


def _covering(paragraph: Paragraph, spans: Sequence[Span]) -> tuple[Path, ...]:
    """The paths of items side by side that hold all spans; () where only the paragraph does."""
    paths = [path for span in spans for path in _held(paragraph, span, ())]
    kept = [
        path
        for path in dict.fromkeys(paths)
        if not any(path[:n] in paths for n in range(len(path)))
    ]
    if not kept:
        return ()
    shared = _shared(kept)
    if all(len(path) == len(shared) + 1 for path in kept) and shared not in kept:
        siblings = sorted(kept, key=lambda path: path[-1].start)
        if _is_told(paragraph, shared, siblings):
            return tuple(siblings)
    return (shared,) if shared else ()


def _held(paragraph: Paragraph, span: Span, path: Path) -> Iterator[Path]:
    """The innermost items that hold the words of a span, from ``path`` inwards."""
    words = paragraph.text[slice(*span)]
    start = span[0] + len(words) - len(words.lstrip())
    touched = [i for i in _inside(paragraph, path) if i.start < span[1] and start < i.end]
    marks = {"", *(item.label for item in path[-1:])}
    before = paragraph.text[start : touched[0].start] if touched else words
    after = paragraph.text[touched[-1].end : span[1]] if touched else ""
    if before.strip() not in marks or after.strip() or not touched:
        yield path
        return
    for item in touched:
        inner = max(start, item.start), min(span[1], item.end)
        yield from _held(paragraph, inner, (*path, item))


def _inside(paragraph: Paragraph, path: Path) -> list[Item]:
    """The items directly inside the last of a path; those of the paragraph for none."""
    level = len(path) + 1
    start, end = (path[-1].start, path[-1].end) if path else (0, len(paragraph.text))
    return [i for i in paragraph.items if i.level == level and start <= i.start < end]


def _shared(paths: Sequence[Path]) -> Path:
    """The items that all paths begin with; of one path, the whole of it."""
    shared = []
    for items in zip(*paths, strict=False):
        if any(item is not items[0] for item in items):
            break
        shared.append(items[0])
    return tuple(shared)


def _is_told(paragraph: Paragraph, outer: Path, paths: Sequence[Path]) -> bool:
    """Whether items are few enough, or follow each other, and are of one kind."""
    own = [path[-1] for path in paths]
    is_one_kind = len({_is_bullet(item) for item in own}) == 1
    return is_one_kind and len(_runs(paragraph, outer, own)) <= _MAX_LISTED


def _runs(paragraph: Paragraph, outer: Path, items: Sequence[Item]) -> list[list[Item]]:
    """Items that follow each other together; two stand each for itself."""
    siblings = _inside(paragraph, outer)
    places = [siblings.index(item) for item in items]
    groups = groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])
    runs = [[siblings[place] for _, place in group] for _, group in groups]
    return [part for run in runs for part in ([run] if len(run) > 2 else [[i] for i in run])]


def _listed(paragraph: Paragraph, outer: Path, items: Sequence[Item]) -> str:
    """Items side by side: `` (a), (c) and (d)``, ``, fifth to eighth bullet points``."""
    is_bullet = _is_bullet(items[0])
    siblings = [i for i in _inside(paragraph, outer) if _is_bullet(i) == is_bullet]
    runs = _runs(paragraph, outer, items)
    dash = " to " if is_bullet else "–"
    told = [
        dash.join(dict.fromkeys(_label(e, siblings) for e in (run[0], run[-1]))) for run in runs
    ]
    listed = " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
    if not is_bullet:
        return f" {listed}"
    kind = "bullet point" if items[0].level == 1 else "sub-bullet point"
    return f", {listed} {kind}{'s' if len(items) > 1 else ''}"


def _label(item: Item, siblings: Sequence[Item]) -> str:
    if _is_bullet(item):
        return ordinal_word(siblings.index(item) + 1)
    return f"({re.sub(r'[().]', '', item.label)})"


def _is_bullet(item: Item) -> bool:
    return not any(character.isalnum() for character in item.label)

"""The notes of an HTML page: which elements cite them, which are their bodies, and their marks.

Every program writes them in its own way, but a citing is always a link with a short text whose
target stands further down; a link back stands in the note. Raised figures without a link are
notes only where a block begins with the same figure: "5<sup>th</sup>", "m<sup>2</sup>" stay text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

_MARK = re.compile(
    r"""
    [\[(]?
    (?:(?P<number>\d{1,3})(?::\d+)?                       # 29    29:1, where note 29 is cited again
      |(?P<sign>[ivxl]{1,6}|[a-z]|[*†‡§]{1,4}))           # iv    a    **
    [\])]?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CITES = re.compile(
    r"""
    footnote-?ref | note-?ref | fnref             # pandoc, EPUB, ARIA, Markdown
  | sd(?:foot|end)note(?:anc|\d+anc) | (?:ft|ed)nref      # LibreOffice, Word
    """,
    re.VERBOSE | re.IGNORECASE,
)
_IS_NOTE = re.compile(
    r"""
    (?:foot|end)notes? | \bnotes?[-_:]?\d*$ | \bfn[-_:]?\w{0,6}$     # doc-footnote, note-1, fn1
  | _?(?:ft|ed)n\d+$                                                 # Word
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMES_ONE_NOTE = re.compile(r"(?:sd(?:foot|end)note|(?:ft|ed)n|fn)[-_:]?\d+", re.IGNORECASE)
_NOTE_BLOCKS = frozenset("p div li dd dt td aside section".split())
_MAX_BACKLINK_CHARS = 4  # "↩", "[12]"
_UNIT = re.compile(r"(?:^|[\s\d(/])(?:[kcm]?m|ft|km|in|s|CO|H)$")  # m², CO²: powers, not notes


@dataclass(slots=True)
class PageNotes:
    """The marks of the elements that cite notes, and of those that are notes."""

    references: dict[_Element, str] = field(default_factory=dict)
    bodies: dict[_Element, str] = field(default_factory=dict)


def find_notes(root: _Element) -> PageNotes:
    """Find the notes of a page; their own marks and links back are dropped from it."""
    notes = PageNotes()
    _find_linked(root, notes)
    _find_raised(root, notes)
    return notes


def _find_linked(root: _Element, notes: PageNotes) -> None:
    order = {element: place for place, element in enumerate(root.iter())}
    targets = {name: element for element in order for name in _names(element)}
    links = [link for link in root.iter("a") if _target(link)]
    for link in links:
        target = targets.get(_target(link))
        if target is None or order[target] < order[link]:
            continue
        body, mark = _body(target), _mark(link)
        is_told = _is_raised(link) or _tells(link, _CITES) or _tells(target, _IS_NOTE)
        if mark and body is not None and is_told:
            notes.references[_with_sup(link)] = mark
            notes.bodies.setdefault(body, mark)
    _drop_marks(links, targets, order=order, notes=notes)


def _drop_marks(
    links: Iterable[_Element],
    targets: Mapping[str, _Element],
    *,
    order: Mapping[_Element, int],
    notes: PageNotes,
) -> None:
    """Drop from the notes the links that lead back, and the marks that they begin with."""
    unmarked = dict(notes.bodies)
    for link in links:
        body = next((e for e in (link, *link.iterancestors()) if e in notes.bodies), None)
        target = targets.get(_target(link))
        is_back = target is None or order[target] < order[link]
        if body is not None and is_back and len(_text(link)) <= _MAX_BACKLINK_CHARS:
            if _mark(link):
                unmarked.pop(body, None)
            _with_sup(link).drop_tree()
    for body, mark in unmarked.items():
        if body.tag != "li":  # whose mark is counted, not typed
            _cut_mark(body, mark)


def _find_raised(root: _Element, notes: PageNotes) -> None:
    """Find notes that begin with a raised mark which a text before them carries too."""
    known = _around(notes.references)
    openings: dict[_Element, _Element | None] = {}
    cited: dict[str, list[_Element]] = {}
    for sup in list(root.iter("sup")):
        mark = _mark(sup)
        if not mark or sup in known:
            continue
        block = next((a for a in sup.iterancestors() if a.tag in _NOTE_BLOCKS), root)
        if block not in openings:
            openings[block] = _opening(block)
        is_opening = openings[block] is sup and block is not root
        if is_opening:
            if references := cited.pop(mark, None):
                notes.bodies[block] = mark
                notes.references.update(dict.fromkeys(references, mark))
                sup.drop_tree()
        elif not _UNIT.search(_text_before(sup)):
            cited.setdefault(mark, []).append(sup)


def _names(element: _Element) -> Iterator[str]:
    yield from filter(None, [element.get("id")])
    if element.tag == "a":
        yield from filter(None, [element.get("name")])


def _target(link: _Element) -> str:
    """The name that a link within the page leads to; "" for other links."""
    _, hash_sign, name = str(link.get("href", "")).rpartition("#")
    return name if hash_sign else ""


def _mark(element: _Element) -> str:
    """The mark that is all of an element's text; "" for other text."""
    match = _MARK.fullmatch(_text(element))
    return "" if match is None else match["number"] or match["sign"]


def _text(element: _Element) -> str:
    return "".join(element.itertext()).strip()


def _body(target: _Element) -> _Element | None:
    """The block that a note's target names or stands in, with all of the note's blocks."""
    block = next((e for e in (target, *target.iterancestors()) if e.tag in _NOTE_BLOCKS), None)
    while block is not None and block.getparent() is not None:
        parent = block.getparent()
        is_whole = parent.tag == "li" or _NAMES_ONE_NOTE.fullmatch(parent.get("id", ""))
        if not is_whole:
            break
        block = parent
    return block


def _is_raised(link: _Element) -> bool:
    return _with_sup(link) is not link or next(link.iter("sup"), None) is not None


def _with_sup(link: _Element) -> _Element:
    """The raised element that holds nothing but a link, else the link."""
    parent = link.getparent()
    is_alone = parent is not None and parent.tag == "sup" and _text(parent) == _text(link)
    return parent if is_alone else link


def _tells(element: _Element, words: re.Pattern[str]) -> bool:
    """Whether an element says by its names, classes or roles what it is."""
    told = (element.get(name, "") for name in ("id", "name", "class", "role", "epub:type"))
    return any(words.search(word) for value in told for word in value.split())


def _around(references: Iterable[_Element]) -> set[_Element]:
    """The elements that cite notes, with all around and inside them."""
    return {
        element
        for reference in references
        for element in (*reference.iterancestors(), *reference.iter())
    }


def _opening(block: _Element) -> _Element | None:
    """The raised element that holds the first printed text of a block; None for any other."""
    holder: _Element | None = None
    for event, element in etree.iterwalk(block, events=("start", "end")):
        is_start = event == "start"
        if element is block and not is_start:
            return None
        if ((element.text if is_start else element.tail) or "").strip():
            holder = element if is_start else element.getparent()
            break
    above = () if holder is None else (holder, *holder.iterancestors())
    return next((element for element in above if element.tag == "sup"), None)


def _text_before(sup: _Element) -> str:
    previous, parent = sup.getprevious(), sup.getparent()
    text = parent.text if previous is None else previous.tail
    return (text or "").rstrip()


def _cut_mark(body: _Element, mark: str) -> None:
    """Cut the mark that is typed at the start of a note: "1. ", "[1] "."""
    typed = re.compile(rf"\s*[\[(]?{re.escape(mark)}[\])]?[.:]?(?=\s|$)")
    first = next((e for e in body.iter() if (e.text or "").strip()), None)
    if first is not None and (match := typed.match(first.text)) is not None:
        first.text = first.text[match.end() :]

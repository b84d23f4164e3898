"""The part of an HTML page that is the report, as a tree: no menus, no scripts, nothing hidden.

What is left out is left out by what it says it is; whatever holds most of the page's words stays,
because whole reports do stand in a form.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

import lxml.html
from lxml import etree
from lxml.etree import _Element

from corpus.readers.html.scan import UNSEEN

_BOILERPLATE = frozenset("nav aside form dialog button input".split())
_BOILERPLATE_ROLES = frozenset(
    "banner navigation contentinfo search complementary dialog menu menubar".split()
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)  # lxml drops what stands after it
_WORD = re.compile(r"\w+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # lxml moves no text with these
_OFFICE_FURNITURE = frozenset({"header", "footer"})  # the titles LibreOffice gives to their divs


@dataclass(frozen=True, slots=True)
class Page:
    """A page's tree, without what no reader sees, and the title that its window shows."""

    root: _Element
    title: str


def parse_page(markup: str) -> Page:
    """Build the tree of a page."""
    source = _PAGE_END.sub("", markup).encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(source, parser=parser)
    except etree.ParserError:  # nothing in it but comments or blanks
        root = lxml.html.document_fromstring("<body></body>")
    if _CONTROL.search("".join(root.itertext())):
        _drop_control(root)
    title = "".join(element.text or "" for element in root.iter("title"))
    for element in list(root.iter(*UNSEEN)):
        element.drop_tree()
    return Page(root, title)


def _drop_control(root: _Element) -> None:
    """Drop the control characters from a tree; a blank stays for those that part words."""
    for element in root.iter():
        element.text = _CONTROL.sub(_blank, element.text or "")
        element.tail = _CONTROL.sub(_blank, element.tail or "")


def _blank(control: re.Match[str]) -> str:
    return " " if control[0].isspace() else ""


def word_chars(text: str) -> int:
    """How many letters and figures a text has."""
    return sum(map(len, _WORD.findall(text)))


def prune(root: _Element, kept: Collection[_Element]) -> None:
    """Drop from a page what is no report; ``kept`` are the bodies of its notes."""
    sheltered = {ancestor for body in kept for ancestor in (body, *body.iterancestors())}
    whole = _size(root)
    for element in list(root.iter()):
        is_dropped = element is not root and element not in sheltered and _is_furniture(element)
        if is_dropped and 2 * _size(element) <= whole:
            element.drop_tree()
    _keep_main(root, sheltered)


def _keep_main(root: _Element, sheltered: Collection[_Element]) -> None:
    """Drop what stands beside the main part where that holds most words, but not its title."""
    candidates = root.xpath("//main | //article | //*[@role='main']")
    main = max(candidates, key=_size, default=None)
    if main is None or 2 * _size(main) <= _size(root):
        return
    place = main
    while place is not root and place.tag != "body":
        parent = place.getparent()
        for sibling in [child for child in parent if child is not place]:
            if sibling not in sheltered and next(sibling.iter("h1"), None) is None:
                sibling.drop_tree()
        place = parent


def _is_furniture(element: _Element) -> bool:
    """Whether an element is hidden, or says that it is no part of the text."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN_STYLE.search(element.get("style", "")):
        return True
    roles = set(element.get("role", "").split())
    if element.tag in _BOILERPLATE or roles & _BOILERPLATE_ROLES:
        return not any(role.startswith("doc-") for role in roles)
    if element.tag == "div" and element.get("title") in _OFFICE_FURNITURE:
        return True
    if element.tag not in ("header", "footer"):
        return False
    is_inside = any(ancestor.tag in ("main", "article") for ancestor in element.iterancestors())
    return not is_inside and (element.tag == "footer" or _is_menu(element))


def _is_menu(element: _Element) -> bool:
    """Whether more than half of the words of a header are links, and none is a title."""
    linked = sum(_size(link) for link in element.iter("a"))
    return next(element.iter("h1"), None) is None and 2 * linked > _size(element)


def _size(element: _Element) -> int:
    return word_chars("".join(element.itertext()))

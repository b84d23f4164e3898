"""The tags and the text of HTML, one after the other, without a tree.

A tree builder gives up on what it finds too deep or too long, and says nothing: what it lost is
found by counting here, and read from here. One pass, whose time grows with the file alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

# Elements whose content no reader sees, or that show another file.
UNSEEN = frozenset("script style title noscript template textarea iframe object svg select".split())

_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][^\s/>]*)")
_QUOTE_OR_END = re.compile(r""">|=\s*(?P<quote>["'])""")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, or a tag: ``name`` is "p" for ``<p>``, "/p" for ``</p>``, "" for text.

    ``bare_chars`` counts the characters of a tag that stand in no quotes.
    """

    text: str = ""
    name: str = ""
    bare_chars: int = 0


def scan(markup: str) -> Iterator[Piece]:
    """Yield the pieces of ``markup``; unseen elements and comments are left out."""
    place = 0
    while place < len(markup):
        opening = markup.find("<", place)
        if opening < 0:
            opening = len(markup)
        if opening > place:
            yield Piece(text=unescape(markup[place:opening]))
        if opening == len(markup):
            return
        tag = _TAG.match(markup, opening)
        if tag is not None:
            name = f"{tag['slash']}{tag['name'].lower()}"
            place, bare_chars = _tag_end(markup, tag.end())
            yield Piece(name=name, bare_chars=bare_chars)
            if name in UNSEEN:
                place = _past(markup, rf"(?=</{re.escape(name)})", place)
        elif markup.startswith("<!--", opening):
            place = _past(markup, "--!?>", opening + 2)
        elif markup.startswith(("<!", "<?", "</"), opening):
            place = _past(markup, ">", opening)
        else:
            yield Piece(text=markup[opening : opening + 1])
            place = opening + 1


def _tag_end(markup: str, place: int) -> tuple[int, int]:
    """Where a tag ends, and how many of its characters stand in no quotes."""
    bare_chars = 0
    while (stop := _QUOTE_OR_END.search(markup, place)) is not None:
        bare_chars += stop.start() - place
        if not stop["quote"]:
            return stop.end(), bare_chars
        place = _past(markup, stop["quote"], stop.end())
    return len(markup), bare_chars


def _past(markup: str, end: str, place: int) -> int:
    """The place after the next match of ``end``, or the end of it all."""
    found = re.compile(end, re.IGNORECASE).search(markup, place)
    return len(markup) if found is None else found.end()

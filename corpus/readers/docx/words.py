"""The words of a Word paragraph as its reader sees them, with all changes accepted.

Insertions stay, deletions and hidden text go, of a field only what it shows stays, and of two
forms of one drawing the newer. Text boxes are handed on: they are blocks of their own.
"""

from dataclasses import dataclass, field

from lxml.etree import _Element

from corpus.readers.docx.flow import MC, first_branch
from corpus.readers.docx.notes import REFERENCES, Notes, custom_mark
from corpus.readers.docx.package import W, child_value
from corpus.readers.docx.styles import Look, Styles, look_of

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

_LEFT_OUT = frozenset(
    W + name for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "rt", "instrText", "delText")
)
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_PRIVATE = 0xF000  # where Word places the characters of symbol fonts
_SYMBOLS = dict(  # the letters and signs of the font Symbol that reports use
    zip(
        b"abgdezhqiklmnxoprstufcywABGDEZHQIKLMNXOPRSTUFCYW",
        "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
        strict=True,
    )
) | {0x2D: "−", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•"}


@dataclass(slots=True)
class Words:
    """What paragraphs show: pieces of text, the notes cited, their looks, and their text boxes."""

    pieces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, with breaks as line ends and tabs as tabs."""
        return "".join(self.pieces)

    @property
    def is_bold(self) -> bool:
        """Whether all of the text is bold."""
        return bool(self.looks) and all(look.is_bold for look in self.looks)

    @property
    def is_italic(self) -> bool:
        """Whether all of the text is italic."""
        return bool(self.looks) and all(look.is_italic for look in self.looks)

    @property
    def size(self) -> float | None:
        """The height in points of the first letters."""
        return self.looks[0].size if self.looks else None


@dataclass(slots=True)
class WordsReader:
    """Reads paragraphs; a field's instruction ends with its paragraph, even if the file errs."""

    styles: Styles
    notes: Notes
    _fields: list[bool] = field(default_factory=list)

    def read(self, paragraph: _Element, words: Words) -> None:
        """Add the words of a paragraph to those of the ones that it continues."""
        self._fields.clear()
        style = self.styles.of_paragraph(paragraph)
        self._read(paragraph, style.look.over(self.styles.default_look), words)

    def _read(self, parent: _Element, look: Look, words: Words) -> None:
        mark = ""
        for child in parent:
            tag = child.tag
            if tag in _LEFT_OUT or (mark and tag == f"{W}t"):
                continue
            if tag == f"{W}r":
                self._read_run(child, look, words)
            elif tag == f"{W}txbxContent":
                words.boxes.append(child)
            elif tag == f"{W}fldChar":
                self._turn_field(str(child.get(f"{W}fldCharType")))
            elif tag == f"{W}fldSimple":
                self._fields.append(False)
                self._read(child, look, words)
                self._turn_field("end")
            elif tag in REFERENCES:
                mark = custom_mark(child)
                words.notes.extend(filter(None, [mark or self.notes.mark(child)]))
            elif tag == f"{MC}AlternateContent":
                self._read(first_branch(child), look, words)
            elif text := self._text(child):
                self._add(text, look, words)
            else:
                self._read(child, look, words)

    def _read_run(self, run: _Element, look: Look, words: Words) -> None:
        properties = run.find(f"{W}rPr")
        own = look_of(properties)
        if (style_id := child_value(properties, "rStyle")) is not None:
            own = own.over(self.styles.style(style_id).look)
        look = own.over(look)
        if look.is_hidden:
            return
        self._read(run, look, words)

    def _text(self, element: _Element) -> str:
        """The text that an element shows by itself."""
        if element.tag in (f"{W}t", _MATH_TEXT):
            return str(element.text or "")
        if element.tag == f"{W}sym":
            return _symbol(element)
        return _SIGNS.get(str(element.tag), "")

    def _add(self, text: str, look: Look, words: Words) -> None:
        if any(self._fields):
            return
        if self._fields and look.is_raised and self.notes.is_mark(text.strip()):
            words.notes.append(text.strip())  # a field that cites a note once more
            return
        words.pieces.append(text)
        if text.strip():
            words.looks.append(look)

    def _turn_field(self, kind: str) -> None:
        """Follow the parts of a field: its instruction from "begin", its words from "separate"."""
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()


def _symbol(element: _Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    own = code - _PRIVATE if code >= _PRIVATE else code
    is_known = element.get(f"{W}font") == "Symbol" and own in _SYMBOLS
    is_bullet = own == 0xB7 or not 0 < code <= 0xFFFF
    return _SYMBOLS[own] if is_known else "•" if is_bullet else chr(code)

"""The lists of an HTML page, counted as browsers count them."""

import re
from dataclasses import dataclass

from lxml.etree import _Element

from corpus.numbering import BULLET_LABEL
from corpus.readers.labels import letters_label, roman_numeral

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_STYLES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal": "1",
    "none": "none",
}
_WHOLE = re.compile(r"\s*([+-]?\d{1,9})")


@dataclass(slots=True)
class ListCount:
    """How far an open list has counted; ``step`` is 0 in a list of bullets."""

    value: int
    step: int
    form: str

    @classmethod
    def of(cls, element: _Element) -> "ListCount":
        """The count of a list before its first item."""
        form = _form(element)
        if element.tag != "ol":
            return cls(0, 0, form or "bullet")
        items = sum(1 for child in element if child.tag == "li")
        is_reversed = element.get("reversed") is not None
        start = whole_number(element.get("start"))
        first = (items if is_reversed else 1) if start is None else start
        return cls(first, -1 if is_reversed else 1, form or "1")

    def count(self, item: _Element) -> str:
        """Count an item, and give the label that it shows."""
        value = whole_number(item.get("value"))
        shown = self.value if value is None or not self.step else value
        self.value = shown + self.step
        match _form(item) or self.form:
            case "none":
                return ""
            case "a" | "A" as form:
                label = letters_label(shown)
            case "i" | "I" as form:
                label = roman_numeral(shown)
            case form if self.step:
                label = str(shown)
            case _:
                return BULLET_LABEL
        return f"{label.upper() if form.isupper() else label}."


def _form(element: _Element) -> str:
    """What a list or an item says that it counts with; "" when it says nothing known."""
    style = _STYLE.search(element.get("style", ""))
    if style is not None:
        return _STYLES.get(style[1].lower(), "")
    kind = str(element.get("type", ""))
    return kind if kind in ("1", "a", "A", "i", "I", "none") else ""


def whole_number(value: str | None) -> int | None:
    """The whole number that an attribute begins with; None without one."""
    match = _WHOLE.match(value or "")
    return None if match is None else int(match[1])

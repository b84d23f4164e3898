"""How reports and paragraphs are named in links: short, readable, stable.

A paragraph is named by its place, never by its text: reports repeat whole paragraphs. Numbers
are the same in every language version of a report, and so are these addresses.
"""

import re
import unicodedata

from corpus.numbering import roman_value
from corpus.records import BODY, Cover, Section


def report_id_of(cover: Cover, source_name: str) -> str:
    """A short name for links: the symbol, else the title's first words and the year.

    Where these have no Latin letter or digit, the name of the file; else "report".
    """
    if symbol := slug(cover.symbol or ""):
        return symbol
    stem = slug(source_name.rpartition(".")[0] or source_name) or "report"
    if cover.title is None:
        return stem
    words = slug(cover.title, max_chars=44) or stem
    return f"{words}-{cover.year}" if cover.year else words


def numbered_address(component: str, number: str) -> str:
    """The address of a numbered paragraph: "26", "4-bis", "annex-i.4"."""
    return _prefix(component) + slug(number)


def unnumbered_address(
    component: str, section: Section | None, ordinal: int, *, place: int = 0
) -> str:
    """The address of a paragraph without a number: "sect-iv.u2" is the second under IV.

    The heading that opens a component is named by the component alone: "annex-i.u1"; one without
    a Latin letter by its ``place`` among the report's sections, from 1: "s3.u1".
    """
    is_own = section is not None and opens_component(section.label or "", component)
    return f"{_prefix(component)}{'' if is_own else _section_slug(section, place)}u{ordinal}"


def component_key(component: str) -> str:
    """What all ways to name a component share: "annex I", "Annex 1" and "annex i" are one."""
    return re.sub(r"\w+", lambda word: str(roman_value(word[0]) or word[0]), component.casefold())


def opens_component(label: str, component: str) -> bool:
    """Whether a heading's label is that of a component: "Annex II", "2025/8" of its decision."""
    own = slug(component.rpartition(", ")[2])
    return slug(label) == own or ("/" in label and own.endswith(f"-{slug(label)}"))


def slug(text: str, *, max_chars: int = 80) -> str:
    """Lower-case words joined by hyphens, whole words up to ``max_chars``, without accents."""
    words = re.findall(r"[a-z0-9]+", _folded(text).lower())
    joined = ""
    for word in words:
        if joined and len(joined) + len(word) >= max_chars:
            break
        joined = f"{joined}-{word}" if joined else word
    return joined[:max_chars]


def _folded(text: str) -> str:
    """The text with its letters parted from their accents, and all digits as 0 to 9."""
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in letters)


def _prefix(component: str) -> str:
    return "" if component == BODY else f"{slug(component)}."


def _section_slug(section: Section | None, place: int) -> str:
    if section is None:
        return ""
    if section.label is None:
        return f"{slug(section.title, max_chars=30) or f's{place}'}."
    return f"sect-{slug(section.label)}."

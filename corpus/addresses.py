"""How reports and paragraphs are named in links: short, readable, stable.

A paragraph is named by its place, never by its text: reports repeat whole paragraphs. Numbers
are the same in every language version of a report, and so are these addresses.
"""

import re

from corpus.records import BODY, Cover, Section


def report_id_of(cover: Cover, source_name: str) -> str:
    """A short name for links: the symbol, else the title's first words and the year."""
    if cover.symbol:
        return slug(cover.symbol)
    if cover.title is None:
        return slug(source_name.rpartition(".")[0] or source_name) or "report"
    words = slug(cover.title, max_chars=44)
    return f"{words}-{cover.year}" if cover.year else words


def numbered_address(component: str, number: str) -> str:
    """The address of a numbered paragraph: "26", "4-bis", "annex-i.4"."""
    return _prefix(component) + slug(number)


def unnumbered_address(component: str, section: Section | None, ordinal: int) -> str:
    """The address of a paragraph without a number: "sect-iv.u2" is the second under IV.

    The heading that opens a component is named by the component alone: "annex-i.u1".
    """
    is_own = section is not None and slug(section.label or "") == slug(component)
    return f"{_prefix(component)}{'' if is_own else _section_slug(section)}u{ordinal}"


def slug(text: str, *, max_chars: int = 80) -> str:
    """Lower-case words joined by hyphens, whole words up to ``max_chars``."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    joined = ""
    for word in words:
        if joined and len(joined) + len(word) >= max_chars:
            break
        joined = f"{joined}-{word}" if joined else word
    return joined[:max_chars]


def _prefix(component: str) -> str:
    return "" if component == BODY else f"{slug(component)}."


def _section_slug(section: Section | None) -> str:
    if section is None:
        return ""
    if section.label is None:
        return f"{slug(section.title, max_chars=30)}."
    return f"sect-{slug(section.label)}."

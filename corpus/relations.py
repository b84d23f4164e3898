"""How reports belong together by their symbols: A/80/44/Add.1/Rev.1 revises an addendum.

A symbol's suffixes say what a report is to the one without them (United Nations Editorial Manual
Online, "Document symbols"): Add., Amend., Corr. and Rev. with a number, or a part in brackets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.catalogue import msgid
from corpus.symbols import symbol_key, symbol_parts

_SUFFIX = re.compile(
    r"""
    (?P<kind>add|amend|corr|rev)\.\s?(?P<number>\d+)                 # Add.1   Corr.2
  | (?P<part>part|sect\.?|vol\.?)\s?(?P<label>[ivxlc]+|\d+|[a-z])    # Part II   Vol. I
    """,
    re.VERBOSE | re.IGNORECASE,
)


class RelationKind(StrEnum):
    """What one report is to another; the value is how the sentence begins.

    Those that change how far a report can be relied on come first.
    """

    REVISED = msgid("revised by")
    REISSUED = msgid("reissued as")
    CORRECTED = msgid("corrected by")
    AMENDED = msgid("amended by")
    SUPPLEMENTED = msgid("supplemented by")
    REVISION = msgid("revision of")
    REISSUE = msgid("reissue of")
    CORRIGENDUM = msgid("corrigendum to")
    AMENDMENT = msgid("amendment to")
    ADDENDUM = msgid("addendum to")
    PART = msgid("part of")
    WHOLE = msgid("has the part")
    SIBLING = msgid("another part is")


_OWN = {
    "add": RelationKind.ADDENDUM,
    "amend": RelationKind.AMENDMENT,
    "corr": RelationKind.CORRIGENDUM,
    "rev": RelationKind.REVISION,
    "part": RelationKind.PART,
}
_INVERSE = {
    RelationKind.ADDENDUM: RelationKind.SUPPLEMENTED,
    RelationKind.AMENDMENT: RelationKind.AMENDED,
    RelationKind.CORRIGENDUM: RelationKind.CORRECTED,
    RelationKind.REVISION: RelationKind.REVISED,
    RelationKind.PART: RelationKind.WHOLE,
    RelationKind.REISSUE: RelationKind.REISSUED,
    RelationKind.SIBLING: RelationKind.SIBLING,
}
_ORDER = tuple(RelationKind)


@dataclass(frozen=True, slots=True)
class Relation:
    """What the report that was asked about is to the report with this symbol."""

    kind: RelationKind
    symbol: str

    @property
    def sentence(self) -> str:
        """Such as "revised by S/2025/71/Rev.1"."""
        return f"{self.kind.value} {self.symbol}"


@dataclass(frozen=True, slots=True)
class _Lineage:
    """A symbol as the key of what it begins with and its suffixes: ("rev", 1), ("part", "II")."""

    stem: str
    suffixes: tuple[tuple[str, int | str], ...]
    is_reissued: bool


def relations_of(symbol: str, symbols: Sequence[str]) -> tuple[Relation, ...]:
    """What the report of a symbol is to those of other symbols.

    First those that change how far it can be relied on; then in the order of their symbols. Each
    half of a double symbol counts.
    """
    found = {other: kind for other in symbols if (kind := _kind(symbol, other)) is not None}
    relations = [Relation(kind, other) for other, kind in found.items()]
    return tuple(sorted(relations, key=lambda r: (_ORDER.index(r.kind), _sort_key(r.symbol))))


def stems_of(symbol: str) -> frozenset[str]:
    """The keys of what a symbol and those related to it begin with; one for each of its halves."""
    return frozenset(lineage.stem for lineage in _lineages(symbol))


def _kind(symbol: str, other: str) -> RelationKind | None:
    pairs = [(one, two) for one in _lineages(symbol) for two in _lineages(other)]
    for one, two in pairs:
        if one.stem == two.stem and (kind := _step(one, two)) is not None:
            return kind
        if one.stem == two.stem and (kind := _step(two, one)) is not None:
            return _INVERSE[kind]
    return None


def _step(later: _Lineage, earlier: _Lineage) -> RelationKind | None:
    """What a report is to one that came before it."""
    if later.suffixes == earlier.suffixes:
        is_reissue = later.is_reissued and not earlier.is_reissued
        return RelationKind.REISSUE if is_reissue else None
    shared = len(earlier.suffixes)
    if later.suffixes[:shared] == earlier.suffixes:
        return _suffixed(later.suffixes[shared:])
    if len(later.suffixes) != shared or later.suffixes[:-1] != earlier.suffixes[:-1]:
        return None
    (kind, value), (other_kind, other_value) = later.suffixes[-1], earlier.suffixes[-1]
    if kind == other_kind == "part":
        return RelationKind.SIBLING
    is_later = isinstance(value, int) and isinstance(other_value, int) and value > other_value
    return RelationKind.REVISION if kind == other_kind == "rev" and is_later else None


def _suffixed(added: Sequence[tuple[str, int | str]]) -> RelationKind | None:
    """What suffixes make of a report: a revised addendum is an addendum still.

    A corrigendum to an addendum is none to the report that the addendum is to.
    """
    first, *rest = (kind for kind, _ in added)
    return _OWN[first] if all(kind == "rev" for kind in rest) else None


def _lineages(symbol: str) -> Iterator[_Lineage]:
    is_reissued = symbol.rstrip().endswith("*")
    for half in symbol_parts(symbol.rstrip("* ")):
        parts = [part.strip() for part in re.split(r"[/()]", half) if part.strip()]
        suffixes: list[tuple[str, int | str]] = []
        while parts and (match := _SUFFIX.fullmatch(parts[-1])):
            parts.pop()
            suffixes.insert(0, _suffix(match))
        yield _Lineage(symbol_key("/".join(parts)), tuple(suffixes), is_reissued)


def _suffix(match: re.Match[str]) -> tuple[str, int | str]:
    if match["kind"]:
        return match["kind"].lower(), int(match["number"])
    return "part", match["label"].upper()


def _sort_key(symbol: str) -> list[tuple[int, str]]:
    """Symbols in the order of their numbers: Add.2 before Add.10."""
    return [
        (int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|\D+", symbol)
    ]

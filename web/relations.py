"""How the page tells that a report belongs with others, and what has changed it since."""

from collections.abc import Iterable

from service import RelatedReport, RelationKind, gettext
from web.contexts import RelationView
from web.places import capitalized

# Whoever relies on a passage must know of these; the others stand on the cover alone.
_CHANGES = frozenset(
    {
        RelationKind.REVISED,
        RelationKind.REISSUED,
        RelationKind.CORRECTED,
        RelationKind.AMENDED,
    }
)


def relation_views(related: Iterable[RelatedReport]) -> tuple[RelationView, ...]:
    """All relations of a report, in their order."""
    return tuple(
        RelationView(words=capitalized(gettext(each.kind)), symbol=each.symbol, url=each.url)
        for each in related
    )


def change_views(related: Iterable[RelatedReport]) -> tuple[RelationView, ...]:
    """The relations by which a report is no longer as it was printed."""
    return relation_views(each for each in related if each.kind in _CHANGES)


def other_views(related: Iterable[RelatedReport]) -> tuple[RelationView, ...]:
    """The relations that change nothing of how far a report can be relied on."""
    return relation_views(each for each in related if each.kind not in _CHANGES)

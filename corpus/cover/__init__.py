"""What the front of a report prints: symbol, organ, session, agenda item, title, date.

Where a file tells the places of its lines, places tell what a line is; elsewhere it is the order
of the lines. A symbol in a footnote of the cover is another document's symbol, so notes never
reach this package; a field that is not printed stays None.
"""

from collections.abc import Sequence

from corpus.blocks import Block
from corpus.cover.facts import (
    find_date,
    find_distribution,
    find_first,
    find_language,
    read_end_date,
    read_masthead,
)
from corpus.cover.front_page import lines_of
from corpus.cover.masthead import read_masthead_cover
from corpus.cover.plain import plain_lines, read_plain_cover
from corpus.cover.supplement import read_supplement
from corpus.records import Cover


def read_cover(front: Sequence[Block]) -> Cover:
    """Read the blocks before the first section; contents and notes are to be left out."""
    placed, plain = lines_of(front), plain_lines(front)
    page = read_supplement(placed) or read_masthead_cover(placed)
    if page is None or not page.titles:  # not laid out as these covers are
        page = read_plain_cover(plain)
    texts = [line.text for line in plain]
    return Cover(
        symbol=page.symbol,
        title=": ".join(page.titles) or None,
        organ=page.organ,
        session=page.session,
        agenda_item=page.agenda_item,
        date=find_date(page.imprint) or find_first(texts, read_end_date),
        distribution=find_distribution(page.imprint),
        language=find_language(page.imprint) or find_first(texts, read_masthead),
    )

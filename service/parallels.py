"""Where else the library says what a paragraph says, and where it speaks of the same.

Both come from the embeddings of the index: nothing is encoded, so that a permalink opens at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.records import Paragraph, Report
from index.ranking import Mask
from service.answer import Restatement
from service.citation import note_of, paragraph_url
from service.finding import Chosen, restatement_of
from service.restatements import group_restatements
from service.searcher import Searcher

_CANDIDATES = 30  # of other reports, and of the paragraph's own
_MAX_RELATED = 3
# Of 40 nearest pairs of 81 UN reports, 17 of the 20 from .80 up speak of one subject, and 8 of the
# 20 from .75 to .80.
_MIN_COSINE = 0.8
_MIN_WORDS = 12  # what is shorter, such as a name in a list, is near to all other names


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """A paragraph of another report that speaks of the same, with its citation and permalink."""

    report_id: str
    symbol: str | None
    number: str | None
    address: str
    text: str
    citation: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallels:
    """What is parallel to a paragraph, nearest first.

    ``also`` are the other places that say the same in the same words, its own report's last;
    ``related`` are paragraphs that speak of the same, one a report.
    """

    also: tuple[Restatement, ...]
    related: tuple[Parallel, ...]


def find_parallels(searcher: Searcher, report: Report, paragraph: Paragraph) -> Parallels:
    """Find what is parallel to a paragraph of a report."""
    passages = searcher.passages
    rows = passages.rows_of(report.report_id)
    row = rows.start + report.paragraphs.index(paragraph)
    others = np.ones(len(passages), dtype=np.bool_)
    others[rows.start : rows.stop] = False
    own = ~others
    own[row] = False
    near = _nearest(searcher, row, allowed=others)
    found = [*near, *_nearest(searcher, row, allowed=own)]
    same, *_ = group_restatements([paragraph, *(each.paragraph for each in found)])
    also = [found[place - 1] for place in same[1:]]
    for report_id in {each.report.report_id for each in also}:  # they leave room for no others
        told = passages.rows_of(report_id)
        others[told.start : told.stop] = False
    related = _nearest(searcher, row, allowed=others) if also else near
    return Parallels(
        also=tuple(map(restatement_of, also)),
        related=_firsts(related) if _has_substance(paragraph) else (),
    )


def _nearest(searcher: Searcher, row: int, *, allowed: Mask) -> list[Chosen]:
    """The nearest paragraphs of those that are allowed, by the embedding of the one at ``row``."""
    passages, dense = searcher.passages, searcher.generation.dense
    ranking = dense.search(dense.embedding_of(row), _CANDIDATES, allowed=allowed)
    return [
        Chosen(passages.header_at(other), passages.paragraph(other), score)
        for other, score in ranking
    ]


def _firsts(near: Sequence[Chosen]) -> tuple[Parallel, ...]:
    """The first of each report, of those that are near enough and say something."""
    first: dict[str, Chosen] = {}
    for each in near:
        if each.score >= _MIN_COSINE and _has_substance(each.paragraph):
            first.setdefault(each.report.report_id, each)
    return tuple(
        _parallel_of(each.report, each.paragraph) for each in list(first.values())[:_MAX_RELATED]
    )


def _has_substance(paragraph: Paragraph) -> bool:
    return len(paragraph.text.split()) >= _MIN_WORDS


def _parallel_of(report: Report, paragraph: Paragraph) -> Parallel:
    return Parallel(
        report_id=report.report_id,
        symbol=report.cover.symbol,
        number=paragraph.number,
        address=paragraph.address,
        text=paragraph.text,
        citation=note_of(report, paragraph),
        url=paragraph_url(report.report_id, paragraph.address),
    )

"""Which rows of the tables that follow a paragraph answer a query.

A row scores as a sentence does, and the words of its table's title and head count half. That it
tells a number is no sign: every cell does. Rows are quoted that score at least as well as the
best sentence of the paragraph, since else the paragraph says it itself.
"""

from collections.abc import Callable, Sequence

import numpy as np

from corpus.records import Table
from corpus.sentences import Sentence
from index.ranking import Vectors
from index.retriever import Query
from index.tokens import token_set
from service.evidence import share_of, word_weights
from service.settings import ServiceSettings

_AROUND = 0.5  # worth of a word above the row, as that of one in a heading while ranking
_MAX_ROWS = 3

TableLine = tuple[int, Sentence]


def select_rows(
    query: Query,
    sentences: tuple[Sequence[str], Vectors],
    lines: tuple[Sequence[TableLine], Vectors],
    *,
    tables: Sequence[Table],
    idf: Callable[[str], float],
    settings: ServiceSettings,
) -> tuple[TableLine, ...]:
    """The rows to quote beside the paragraph with these ``sentences``, in order of print.

    ``lines`` name the rows by table and slice, each kind with its vectors. At most three are
    quoted: the best row, and those within the margin of quotes below it.
    """
    (texts, vectors), (rows, row_vectors) = sentences, lines
    said = [token_set(text) for text in texts]
    printed = {place: tables[place] for place, _ in rows}
    cells = {place: table.text for place, table in printed.items()}
    heads = {place: token_set(table.above) for place, table in printed.items()}
    own = [token_set(cells[place][row.start : row.end]) for place, row in rows]
    above = [heads[place] for place, _ in rows]
    weights = word_weights(query, [*said, *own], idf=idf)
    weight = settings.sentence_vector_weight
    shares = [share_of(weights, held) for held in said]
    least = (np.array(shares) + weight * vectors @ query.vector).max()
    words = [
        share_of(weights, held) + _AROUND * share_of(weights, head - held)
        for held, head in zip(own, above, strict=True)
    ]
    scores = np.array(words) + weight * row_vectors @ query.vector  # (rows,)
    least = max(least, scores.max() - settings.quote_margin)
    best = [i for i in np.argsort(-scores, kind="stable")[:_MAX_ROWS] if scores[i] >= least]
    return tuple(rows[i] for i in sorted(best))

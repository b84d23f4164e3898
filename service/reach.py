"""Where a question is answered: the scope asked for, narrowed by what the question names.

What is read is loose: a year or an organ in a question is as often what a paragraph speaks of as
whose report it is in ("seizures in 2023" are told by a report of 2025). So a filter that was read
keeps the reports that bear the name and every other paragraph that speaks of it, while a field
that the caller asks for keeps reports that bear it, and nothing else.
"""

from dataclasses import dataclass, replace

import numpy as np

from corpus.links import spell_links
from index.generation import Generation
from index.ranking import Mask, Ranking
from service.scope import Scope, reports_in, rows_in
from service.scope_reading import NamedField, ScopeReader, names_section, section_named

_LEAST_MENTIONS = 2  # paragraphs of a report that speaks of a year, and
_LEAST_SHARE = 0.05  # their share of it (un_dev: 95 of 96 answers kept, 89 without such reports)
_GAP = 0.1  # most that the best of a year may score below the best of all, in its own reports
_GAP_OF_MENTIONS = 0.015  # and in others (un_dev: answerable .008 at most, a wrong year .019)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What is searched for a question.

    ``scope`` is what was asked for with what was read, whose names are ``inferred``. ``allowed``
    masks rows, None for all.
    """

    scope: Scope
    inferred: tuple[str, ...] = ()
    allowed: Mask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Where a question asks to look: the scope asked for, and the fields that it names.

    What the caller asks for is never overridden: beside a report, a symbol or the field itself
    nothing is read, and neither are ``open_fields``. ``missing_symbol`` is named and is in no
    library's header.
    """

    scope: Scope
    fields: tuple[NamedField, ...] = ()
    missing_symbol: str | None = None
    open_fields: frozenset[str] = frozenset()

    def read(self) -> tuple[NamedField, ...]:
        """The fields that the question may narrow."""
        if self.scope.report_id is not None or self.scope.symbol is not None:
            return ()
        return tuple(
            each
            for each in self.fields
            if each.field not in self.open_fields and getattr(self.scope, each.field) is None
        )

    def of_symbol(self) -> Reach:
        """Where a citation or a quotation is sought: what was asked for, and a symbol read."""
        for named in self.read():
            if named.field == "symbol":
                return Reach(scope=named.set_in(self.scope), inferred=("symbol",))
        return Reach(scope=self.scope)

    def of_report(self, report_id: str) -> Reach:
        """Where a quotation is sought beside which a report without a symbol is named."""
        if self.scope.report_id is not None or "report_id" in self.open_fields:
            return Reach(scope=self.scope)
        return Reach(scope=replace(self.scope, report_id=report_id), inferred=("report_id",))

    def reach(self, question: str, generation: Generation, *, found: Ranking) -> Reach:
        """Where a question is answered; ``found`` is the best of the scope asked for.

        A field that no report bears, that leaves nothing, or that leaves nothing out, is no
        filter. A section is read where one report is left.
        """
        reach = Reach(scope=self.scope, allowed=rows_in(self.scope, generation.passages))
        for named in self.read():
            reach = _narrowed(reach, named, generation, found=found)
        if self.scope.section is None and "section" not in self.open_fields:
            return _within_section(question, reach, generation)
        return reach


def aim_of(
    question: str, reader: ScopeReader, *, scope: Scope, open_fields: frozenset[str] = frozenset()
) -> Aim:
    """Where a question asks to look, beside the scope asked for."""
    return Aim(
        scope=scope,
        fields=reader.fields_named(spell_links(question)),
        missing_symbol=reader.missing_symbol(spell_links(question)),
        open_fields=open_fields,
    )


def _within_section(question: str, reach: Reach, generation: Generation) -> Reach:
    """Narrow to the section that a question names of the only report within its scope."""
    if not names_section(question):
        return reach
    reports = reports_in(reach.scope, generation.passages.headers)
    if len(reports) != 1 or (section := section_named(question, reports[0])) is None:
        return reach
    scope = replace(reach.scope, section=section)
    allowed = rows_in(scope, generation.passages)
    if allowed is None or not allowed.any():
        return reach
    return replace(reach, scope=scope, inferred=(*reach.inferred, "section"), allowed=allowed)


def _narrowed(reach: Reach, named: NamedField, generation: Generation, *, found: Ranking) -> Reach:
    """Narrow to what bears a name or speaks of it; unchanged where that is no filter."""
    bearing = _bearing(named, generation)
    borne = _rows_of(bearing, generation)
    kept = borne.copy()
    for wording in named.wordings:
        kept |= _rows_with_all(wording, generation)
    left = kept if reach.allowed is None else kept & reach.allowed
    before = len(left) if reach.allowed is None else int(reach.allowed.sum())
    count = int(left.sum())
    found = _within(found, reach.allowed)
    if not borne.any() or count in (0, before) or not _is_likely(named, left, generation, found):
        return reach
    return Reach(
        scope=named.set_in(reach.scope),
        inferred=(*reach.inferred, named.field),
        allowed=left,
    )


def _is_likely(named: NamedField, left: Mask, generation: Generation, found: Ranking) -> bool:
    """Whether what a year leaves is about as good as what it leaves out; the rest is likely.

    "Seizures in 2028" must not be answered by the only paragraph that speaks of 2028.
    """
    if named.field != "year" or not len(found):
        return True
    places = np.flatnonzero(left[found.rows])
    if not len(places):
        return False
    report = int(generation.passages.report_places(found.rows[places[:1]])[0])
    gap = float(found.scores[0] - found.scores[places[0]])
    return gap <= (_GAP if report in named.places else _GAP_OF_MENTIONS)


def _within(found: Ranking, allowed: Mask | None) -> Ranking:
    """The part of a ranking that a mask lets through."""
    if allowed is None:
        return found
    kept = allowed[found.rows]
    return Ranking(found.rows[kept], found.scores[kept])


def _bearing(named: NamedField, generation: Generation) -> Mask:
    """The reports that bear a name; those that keep speaking of a year count with its own."""
    sizes = generation.passages.report_sizes
    bearing: Mask = np.zeros(len(sizes), dtype=np.bool_)
    bearing[list(named.places)] = True
    if named.field == "year":
        rows = generation.lexical.rows_with(str(named.value))
        counts = np.bincount(generation.passages.report_places(rows), minlength=len(sizes))
        bearing |= (counts >= _LEAST_MENTIONS) & (counts >= _LEAST_SHARE * sizes)
    return bearing


def _rows_of(bearing: Mask, generation: Generation) -> Mask:
    rows: Mask = np.repeat(bearing, generation.passages.report_sizes)
    return rows


def _rows_with_all(tokens: frozenset[str], generation: Generation) -> Mask:
    mask = np.zeros(len(generation.passages), dtype=np.bool_)
    found = [generation.lexical.rows_with(token) for token in sorted(tokens)]
    if found:
        rows = found[0]
        for others in found[1:]:
            rows = np.intersect1d(rows, others, assume_unique=True)
        mask[rows] = True
    return mask

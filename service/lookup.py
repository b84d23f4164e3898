"""Which report a citation means: "para. 26 of the 2021 IGO report".

That is settled by its symbol, else by the words that the question has besides the citation,
matched against what each report's cover says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

from corpus.catalogue import gettext, msgid
from corpus.cover.facts import read_date
from corpus.library import is_called
from corpus.quoted import Quotation, find_quotations
from corpus.records import Cover, Paragraph, Report
from corpus.references import Reference, read_references
from corpus.symbols import symbol_key
from index.pacing import Pace
from index.tokens import tokenize
from service.citation import report_name
from service.quotation import fold
from service.wording import (
    LEAST_TITLE_WORDS,
    initials_of,
    is_nearly_among,
    title_key,
    titles_of,
)

NO_REPORT_WITHIN = msgid("No report is within this scope.")
_NO_SUCH_NAME = msgid(
    "No report in the library goes by that name. There is, for example, %(named)s."
)
_NO_SUCH_PARAGRAPH = msgid("No report has such a paragraph. There is, for example, %(named)s.")
_SEVERAL = msgid("Several reports have such a paragraph; name one, such as %(named)s.")
_FULL_DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
_KIND = re.compile(r"\s*\([^\w()]*\w")  # (“Rivers”) (conference room paper, 7 April 2021)
_ACRONYM_LENGTHS = range(2, 6)  # letters; two are enough beside a citation
_KNOWN_COVERS = 2**14  # whose tokens are remembered, of some 200 words each
_TELLING_ID = re.compile(r"(?=.*\d).*-")  # rivers-2025; "report" or "2025" is a word of questions

_RUN = re.compile(r"\w+")
_TOPIC_WORD = re.compile(r"[\w’'-]+")
_ASKED = re.compile(
    r"\b(?:says?|said|tells?|told|states?|mentions?)\s+(?:us\s+|me\s+)?"
    r"(?:about|on|regarding|concerning|of)\s+(?P<topic>.+)",  # (what does it) say about cocaine
    re.IGNORECASE,
)

_FRAME_WORDS = frozenset(
    tokenize(
        """
        say says said contain contains content open show see read find get quote text full exact
        want need like look up paragraph paragraphs para paras report reports document section
        note session of the in from says pls please thanks here cf ibid
        """
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Covers:
    """The titles of each report, and the words that describe it beside citations, by its id."""

    titles: Mapping[str, frozenset[str]]
    described: Mapping[str, frozenset[str]]
    all_titles: frozenset[str]

    @classmethod
    def read(cls, headers: Sequence[Report], *, pace: Pace) -> Self:
        """Read them, each in its own portion of work."""
        titles = {report.report_id: _quoted_titles(report) for report in pace(headers)}
        return cls(
            titles=titles,
            described={report.report_id: described_by(report) for report in pace(headers)},
            all_titles=frozenset().union(*titles.values()),
        )


class ReportNames:
    """By what the reports of a library are cited; read from their covers once."""

    def __init__(self, headers: Sequence[Report]) -> None:
        self._names: dict[str, list[tuple[str, Report]]] = {}  # by the first word of each name
        for report in headers:
            for name in _names_of(report) if report.cover.symbol is None else ():
                first = next(iter(_RUN.findall(name)), "")
                self._names.setdefault(first, []).append((name, report))
        self._headers = headers

    @cached_property
    def _covers(self) -> "_Covers":
        return _Covers.read(self._headers, pace=iter)

    def prepare(self, pace: Pace) -> None:
        """Read of the covers what only citations need."""
        self._covers = _Covers.read(self._headers, pace=pace)

    def named(self, question: str, reports: Sequence[Report]) -> tuple[Report | None, str]:
        """The report without a symbol whose name stands in a question, and the rest of it.

        The longest name wins; equal names decide nothing. An id that is a plain word is a name
        only where it is all that stands beside a citation.
        """
        folded = fold(question)
        found = [
            (len(name), -match.start(), report)
            for run in dict.fromkeys(("", *_RUN.findall(folded)))
            for name, report in self._names.get(run, ())
            if name in folded
            if (match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded))
            if _TELLING_ID.match(name) or name != report.report_id or _is_alone(name, question)
        ]
        ids = {report.report_id for report in reports} if found else ()
        found = [each for each in found if each[2].report_id in ids]
        if not found:
            return None, question
        length, place, _ = max(found, key=lambda each: each[:2])
        meant = {report.report_id: report for size, _, report in found if size == length}
        start = -place
        rest = f"{question[:start]} {question[start + length :]}"
        return (next(iter(meant.values())), rest) if len(meant) == 1 else (None, question)

    def candidates(self, reference: Reference, reports: Sequence[Report]) -> tuple[Report, ...]:
        """The reports, from headers, that a citation can mean, in corpus order.

        A symbol decides alone; a title in quotation marks and a full date must be the report's
        own. Otherwise those are meant whose description has the most of the words beside the
        citation, all of them when there are no words; none when no description has any.
        """
        if reference.symbol is not None:
            return tuple(report for report in reports if is_called(report, reference.symbol))
        left = [report for report in reports if self.agrees(reference, report)]
        words = self.words_beside(reference)
        matches = [len(words & self._covers.described[report.report_id]) for report in left]
        best = max(matches, default=0)
        if best == 0 and words:
            return ()
        return tuple(r for r, match in zip(left, matches, strict=True) if match == best)

    def agrees(self, reference: Reference, report: Report) -> bool:
        """Whether the titles and the full dates beside a citation are the report's."""
        titles = {
            title_key(each.words)
            for each in find_quotations(reference.rest)
            if self._is_title(each, reference.rest)
        }
        told = _FULL_DATE.findall(self._beside(reference))
        dates = {date for each in told if (date := read_date(each))}
        return titles <= self._covers.titles[report.report_id] and dates <= {report.cover.date}

    def is_described(self, reference: Reference) -> bool:
        """Whether a citation says which report it means: by a symbol, a title or other words.

        What it asks to be told about is no such word.
        """
        rest = reference.rest
        if reference.symbol or any(self._is_title(each, rest) for each in find_quotations(rest)):
            return True
        words = set(tokenize(_ASKED.sub(" ", self._beside(reference)))) - _FRAME_WORDS
        return any(words & own for own in self._covers.described.values())

    def is_only_named(
        self, reference: Reference, named: Report | None, headers: Sequence[Report]
    ) -> bool:
        """Whether a whole section, table or the like is all that is asked for, of a report named.

        Where there is only one report, that one is meant without being named.
        """
        words = self.words_beside(reference)
        if named is None and reference.symbol is None:
            return len(headers) == 1 and not words
        described = self.candidates(reference, headers) if named is None else (named,)
        return not words.difference(*(self._covers.described[each.report_id] for each in described))

    def words_beside(self, reference: Reference) -> set[str]:
        """The tokens beside a citation, without the frame of asking and what is quoted of it."""
        return set(tokenize(self._beside(reference))) - _FRAME_WORDS

    def quotation_beside(self, reference: Reference) -> str | None:
        """The words in quotation marks beside a citation that are no report's title."""
        rest = reference.rest
        quoted = (each for each in find_quotations(rest) if not self._is_title(each, rest))
        return next((each.words for each in quoted if each.words), None)

    def _beside(self, reference: Reference) -> str:
        """What a question says besides its citation, without quotations that are no titles."""
        rest = reference.rest
        for each in reversed(find_quotations(rest)):
            if not self._is_title(each, reference.rest):
                rest = f"{rest[: each.start]} {rest[each.end :]}"
        return rest

    def _is_title(self, quotation: Quotation, rest: str) -> bool:
        """Whether quoted words are a report's title, or cited as one with its kind and date."""
        is_known = title_key(quotation.words) in self._covers.all_titles
        return is_known or _KIND.match(rest, quotation.end) is not None


def _names_of(report: Report) -> tuple[str, ...]:
    """The names by which a report without a symbol is cited, folded.

    That is what ``service.citation`` prints, the name of its file, and its id.
    """
    names = (fold(report_name(report)), report.source_name.lower(), report.report_id)
    return tuple(name for name in names if name)


def _is_alone(name: str, question: str) -> bool:
    """Whether a name is all that stands beside the citations of a question."""
    references = read_references(question)
    return bool(references) and fold(references[0].rest).strip(" ,.;:?()") == name


def _quoted_titles(report: Report) -> frozenset[str]:
    """What can be quoted as a report's title: all of it, or a first line of three words."""
    whole = title_key(report.cover.title or "")
    return frozenset(
        key for key in titles_of(report) if key == whole or len(key.split()) >= LEAST_TITLE_WORDS
    )


def described_by(report: Report) -> frozenset[str]:
    """The tokens by which people name a report: its cover, its year, and initials of its title."""
    return _described_by(report.cover)


@lru_cache(maxsize=_KNOWN_COVERS)
def _described_by(cover: Cover) -> frozenset[str]:
    parts = (cover.title, cover.organ, cover.session, cover.symbol, cover.nature, cover.agenda_item)
    text = " ".join(part for part in parts if part)
    year = [str(cover.year)] if cover.year else []
    return frozenset([*tokenize(text), *year, *initials_of(text, lengths=_ACRONYM_LENGTHS)])


def is_framed(text: str) -> bool:
    """Whether a text has no words but those that ask to be shown something."""
    return not set(tokenize(text)) - _FRAME_WORDS


def is_about(reference: Reference, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether paragraphs have a word that stands beside the citation, quoted or not."""
    words = set(tokenize(reference.rest)) - _FRAME_WORDS
    return any(words & set(tokenize(paragraph.text)) for paragraph in paragraphs)


def topic_of(reference: Reference, report: Report, paragraph: Paragraph) -> str:
    """What is asked about the paragraph besides opening it; "" when nothing in it is meant.

    What follows "say about" is asked, whatever the report is called; of other words those that
    do not describe the report.
    """
    own = frozenset(tokenize(paragraph.text))
    if asked := _ASKED.search(reference.rest):
        told, known = asked["topic"], _FRAME_WORDS
    else:
        told, known = reference.rest, described_by(report) | _FRAME_WORDS
    words = [word for word in _TOPIC_WORD.findall(told) if set(tokenize(word)) - known]
    is_there = any(
        token in own or is_nearly_among(token, own) for word in words for token in tokenize(word)
    )
    return " ".join(words) if is_there else ""


def outside_scope(reports: Sequence[Report]) -> str:
    """What is told of a report that is asked for and that the scope leaves out; "" for none."""
    if not reports:
        return ""
    return gettext(
        "%(report)s is in the library, but outside this scope; remove the filter to open it.",
        report=report_name(reports[0]),
    )


def which_report(
    reference: Reference,
    candidates: Sequence[Report],
    headers: Sequence[Report],
    *,
    holds: bool = True,
) -> str:
    """Why no report, or more than one, is meant; ``holds`` when candidates have what is cited."""
    if reference.symbol is not None and not candidates:
        told = no_such_symbol(reference.symbol)
        parts = [r.cover.symbol for r in headers if _is_part(r.cover.symbol, reference.symbol)]
        named = "; ".join(map(str, parts[:3]))
        return f"{told} {gettext('There is %(named)s.', named=named)}" if parts else told
    if not headers:
        return gettext(NO_REPORT_WITHIN)
    told = _SEVERAL if holds else _NO_SUCH_PARAGRAPH
    named = "; ".join(report_name(report) for report in (candidates or headers)[:3])
    return gettext(told if candidates else _NO_SUCH_NAME, named=named)


def no_such_symbol(symbol: str) -> str:
    """That the library has no report with a symbol."""
    return gettext("No report with the symbol %(symbol)s is in the library.", symbol=symbol)


def _is_part(symbol: str | None, whole: str) -> bool:
    """Whether a symbol names a part, an addendum or another version of a report."""
    return symbol is not None and symbol_key(symbol).startswith(f"{symbol_key(whole)}-")

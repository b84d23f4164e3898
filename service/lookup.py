"""Which report a citation means: "para. 26 of the 2021 IGO report".

That is settled by its symbol, else by the words that the question has besides the citation,
matched against what each report's cover says.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.catalogue import gettext, msgid
from corpus.cover.facts import read_date
from corpus.library import is_called
from corpus.records import Cover, Paragraph, Report
from corpus.references import Reference
from corpus.symbols import symbol_key
from index.tokens import tokenize
from service.citation import report_name
from service.quotation import fold
from service.wording import initials_of, is_nearly_among

NO_REPORT_WITHIN = msgid("No report is within this scope.")
_NO_SUCH_NAME = msgid(
    "No report in the library goes by that name. There is, for example, %(named)s."
)
_NO_SUCH_PARAGRAPH = msgid("No report has such a paragraph. There is, for example, %(named)s.")
_SEVERAL = msgid("Several reports have such a paragraph; name one, such as %(named)s.")
_QUOTED_TITLE = re.compile(r"[“\"](?P<title>[^“”\"]+)[”\"]")
_FULL_DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")

_ACRONYM_LENGTHS = range(2, 6)  # letters; two are enough beside a citation

_TOPIC_WORD = re.compile(r"[\w’'-]+")
_ASKED = re.compile(
    r"\b(?:says?|said|tells?|told|states?|mentions?)\s+(?:us\s+|me\s+)?"
    r"(?:about|on|regarding|concerning|of)\s+(?P<topic>.+)",  # (what does it) say about cocaine
    re.IGNORECASE,
)

_KNOWN_COVERS = 2**12  # whose tokens are remembered, of some 200 words each
_FRAME_WORDS = frozenset(
    tokenize(
        """
        say says said contain contains content open show see read find get quote text full exact
        want need like look up paragraph paragraphs para paras report reports document section
        note session of the in from says pls please thanks here cf ibid
        """
    )
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


def names_of(reports: Sequence[Report]) -> tuple[tuple[str, Report], ...]:
    """The names by which reports without a symbol are cited, folded, each with its report.

    A name is what ``service.citation`` prints, the name of the file, or the report's id.
    """
    return tuple(
        (name, report)
        for report in reports
        if report.cover.symbol is None
        for name in (fold(report_name(report)), report.source_name.lower(), report.report_id)
        if name
    )


def named_report(question: str, names: Sequence[tuple[str, Report]]) -> tuple[Report | None, str]:
    """The report whose name stands in the question, and the question without the name.

    The longest name wins; equal names decide nothing.
    """
    folded = fold(question)
    found = [(len(name), -folded.find(name), report) for name, report in names if name in folded]
    if not found:
        return None, question
    length, place, _ = max(found, key=lambda each: each[:2])
    meant = {report.report_id: report for size, _, report in found if size == length}
    start = -place
    rest = f"{question[:start]} {question[start + length :]}"
    return (next(iter(meant.values())), rest) if len(meant) == 1 else (None, question)


def candidate_reports(reference: Reference, reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports that a citation can mean, from headers, in corpus order.

    A symbol decides alone; a title in quotation marks and a full date must be the report's own.
    Otherwise those are meant whose description has the most of the words beside the citation,
    all of them when there are no words; none when no description has any.
    """
    if reference.symbol is not None:
        return tuple(report for report in reports if is_called(report, reference.symbol))
    left = [report for report in reports if agrees(reference.rest, report)]
    words = words_beside(reference)
    matches = [len(words & described_by(report)) for report in left]
    best = max(matches, default=0)
    if best == 0 and words:
        return ()
    return tuple(r for r, match in zip(left, matches, strict=True) if match == best)


def words_beside(reference: Reference) -> set[str]:
    """The tokens that a question has besides its citation and the frame of asking."""
    return set(tokenize(reference.rest)) - _FRAME_WORDS


def is_only_named(reference: Reference, named: Report | None, headers: Sequence[Report]) -> bool:
    """Whether a whole section, table or the like is all that is asked for, of a report named.

    Where there is only one report, that one is meant without being named.
    """
    words = words_beside(reference)
    if named is None and reference.symbol is None:
        return len(headers) == 1 and not words
    described = candidate_reports(reference, headers) if named is None else (named,)
    return not words - frozenset().union(*map(described_by, described))


def is_framed(text: str) -> bool:
    """Whether a text has no words but those that ask to be shown something."""
    return not set(tokenize(text)) - _FRAME_WORDS


def quotation_beside(reference: Reference, report: Report) -> str | None:
    """The words in quotation marks beside a citation, unless they are the report's title."""
    title = fold(report.cover.title or "")
    quoted = (match["title"].strip() for match in _QUOTED_TITLE.finditer(reference.rest))
    return next((words for words in quoted if fold(words) != title), None)


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


def agrees(rest: str, report: Report) -> bool:
    """Whether the title in quotation marks and the full date beside a citation are the report's."""
    titles = [match["title"] for match in _QUOTED_TITLE.finditer(rest)]
    dates = [read_date(match[0]) for match in _FULL_DATE.finditer(rest)]
    own = fold(report.cover.title or "")
    return all(fold(title) == own for title in titles) and all(
        date is None or date == report.cover.date for date in dates
    )

"""Citations opened: from "para. 26 of the 2021 IGO report" to the paragraph.

Which report is meant is settled by its symbol, else by the words that the question has besides
the citation, matched against what each report's cover says.
"""

import re
from collections.abc import Iterator, Sequence

from corpus.commands import known_paragraphs
from corpus.library import is_called
from corpus.records import BODY, Item, Paragraph, Report
from corpus.references import Reference
from index.tokens import tokenize
from service.answer import Highlight
from service.citation import section_of

_FRAME_WORDS = frozenset(
    tokenize(
        """
        say says said contain contains content open show see read find get quote text full exact
        want need like look up paragraph paragraphs para paras report reports document section
        note session of the in from says pls please thanks here
        """
    )
)


def described_by(report: Report) -> frozenset[str]:
    """The tokens by which people name a report: its cover, its year, and initials of its title."""
    cover = report.cover
    parts = (cover.title, cover.organ, cover.session, cover.symbol, cover.nature, cover.agenda_item)
    text = " ".join(part for part in parts if part)
    year = [str(cover.year)] if cover.year else []
    return frozenset([*tokenize(text), *year, *(i.lower() for i in _initials(text))])


def candidate_reports(reference: Reference, reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports that a citation can mean, from headers, best described first in corpus order.

    A symbol decides alone. Otherwise reports are those whose description has the most of the
    words beside the citation; a lone report is meant unless the words all describe another.
    """
    if reference.symbol is not None:
        return tuple(report for report in reports if is_called(report, reference.symbol))
    words = set(tokenize(reference.rest)) - _FRAME_WORDS
    matches = [len(words & described_by(report)) for report in reports]
    best = max(matches, default=0)
    if best == 0 and words and len(reports) > 1:
        return ()
    return tuple(r for r, match in zip(reports, matches, strict=True) if match == best)


def find_paragraphs(reference: Reference, report: Report) -> tuple[tuple[Paragraph, ...], str]:
    """The paragraphs of a report that a citation names, in the order of naming.

    The second value says in one sentence what does not exist; it is "" when everything does.
    """
    if reference.ordinal is not None:
        return _unnumbered(reference, report)
    component = reference.component or BODY
    wanted = [number for ends in reference.ranges for number in _between(*ends)]
    held = {p.number: p for p in report.paragraphs if p.number and p.component == component}
    paragraphs = tuple(held[number] for number in dict.fromkeys(wanted) if number in held)
    missing = [number for number in wanted if number not in held]
    told = _missing_text(missing, component, report) if missing else ""
    return paragraphs, told


def span_of(reference: Reference, paragraph: Paragraph) -> Highlight:
    """The slice that a citation names: an item where it names one, else the whole paragraph."""
    item = _item_named(reference, paragraph.items)
    start, end = (item.start, item.end) if item else (0, len(paragraph.text))
    return Highlight(start=start, end=end, quote=paragraph.text[start:end])


def topic_of(reference: Reference, report: Report) -> str:
    """What is asked about the paragraph besides opening it; "" when nothing is."""
    words = re.findall(r"[\w’'-]+", reference.rest)
    known = described_by(report) | _FRAME_WORDS
    return " ".join(word for word in words if set(tokenize(word)) - known)


def nearest_paragraphs(reference: Reference, report: Report) -> tuple[Paragraph, ...]:
    """The paragraphs nearest in number to one that does not exist: at most the last two."""
    component = reference.component or BODY
    return tuple(p for p in report.paragraphs if p.number and p.component == component)[-2:]


def which_report(
    reference: Reference, candidates: Sequence[Report], headers: Sequence[Report]
) -> str:
    """Why no report, or more than one, is meant."""
    if reference.symbol is not None:
        return f"No report with the symbol {reference.symbol} is in the library."
    if not headers:
        return "No report is within this scope."
    named = ", ".join(report.name for report in (candidates or headers)[:3])
    return f"Several reports have such a paragraph; name one by its symbol or title: {named}."


def _initials(text: str) -> Iterator[str]:
    """Initials of runs of words, "intergovernmental" counting as the two words it is made of."""
    plain = re.sub(r"\b(inter|non|multi|sub)-?(?=[a-z]{4})", r"\1 ", text.lower())
    words = [word for word in re.findall(r"[a-z]+", plain) if word not in ("of", "and", "the")]
    for length in (2, 3, 4, 5):
        for start in range(len(words) - length + 1):
            yield "".join(word[0] for word in words[start : start + length])


def _between(first: str, last: str) -> list[str]:
    """The numbers from first to last; a "bis" number stands for itself."""
    if first == last or not (first.isdigit() and last.isdigit()):
        return list(dict.fromkeys((first, last)))
    low, high = sorted((int(first), int(last)))
    return [str(number) for number in range(low, high + 1)]


def _missing_text(missing: Sequence[str], component: str, report: Report) -> str:
    ends = dict.fromkeys((missing[0], missing[-1]))
    named = ("paras. " if len(ends) > 1 else "para. ") + "–".join(ends)
    where = "" if component == BODY else f"{component}, "
    known = {p.component for p in report.paragraphs}
    if component not in known:
        return f"{where}{named}: this report has no {component}."
    if component == BODY:
        return f"{named}: this report has {known_paragraphs(report)}."
    numbers = [p.number for p in report.paragraphs if p.number and p.component == component]
    return f"{where}{named}: its {component} has paragraphs {numbers[0]} to {numbers[-1]}."


def _unnumbered(reference: Reference, report: Report) -> tuple[tuple[Paragraph, ...], str]:
    component = (reference.component or BODY).casefold()
    section = None if reference.section == report.cover.title else reference.section
    for paragraph in report.paragraphs:
        is_there = paragraph.number is None and paragraph.component.casefold() == component
        is_counted = re.search(rf"u{reference.ordinal}(?:_\d+)?$", paragraph.address)
        if is_there and is_counted and _is_same(section_of(paragraph), section):
            return (paragraph,), ""
    told = f"no paragraph without a number stands there; this report has {known_paragraphs(report)}"
    return (), f"{told}."


def _is_same(found: str | None, wanted: str | None) -> bool:
    return (found or "").casefold() == (wanted or "").casefold()


def _item_named(reference: Reference, items: Sequence[Item]) -> Item | None:
    """The item at the end of the path of labels or bullets that a citation names."""
    found: Item | None = None
    steps = [*reference.items, *reference.bullets]
    for level, step in enumerate(steps, 1):
        inside = [
            item
            for item in items
            if item.level == level and (found is None or found.start < item.start < found.end)
        ]
        matching = (
            inside[step - 1 : step]
            if isinstance(step, int)
            else [item for item in inside if item.label.strip("().") == step]
        )
        if not matching:
            return found
        found = matching[0]
    return found

"""Citations opened: from "para. 26 of the 2021 IGO report" to the paragraph.

Which report is meant is settled by its symbol, else by the words that the question has besides
the citation, matched against what each report's cover says.
"""

import re
from collections.abc import Iterator, Sequence

from corpus.cover.facts import read_date
from corpus.library import is_called
from corpus.numbering import BULLET_LABEL
from corpus.records import BODY, Item, Paragraph, Report, known_paragraphs
from corpus.references import Reference
from corpus.symbols import symbol_key
from index.tokens import tokenize
from service.answer import Highlight
from service.citation import report_name, section_of
from service.quotation import fold

_QUOTED_TITLE = re.compile(r"[“\"](?P<title>[^“”\"]+)[”\"]")
_FULL_DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")

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
    cover = report.cover
    parts = (cover.title, cover.organ, cover.session, cover.symbol, cover.nature, cover.agenda_item)
    text = " ".join(part for part in parts if part)
    year = [str(cover.year)] if cover.year else []
    return frozenset([*tokenize(text), *year, *(i.lower() for i in _initials(text))])


def named_report(question: str, reports: Sequence[Report]) -> tuple[Report | None, str]:
    """The report whose printed name stands in the question, and the question without the name.

    The longest name wins; equal names decide nothing. A name is what ``service.citation``
    prints, the name of the file, or the report's id.
    """
    folded = fold(question)
    found = [
        (len(name), -place, report)
        for report in reports
        if report.cover.symbol is None
        for name in (fold(report_name(report)), report.source_name.lower(), report.report_id)
        if name and (place := folded.find(name)) >= 0
    ]
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


def find_paragraphs(reference: Reference, report: Report) -> tuple[tuple[Paragraph, ...], str]:
    """The paragraphs of a report that a citation names, in the order of naming.

    The second value says in one sentence what does not exist; it is "" when everything does.
    """
    if reference.ordinal is not None:
        return _unnumbered(reference, report)
    component = reference.component or BODY
    wanted = [number for ends in reference.ranges for number in _between(*ends)]
    held: dict[str, list[Paragraph]] = {}
    for paragraph in report.paragraphs:
        if paragraph.number and paragraph.component.casefold() == component.casefold():
            held.setdefault(paragraph.number, []).append(paragraph)
    paragraphs = tuple(p for number in dict.fromkeys(wanted) for p in held.get(number, ()))
    missing = [number for number in wanted if number not in held]
    told = _missing_text(missing, component, report) if missing else ""
    return paragraphs, told


def span_of(reference: Reference, paragraph: Paragraph) -> Highlight | None:
    """The slice that a citation names, the whole paragraph or an item of it; None when missing."""
    start, end = 0, len(paragraph.text)
    if reference.path:
        item = _item_named(reference.path, paragraph.items)
        if item is None:
            return None
        start, end = item.start, item.end
    return Highlight(start=start, end=end, quote=paragraph.text[start:end])


def missing_item(paragraph: Paragraph) -> str:
    """What items a paragraph has, told when one was named that it has not."""
    labels = [item.label for item in paragraph.items if item.level == 1]
    if not labels:
        return f"para. {paragraph.number} has no lettered or bulleted parts."
    if labels[0] == BULLET_LABEL:
        count = f"{len(labels)} bullet point{'s' if len(labels) > 1 else ''}"
        return f"para. {paragraph.number} has {count}."
    return f"para. {paragraph.number} has the parts {', '.join(dict.fromkeys(labels))}."


def topic_of(reference: Reference, report: Report, paragraph: Paragraph) -> str:
    """What is asked about the paragraph besides opening it; "" when nothing in it is meant."""
    words = re.findall(r"[\w’'-]+", reference.rest)
    known = described_by(report) | _FRAME_WORDS
    topic = [word for word in words if set(tokenize(word)) - known]
    own = set(tokenize(paragraph.text))
    return " ".join(topic) if any(set(tokenize(word)) & own for word in topic) else ""


def nearest_paragraphs(reference: Reference, report: Report) -> tuple[Paragraph, ...]:
    """The two paragraphs nearest in number to the first that does not exist, in their order."""
    component = (reference.component or BODY).casefold()
    numbered = [p for p in report.paragraphs if p.number and p.component.casefold() == component]
    wanted = _value(reference.ranges[0][0]) if reference.ranges else 1
    places = sorted(
        range(len(numbered)), key=lambda i: abs(_value(str(numbered[i].number)) - wanted)
    )
    return tuple(numbered[place] for place in sorted(places[:2]))


def which_report(
    reference: Reference,
    candidates: Sequence[Report],
    headers: Sequence[Report],
    *,
    holds: bool = True,
) -> str:
    """Why no report, or more than one, is meant; ``holds`` when candidates have what is cited."""
    if reference.symbol is not None and not candidates:
        told = f"No report with the symbol {reference.symbol} is in the library."
        parts = [r.cover.symbol for r in headers if _is_part(r.cover.symbol, reference.symbol)]
        return f"{told} There is {'; '.join(map(str, parts[:3]))}." if parts else told
    if not headers:
        return "No report is within this scope."
    named = "; ".join(report_name(report) for report in (candidates or headers)[:3])
    if not candidates:
        return f"No report in the library goes by that name. There is, for example, {named}."
    if not holds:
        return f"No report has such a paragraph. There is, for example, {named}."
    return f"Several reports have such a paragraph; name one, such as {named}."


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


def _value(number: str) -> int:
    match = re.match(r"\d+", number)
    return int(match[0]) if match else 0


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
    if not numbers:
        return f"{where}{named}: the paragraphs of its {component} have no numbers."
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


def _item_named(path: Sequence[str | int], items: Sequence[Item]) -> Item | None:
    """The item at the end of a path of labels and bullets; None when the path leads nowhere."""
    found: Item | None = None
    for level, step in enumerate(path, 1):
        inside = [
            item
            for item in items
            if item.level == level and (found is None or found.start < item.start < found.end)
        ]
        if isinstance(step, int):
            bullets = [item for item in inside if item.label == BULLET_LABEL]
            matching = bullets[step - 1 : step]
        else:
            matching = [item for item in inside if item.label.strip("().") == step]
        if not matching:
            return None
        found = matching[0]
    return found

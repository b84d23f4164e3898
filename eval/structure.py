"""Compare the structure that our reader finds in a report with gold structure, count by count.

Words are compared after blanks are collapsed, in Unicode NFC. A gold paragraph that was not found
has nothing right, so every count about paragraphs is over all gold paragraphs.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.evaluation import Evaluation, Manifest, hashes_of
from eval.gold import Gold, GoldParagraph, gold_for, read_gold
from eval.significance import Estimate
from service import Paragraph, Report, read_report

COLUMNS = (
    "paragraphs-found", "paragraphs-not-invented", "first-words", "last-words", "page",
    "component", "section", "items", "notes-cited", "sections-found", "notes-found",
)  # fmt: skip
STARTING_WORDS = 8
ENDING_WORDS = 6
NOTE_WORDS = 6
BULLET = "•"
_UNJUDGED = re.compile(  # titles that gold leaves out: it begins at the report's own first heading
    r"(?:executive )?summary|(?:letter|note verbale) dated .*|letter of transmittal", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing compared: what of, where, whether it is right, and what was found and expected."""

    measure: str
    place: str
    is_right: bool
    found: object = None
    expected: object = None


def check_structure(gold: Gold, report: Report) -> tuple[Check, ...]:
    """Everything that the gold says about a report, compared with what was found."""
    return (
        *_check_paragraphs(gold, report),
        *_check_sections(gold, report),
        *_check_notes(gold, report),
        *_check_cover(gold, report),
    )


def check_files(gold: Path, files: Iterable[Path]) -> Mapping[str, Sequence[Check]]:
    """Read each report file and check it against its gold; by file name.

    Raises:
        SourceUnavailable: a file, or its gold, cannot be opened.
        UnreadableReport: a file is no report.
        JudgementsUnreadable: a gold file is not in its form.
    """
    return {
        file.name: check_structure(read_gold(gold_for(gold, file)), read_report(file))
        for file in files
    }


def evaluate_structure(checks: Mapping[str, Sequence[Check]], gold: Path) -> Evaluation:
    """The share of right checks by measure, over all files and for each."""
    paths = [gold_for(gold, Path(name)) for name in checks]
    manifest = Manifest(dataset=gold.stem, files=hashes_of(paths), questions=len(checks))
    return Evaluation(
        measures=rates_of(check for of_file in checks.values() for check in of_file),
        manifest=manifest,
        grouping="files",
        groups={name: rates_of(of_file) for name, of_file in checks.items()},
    )


def mistakes_of(checks: Mapping[str, Sequence[Check]]) -> Iterator[str]:
    """A line for each check that is not right: file, measure, place, found, expected."""
    for name, of_file in checks.items():
        for check in of_file:
            if not check.is_right:
                told = f": found {check.found!r}, expected {check.expected!r}"
                is_told = check.found is not None or check.expected is not None
                yield f"{name}: {check.measure}: {check.place}{told if is_told else ''}"


def rates_of(checks: Iterable[Check]) -> Mapping[str, Estimate]:
    """For each measure the share of right checks; a census, so it has no interval."""
    counts: dict[str, list[bool]] = {}
    for check in checks:
        counts.setdefault(check.measure, []).append(check.is_right)
    return {
        name: Estimate(value=sum(rights) / len(rights), count=len(rights))
        for name, rights in counts.items()
    }


def align(gold: Sequence[GoldParagraph], found: Sequence[Paragraph]) -> Mapping[int, Paragraph]:
    """The found paragraph of each gold paragraph, by the latter's position.

    Same number and same first words, else same number and component, else same number and page;
    each found paragraph is taken once, in order of print.
    """
    left = list(found)
    matches: dict[int, Paragraph] = {}
    for claim in (_same_words, _same_component, _same_page):
        for position, expected in enumerate(gold):
            rivals = () if position in matches else left
            match = next(
                (p for p in rivals if p.number == expected.number and claim(expected, p)), None
            )
            if match is not None:
                matches[position] = match
                left.remove(match)
    return matches


def _same_words(gold: GoldParagraph, found: Paragraph) -> bool:
    return _words(found.text)[:STARTING_WORDS] == _words(gold.starts)


def _same_component(gold: GoldParagraph, found: Paragraph) -> bool:
    return _plain(found.component).casefold() == _plain(gold.component).casefold()


def _same_page(gold: GoldParagraph, found: Paragraph) -> bool:
    return gold.page is not None and found.page == gold.page


def _check_paragraphs(gold: Gold, report: Report) -> Iterator[Check]:
    found = [p for p in report.paragraphs if p.number is not None and gold.covers(p.page)]
    matches = align(gold.paragraphs, found)
    titles = {section.heading: _plain(section.title) for section in report.sections}
    for position, expected in enumerate(gold.paragraphs):
        place = f"{expected.component} {expected.number}"
        match = matches.get(position)
        yield Check(measure="paragraphs-found", place=place, is_right=match is not None)
        yield from _check_paragraph(expected, match, place=place, titles=titles)
    matched = {id(paragraph) for paragraph in matches.values()}
    for paragraph in found:
        yield Check(
            measure="paragraphs-not-invented",
            place=f"{paragraph.component} {paragraph.number}",
            is_right=id(paragraph) in matched,
            found=_plain(paragraph.text)[:60],
        )


def _check_paragraph(
    gold: GoldParagraph, found: Paragraph | None, *, place: str, titles: Mapping[str, str]
) -> Iterator[Check]:
    expected = _aspects_of_gold(gold)
    actual = {} if found is None else _aspects_of(found, titles)
    for name, value in expected.items():
        is_right = name in actual and actual[name] == value
        yield Check(
            measure=name, place=place, is_right=is_right, found=actual.get(name), expected=value
        )


def _aspects_of_gold(gold: GoldParagraph) -> Mapping[str, object]:
    pages = {} if gold.page is None else {"page": gold.page}
    return {
        "component": _plain(gold.component).casefold(),
        "first-words": _words(gold.starts),
        "last-words": _words(gold.ends),
        "section": None if gold.section is None else _plain(gold.section),
        "items": tuple(map(_bare_mark, gold.items)),
        "notes-cited": gold.notes,
        **pages,
    }


def _aspects_of(found: Paragraph, titles: Mapping[str, str]) -> Mapping[str, object]:
    return {
        "component": _plain(found.component).casefold(),
        "first-words": _words(found.text)[:STARTING_WORDS],
        "last-words": _words(found.text)[-ENDING_WORDS:],
        "section": titles.get(found.sections[-1]) if found.sections else None,
        "items": tuple(_bare_mark(item.label) for item in found.items if item.level == 1),
        "notes-cited": found.notes,
        "page": found.page,
    }


def _check_sections(gold: Gold, report: Report) -> Iterator[Check]:
    expected = [(section.label, _plain(section.title)) for section in gold.sections]
    found = [
        (s.label, _plain(s.title))
        for s in report.sections
        if gold.covers(s.page) and not _UNJUDGED.fullmatch(s.title)
    ]
    yield from _check_both_ways(expected, found, name="sections")


def _check_notes(gold: Gold, report: Report) -> Iterator[Check]:
    expected = [(note.mark, _words(note.starts)) for note in gold.notes]
    found = [(n.mark, _words(n.text)[:NOTE_WORDS]) for n in report.notes if gold.covers(n.page)]
    yield from _check_both_ways(expected, found, name="notes")


def _check_both_ways(
    expected: Sequence[Hashable], found: Sequence[Hashable], *, name: str
) -> Iterator[Check]:
    """Count what is expected and found, then what is found and expected, each as often as it is."""
    for which, these, those in (("found", expected, found), ("not-invented", found, expected)):
        left = Counter(those)
        for one in these:
            is_right = left[one] > 0
            left[one] -= 1
            yield Check(measure=f"{name}-{which}", place=str(one), is_right=is_right)


def _check_cover(gold: Gold, report: Report) -> Iterator[Check]:
    cover = {**asdict(report.cover), "pages": report.pages}
    for name, right in gold.cover.items():
        found = _plain_or_same(cover[name])
        is_right = found in map(_plain_or_same, right)
        yield Check(
            measure=f"cover-{name}",
            place="cover",
            is_right=is_right,
            found=found,
            expected=right[0],
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", text).split())


def _plain(text: str) -> str:
    return " ".join(_words(text))


def _plain_or_same(value: object) -> object:
    return _plain(value) if isinstance(value, str) else value


def _bare_mark(mark: str) -> str:
    """The letter or number of an item's mark, "a" of "(a)"; every other mark is a bullet."""
    return re.sub(r"\W", "", mark) or BULLET

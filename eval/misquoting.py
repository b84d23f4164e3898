"""Whether changed quotations find their place: sentences of the library, some words changed.

The library judges itself here. A sentence is drawn with the paragraph that has it, one to three
of its words are changed, as memory, haste and scans change them, and it is asked with quotation
marks and without. Right is an answer whose first passage is this paragraph, or cites it beside.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from eval.misspelling import misspell
from eval.significance import SEED, Estimate, mean_of
from service import Answer, AnswerKind, Assistant, Passage, split_sentences

CHANGES = (0, 1, 2, 3)
_MIN_WORDS = 8
_MAX_WORDS = 60
_OTHER_WORDS = (
    "also national further general report new support important several recent United States of "
    "the and in for with by on committee region members programme 2019 12 significant"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the library and where it stands."""

    report_id: str
    address: str
    text: str

    @property
    def place(self) -> tuple[str, str]:
        """The report and the paragraph that have it."""
        return self.report_id, self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A sentence with some of its words changed, as it is asked."""

    sentence: Sentence
    changes: int
    is_quoted: bool
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationCheck:
    """What became of a changed quotation."""

    asking: Asking
    is_first: bool
    is_shown_as_quotation: bool
    overlap: float  # of the characters of the highlight and of the sentence, those they share


def draw_sentences(assistant: Assistant, *, count: int) -> tuple[Sentence, ...]:
    """Draw sentences of 8 to 60 words from all paragraphs; the same library gives the same ones."""
    sentences = [
        Sentence(report_id=header.report_id, address=paragraph.address, text=text)
        for header in assistant.reports()
        for paragraph in assistant.report(header.report_id).paragraphs
        for span in split_sentences(paragraph.text)
        if _MIN_WORDS <= len((text := paragraph.text[span.start : span.end]).split()) <= _MAX_WORDS
    ]
    return tuple(Random(SEED).sample(sentences, min(count, len(sentences))))


def askings_of(sentences: Iterable[Sentence]) -> Iterator[Asking]:
    """Every sentence with 0 to 3 words changed, with quotation marks and without."""
    generator = Random(SEED)
    for sentence in sentences:
        for changes in CHANGES:
            words = change_words(sentence.text, words=changes, generator=generator)
            for is_quoted in (True, False):
                plain = re.sub(r"[“”\"«»„]", "", words)
                yield Asking(
                    sentence=sentence,
                    changes=changes,
                    is_quoted=is_quoted,
                    question=f"“{plain}”" if is_quoted else words,
                )


def change_words(text: str, *, words: int, generator: Random) -> str:
    """Change this many words of a text: each is replaced, left out, misspelt, or gets another."""
    told: list[str] = text.split()
    for place in generator.sample(range(len(told)), min(words, len(told))):
        told[place] = generator.choice(_WAYS)(told[place], generator)
    return " ".join(word for word in told if word)


_WAYS: tuple[Callable[[str, Random], str], ...] = (
    lambda word, generator: generator.choice(_OTHER_WORDS),
    lambda word, generator: "",
    lambda word, generator: f"{word} {generator.choice(_OTHER_WORDS)}",
    lambda word, generator: misspell(word, words=1, generator=generator),
)


def check_quotations(assistant: Assistant, askings: Iterable[Asking]) -> Iterator[QuotationCheck]:
    """Ask each, in order."""
    for asking in askings:
        answer = assistant.ask(asking.question, limit=1)
        yield _check_of(asking, answer)


def quotation_rates(checks: Sequence[QuotationCheck]) -> Mapping[str, Estimate]:
    """Over quotations: the share in first place, shown as a quotation, and how the place fits."""
    return {
        "success@1": mean_of([float(check.is_first) for check in checks]),
        "as-quotation": mean_of([float(check.is_shown_as_quotation) for check in checks]),
        "place-overlap": mean_of([check.overlap for check in checks if check.is_first]),
    }


def rates_by_changes(checks: Sequence[QuotationCheck]) -> Mapping[str, Mapping[str, Estimate]]:
    """The rates of each number of changed words, with quotation marks and without."""
    return {
        f"{changes} changed, {'quoted' if is_quoted else 'pasted'}": quotation_rates(
            [
                check
                for check in checks
                if (check.asking.changes, check.asking.is_quoted) == (changes, is_quoted)
            ]
        )
        for is_quoted in (True, False)
        for changes in CHANGES
    }


def _check_of(asking: Asking, answer: Answer) -> QuotationCheck:
    first = answer.passages[0] if answer.passages else None
    return QuotationCheck(
        asking=asking,
        is_first=first is not None and asking.sentence.place in _places_of(first),
        is_shown_as_quotation=answer.kind is AnswerKind.QUOTATION,
        overlap=0.0 if first is None else _overlap(asking.sentence.text, first),
    )


def _places_of(passage: Passage) -> set[tuple[str, str]]:
    others = {(other.report_id, other.address) for other in passage.also}
    return {(passage.report_id, passage.address), *others}


def _overlap(sentence: str, passage: Passage) -> float:
    """Shared characters of a sentence and the first highlight, by those of both; 0 without one."""
    start = passage.text.find(sentence)
    if start < 0 or not passage.highlights:
        return 0.0
    end, found = start + len(sentence), passage.highlights[0]
    shared = max(0, min(end, found.end) - max(start, found.start))
    return shared / (max(end, found.end) - min(start, found.start))

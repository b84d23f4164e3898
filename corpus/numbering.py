"""The grammar of labels: how official reports number chapters, paragraphs and their parts.

Sub-paragraphs run (a) > (i) > a. > i. (United Nations Editorial Manual Online, "Paragraphs and
subparagraphs"); French and Spanish print a) and i). "(i)" is both the ninth letter and the
first roman numeral: a mark therefore carries every reading it allows, and whoever knows the
sequence chooses.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_CANONICAL_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")

_ONES = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


class Numeral(StrEnum):
    """What a label counts with."""

    ARABIC = "arabic"
    ROMAN = "roman"
    LETTER = "letter"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a mark: the numeral, its place in the count, and how it is dressed.

    ``dress`` is the punctuation around the numeral with its case ("(a)", "a.", "A."), so that
    "(a)" and "a." never continue each other. Every bullet has ordinal 0.
    """

    numeral: Numeral
    ordinal: int
    dress: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at the start of a block, as printed, and the ways to read it."""

    label: str
    readings: tuple[Reading, ...]

    @property
    def is_bullet(self) -> bool:
        """Whether the mark counts nothing."""
        return self.readings[0].numeral is Numeral.BULLET


BULLET_LABEL = "•"

_MARK = re.compile(
    r"""
    (?P<number>\d{1,4}(?:\s?(?:bis|ter|quater))?)
        (?P<dot>[.)])(?=\s|$|[A-Z][A-Za-z ])                            # 12.   4 bis.   3)   9.The
  | \((?P<inner>\d{1,3}|[a-z]{1,2}|[ivxl]+)\)(?=\s|$)                    # (a)   (iv)   (3)
  | (?P<loose>[a-z]|[ivxl]+)(?P<end>[.)])(?=\s|$)                        # a.   b)   iv.
  | (?P<bullet>[•‣◦▪●○–—*\-])(?=\s|$)                                    # •   –
    """,
    re.VERBOSE,
)


def roman_value(numeral: str) -> int | None:
    """The value of a roman numeral in either case; None when it is none: ``xiv`` is 14."""
    text = numeral.lower()
    if not text or not _CANONICAL_ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_DIGITS[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def letter_value(letters: str) -> int | None:
    """The place of a letter label: a is 1, z is 26, aa is 27; None for mixed pairs such as ab."""
    text = letters.lower()
    if not re.fullmatch(r"([a-z])\1?", text):
        return None
    return ord(text[0]) - ord("a") + 1 + 26 * (len(text) - 1)


def ordinal_word(ordinal: int) -> str:
    """The ordinal in words up to ninety-ninth, then in digits: 9 is "ninth", 21 "twenty-first".

    Raises:
        ValueError: ``ordinal`` is below 1.
    """
    if ordinal < 1:
        raise ValueError(f"no ordinal below 1: {ordinal}")
    if ordinal < len(_ONES):
        return _ONES[ordinal]
    if ordinal > 99:
        return ordinal_digits(ordinal)
    tens, ones = divmod(ordinal, 10)
    word = _TENS[tens - 2]
    return f"{word}-{_ONES[ones]}" if ones else f"{word[:-1]}ieth"


def ordinal_value(word: str) -> int | None:
    """The number that ``ordinal_word`` wrote: "twenty-first" is 21; None for other words."""
    text = word.lower()
    if digits := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", text):
        return int(digits[1])
    return _ORDINAL_VALUES.get(text)


def cardinal_word(number: int) -> str:
    """A number from one to ninety-nine in words: 24 is "twenty-four"."""
    if number <= len(_CARDINALS):
        return _CARDINALS[number - 1]
    tens, ones = divmod(number, 10)
    word = _TENS[tens - 2]
    return f"{word}-{_CARDINALS[ones - 1]}" if ones else word


def split_mark(text: str) -> tuple[Mark | None, str]:
    """Split a block's text into the mark that it begins with and the words after it."""
    match = _MARK.match(text)
    if match is None:
        return None, text
    readings = _readings(match)
    if not readings:
        return None, text
    label = BULLET_LABEL if match["bullet"] else match[0]
    return Mark(label, readings), text[match.end() :].lstrip()


def paragraph_number(mark: Mark) -> str | None:
    """The number of a mark that can open a numbered paragraph: "12." gives "12"."""
    first = mark.readings[0]
    is_number = first.numeral is Numeral.ARABIC and first.dress.endswith("1.")
    return mark.label.rstrip(".") if is_number else None


def number_key(number: str) -> str:
    """What all ways to print a paragraph's number share: "01" and "١" are 1."""
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in number)
    return re.sub(r"^0+(?=[0-9])", "", digits)


def _readings(match: re.Match[str]) -> tuple[Reading, ...]:
    if match["bullet"]:
        return (Reading(Numeral.BULLET, 0, BULLET_LABEL),)
    if match["number"]:
        value = int(re.match(r"\d+", match["number"])[0])  # type: ignore[index]
        return (Reading(Numeral.ARABIC, value, f"1{match['dot']}"),)
    inner = match["inner"]
    if inner is None:
        return _letter_readings(match["loose"], before="", after=match["end"])
    if inner.isdigit():
        return (Reading(Numeral.ARABIC, int(inner), "(1)"),)
    return _letter_readings(inner, before="(", after=")")


def _letter_readings(letters: str, *, before: str, after: str) -> tuple[Reading, ...]:
    letter, roman = letter_value(letters), roman_value(letters)
    readings = []
    if letter is not None:
        readings.append(Reading(Numeral.LETTER, letter, f"{before}a{after}"))
    if roman is not None:
        readings.append(Reading(Numeral.ROMAN, roman, f"{before}i{after}"))
    return tuple(readings)


def ordinal_digits(ordinal: int) -> str:
    """The ordinal in digits: 22 is "22nd"."""
    is_teen = ordinal % 100 in (11, 12, 13)
    ending = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(ordinal % 10, "th")
    return f"{ordinal}{ending}"


_ORDINAL_VALUES = {ordinal_word(value): value for value in range(1, 100)}

_CARDINALS = (
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
    """
).split()


# Headings.

_HEADING = re.compile(
    r"""
    (?P<component>annex(?:es)?|appendix|enclosure
        |(?:(?:draft|intersessional)\ )?(?:resolution|decision))
        (?:\s+(?P<component_label>[IVXLC]+|[A-Z]|\d[\d/]*))?
        (?:[.:]|\s*$|\s+[–—-]|(?=\s+to\s+the\b))\s*(?P<component_title>.*)
                                        # Annex II   Resolution 68/1. Title   Annex to the letter
  | chapter\s+(?P<chapter>(?-i:[IVXLC]+)|\d+)\b[.:]?\s*(?P<chapter_title>.*)   # Chapter IV
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_HEADING_LABEL = re.compile(
    r"""
    (?!\d{1,2}\s\w+\s\d{4}\b)                               # "31 December 2024" has no label
    (?P<label>[IVXLC]+|[A-Z]|\d{1,2}(?:\.\d{1,2})*)\.?\s+     # IV.   A.   2.1
    (?P<title>\S.*)
    """,
    re.VERBOSE | re.DOTALL,
)

_BARE_LABEL = re.compile(r"([IVXLC]{1,7}|[A-Z]|\d{4}/\d{1,3})\.?")  # II   2025/8: a title follows


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingLabel:
    """The label of a heading, and the component that it opens (None when it opens none)."""

    label: str | None
    title: str
    component: str | None = None


def is_bare_label(heading: HeadingLabel) -> bool:
    """Whether a heading prints "Annex II" or "Chapter I" and no title yet."""
    told = heading.title.lower()
    return heading.label is not None and told in (
        heading.label.lower(),
        f"chapter {heading.label.lower()}",
    )


def read_heading(text: str, *, with_dot: bool = True) -> HeadingLabel:
    """Read a heading's label: "IV. INTERPOL", "A. Trends", "Annex II", "Chapter I".

    With ``with_dot`` a bare label needs its full stop. Without it the words after the label must
    begin as a title does, so that "A new plan" has no label either way.
    """
    if match := _HEADING.fullmatch(text):
        return _word_heading(match, text)
    match = _BARE_LABEL.fullmatch(text)
    if match is not None and (text.endswith(".") or not with_dot):
        component = f"decision {match[1]}" if "/" in match[1] else None
        return HeadingLabel(label=match[1], title=match[1], component=component)
    match = _HEADING_LABEL.fullmatch(text)
    if match is None:
        return HeadingLabel(label=None, title=text)
    has_dot = text[match.end("label")] == "."
    if not has_dot and (with_dot or match["title"][0].islower()):
        return HeadingLabel(label=None, title=text)
    return HeadingLabel(label=match["label"], title=match["title"])


def _word_heading(match: re.Match[str], text: str) -> HeadingLabel:
    if match["chapter"]:
        return HeadingLabel(label=match["chapter"], title=match["chapter_title"] or text)
    word = match["component"].lower()
    number = match["component_label"]
    name = f"{word} {number}" if number else word
    printed = text[: match.end("component_label" if number else "component")]
    return HeadingLabel(label=printed, title=match["component_title"] or printed, component=name)


def label_readings(label: str) -> tuple[Reading, ...]:
    """Every way to read a section label: "I" is the first roman numeral and the ninth letter."""
    if re.fullmatch(r"\d+(\.\d+)*", label):
        last = label.rsplit(".", 1)[-1]
        return (Reading(Numeral.ARABIC, int(last), f"1.{label.count('.')}"),)
    readings = []
    roman = roman_value(label)
    if roman is not None:
        readings.append(Reading(Numeral.ROMAN, roman, "I."))
    if len(label) == 1 and label.isalpha():
        readings.append(Reading(Numeral.LETTER, letter_value(label) or 0, "A."))
    return tuple(readings)

"""The lines of a cover that have a form of their own: dates, sessions, agenda items, languages.

The covers of the six official languages are read. Arabic, Chinese and Russian covers print the
distribution, the date and the languages in English; French and Spanish ones in their own words.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from corpus.symbols import is_symbol

_MONTHS: Mapping[str, int] = {
    word: number
    for words in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for number, word in enumerate(words.split(), 1)
}
_LANGUAGES: Mapping[str, str] = {
    word: code
    for code, words in {
        "ar": "arabic arabe árabe арабский العربية",
        "en": "english anglais inglés английский",
        "es": "spanish espagnol español испанский",
        "fr": "french français francés французский",
        "ru": "russian russe ruso русский",
        "zh": "chinese chinois chino китайский",
    }.items()
    for word in words.split()
}
_MASTHEADS: Mapping[str, str] = {  # what every cover begins with, and the language it tells
    "united nations": "en",
    "united nations system": "en",
    "nations unies": "fr",
    "organisation des nations unies": "fr",
    "naciones unidas": "es",
    "организация объединенных наций": "ru",
    "联合国": "zh",
    "الأمم المتحدة": "ar",
}
JOINED_MASTHEAD = re.compile(  # between the masthead and a symbol on one line
    r"(?<=united nations)\s+(?=[A-Z]+[-/])", re.IGNORECASE
)
PRINCIPAL_ORGANS = frozenset(  # Charter of the United Nations, Article 7; the Council of 60/251
    {
        "general assembly",
        "security council",
        "economic and social council",
        "trusteeship council",
        "human rights council",
    }
)
_STARS = re.compile(r"\s*\*+\s*$")
_DAY = r"\d{1,2}(?:er|º)?"
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""
    (?P<day>{_DAY})\s+(?:de\s+)?(?P<month>{_MONTH})\s+(?:del?\s+)?   # 7 April   7 de abril de
    (?P<year>\d{{4}})(?:\s+(?:года|г\.))?                            # 2021   2021 года
    """,
    re.VERBOSE | re.IGNORECASE,
)
_END_DATE = re.compile(r"\[([^\[\]]{8,40})\]$")
_SPAN = rf"{_DAY}(?:\s*[–-]\s*|\s+(?:to|and|au|et|al?|y|по|и)\s+)"
_MEETING = re.compile(
    rf"""
    \(?(?:[^\W\d][^\d,;:]{{0,32}},\s+){{0,3}}                 # Nice, France,
    (?:{_SPAN}|{_DAY}\s+(?:de\s+)?(?:{_MONTH})(?:\s+\d{{4}})?\s*(?:[–-]|to|and)\s*)*   # 9–
    {_DAY}\s+(?:de\s+)?(?:{_MONTH})(?:,?\s+(?:del?\s+)?\d{{4}})?   # 13 June 2025
    (?:,\s+[^\W\d][^\d,;:]{{0,32}}){{0,3}}\)?                 # , New York
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DISTRIBUTION = re.compile(
    r"(?:dist(?:r(?:ibuci[óo]n|ibution)?)?)\s*[.:]{1,2}\s*:?\s*(?P<word>[^\W\d]+)", re.IGNORECASE
)
_LANGUAGE = rf"(?:{'|'.join(_LANGUAGES)})"
_VERSION = re.compile(rf"({_LANGUAGE})\s+original\b", re.IGNORECASE)  # Russian / Original: English
_ORIGINAL = re.compile(rf"\boriginal\s*:\s*({_LANGUAGE})", re.IGNORECASE)
_ONLY = re.compile(rf"({_LANGUAGE})(?:\s+only|\s+seulement|\s+solamente)?", re.IGNORECASE)
_IMPRINT = re.compile(
    rf"""
    (?: {_DISTRIBUTION.pattern}                             # Distr.: General
      | {_DATE.pattern.replace("P<", "P<its_")}             # 7 April 2021
      | original\s*:\s*(?:{_LANGUAGE}(?:/|,\s|\sand\s)?)+   # Original: English/French
      | {_LANGUAGE}(?:(?:,\s|\sand\s){_LANGUAGE})*(?:\s(?:only|seulement|solamente))?
      | \s )+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SESSION = re.compile(
    r"""
    (?: (?:\w+\s+)?[\w-]+\s+(?:special\s+|regular\s+|substantive\s+|organizational\s+)?session
        (?:\s+(?:of\s+|de\s+)?\d{4})?              # Sixty-fourth session   Annual session 2025
      | \d{4}\s+(?:substantive\s+)?session         # 2025 session
      | [\w-]+(?:st|nd|rd|th|[eè]me)\s+(?:year|année)                    # Eightieth year
      | (?:[\w-]+\s+)?session\s+(?:[\w-]+\s+)?de\s+\d{4}                  # Session de 2025
      | (?:\w+\s+){0,3}per[ií]odo\s+(?:\w+\s+)?de\s+sesiones(?:\s+de\s+\d{4})?
      | [\w-]+\s+(?:[\w-]+\s+){0,2}(?:сессия|год) | сессия\s+\d{4}\s+года  # Восьмидесятая сессия
      | 第\w+[届屆][^\s\d]*会议 | \d{4}年[届屆]?会议                     # 第八十届会议
      | الدورة\s+[^\d\n]{3,40}
    )(?=\s*(?:\([^()]*\))?\s*$)                    # (27–30 May 2025)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ITEM = re.compile(
    r"""
    (?P<item>
        (?:agenda\s+)?items?\s+\d+(?:(?!agenda|list).)*\b(?:agenda|list)\b   # Item 6 of the …
      | agenda\s+items?\s+\d+(?:\s*\([a-z]+\)|\s*(?:,|and|to|–)\s*\d+|\s+and\s+\([a-z]+\))*
      | points?\s+\d+.{0,20}\ de\ (?:l['’]ordre\ du\ jour|la\ liste)
        (?:\ (?:provisoire|préliminaire))?
      | temas?\s+\d+.{0,20}\ (?:del?|de\ la)\ (?:programa|lista)(?:\ (?:provisional|preliminar))?
      | пункты?\s+\d+.{0,20}\ (?:[\w-]+\ )?(?:повестки\ дня|перечня)
      | (?:临时|暂定)?议程项目\s*\d+(?:\s*\([a-z]\))* | البند\s+\d+.*
    )(?:\s*:)?(?:\s+(?P<title>\S.*))?
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def find_first(texts: Iterable[str], read: Callable[[str], str | None]) -> str | None:
    """What the first text tells that tells anything by ``read``."""
    return next((told for text in texts if (told := read(text)) is not None), None)


def without_stars(text: str) -> str:
    """A line without the stars by which it cites a note of the cover."""
    return _STARS.sub("", text)


def read_masthead(text: str) -> str | None:
    """Read a line that every cover begins with: the language of "United Nations" is "en"."""
    return _MASTHEADS.get(text.casefold())


def read_date(text: str) -> str | None:
    """Read a line that is one full date, as ISO 8601: "7 April 2021" gives "2021-04-07"."""
    match = _DATE.fullmatch(text)
    return _iso(match) if match else None


def find_date(text: str) -> str | None:
    """The first full date of a text, as ISO 8601."""
    return next((told for match in _DATE.finditer(text) if (told := _iso(match))), None)


def read_end_date(text: str) -> str | None:
    """The date in brackets that a text ends with, as ISO 8601: "[16 May 2025]".

    Supplements to the Official Records print theirs so, with the contents or the summary.
    """
    match = _END_DATE.search(text)
    return read_date(match[1].strip()) if match else None


def find_distribution(text: str) -> str | None:
    """The distribution that an imprint tells: "Distr.: Limited" gives "Limited"."""
    match = _DISTRIBUTION.search(text)
    return match["word"].capitalize() if match else None


def find_language(text: str) -> str | None:
    """The language of a version of a report, as ISO 639-1, from its imprint.

    A translation prints its own language above that of the original.
    """
    lines = [_ONLY.fullmatch(line) for line in text.splitlines()]
    found = _VERSION.search(text) or _ORIGINAL.search(text) or next(filter(None, lines), None)
    return _LANGUAGES[found[1].lower()] if found else None


def languages_named(text: str) -> tuple[str, ...]:
    """The languages that a text names in any of the official ones, as ISO 639-1, in order."""
    words = re.findall(r"\w+", text.casefold())
    return tuple(dict.fromkeys(_LANGUAGES[word] for word in words if word in _LANGUAGES))


def language_name(code: str | None) -> str:
    """The English name of a language; of one that is not official, its code."""
    names = (word for word, own in _LANGUAGES.items() if own == code)
    return next(names, code or "an unknown language").capitalize()


def read_session(text: str) -> str | None:
    """Read a line that is a session: "Eightieth session", "2025 session", "Eightieth year".

    Its dates in parentheses are left out.
    """
    match = _SESSION.match(text)
    return match[0] if match else None


def split_item(text: str) -> tuple[str, str] | None:
    """Part a line that is an agenda item into the item and its title, which may be empty."""
    match = _ITEM.fullmatch(text)
    return (match["item"], match["title"] or "") if match else None


def is_imprint(text: str) -> bool:
    """Whether a text tells but distribution, date and languages."""
    return bool(text) and _IMPRINT.fullmatch(text) is not None


def is_meeting(text: str) -> bool:
    """Whether a line tells when and where a body meets: "Nice, France, 9–13 June 2025"."""
    return read_date(text) is None and _MEETING.fullmatch(text) is not None


def is_fact(text: str) -> bool:
    """Whether a line tells one of the fields that have a form of their own."""
    if read_masthead(text) or text.casefold() in PRINCIPAL_ORGANS:
        return True
    if is_symbol(JOINED_MASTHEAD.split(text)[-1]):
        return True
    readers = (is_imprint, is_meeting, read_session, split_item)
    return any(bool(read(text)) for read in readers)


def _iso(match: re.Match[str]) -> str | None:
    day = int(match["day"].rstrip("erº"))
    try:
        return date(int(match["year"]), _MONTHS[match["month"].lower()], day).isoformat()
    except ValueError:
        return None

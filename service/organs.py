"""The organs that a library's covers name, and where a question names one of them.

A cover names an organ in its organ field, in its title ("Report of the Committee against Torture")
and in the series of its symbol (E/ICEF, CEB). People call it by its name, by a shorter form of it
("torture committee", "Forum on Forests") or by an acronym: its initials, the one that a cover
prints, or one that is no initials and stands in the table below.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.records import Cover, Report
from index.tokens import tokenize

_HEADS = frozenset(
    """
    agency assembly authority board centre commission commissioner committee conference convention
    council court entity force forum fund group institute mechanism meeting mission office
    organization panel process programme tribunal union university
    """.split()
)
_HEAD = rf"(?:{'|'.join(sorted(head.capitalize() for head in _HEADS))})"
_CAPITAL = r"[A-Z][\w/’'-]*"
_LINK = r"(?:,?\s+(?:and|of|on|in|for|with|against|to)(?:\s+the)?|,)?"
_NAME = re.compile(
    rf"""
    (?:{_CAPITAL}\s+(?:and\s+)?)*                                   # Economic and Social
    (?:{_HEAD}|(?<=[A-Za-z]\s)(?i:{_HEAD}))\b                        # Council
    (?:\s+(?:of|on|for|against|in|to|at)\s+(?:the\s+)?{_CAPITAL}    # on Science
       (?:{_LINK}\s+{_CAPITAL})*)?                                  # and Technology for Development
    """,
    re.VERBOSE,
)
_PLAIN_NAME = re.compile(
    rf"""
    \b[\w]+-[a-z]+\s+(?:[a-z]+\s+)?(?i:{_HEAD})\s+on\s+   # high-level political forum on
    (?:(?!\s(?:at|convened|for)\b|,\s+(?!\w+\s+and\b))[^:;()\d])+    # sustainable development
    """,
    re.VERBOSE,
)
_PRINTED_ACRONYM = re.compile(r"\bUN(?!ITED)[A-Z]{2,6}\b")  # UNDP; others may be no organ: ISIL
_SERIES = re.compile(r"\b(?:[AES]/)?([A-Z]{3,5})(?=/)")  # CEB/2025/4   E/ICEF/2025/12
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_SKIPPED = frozenset("of on for the and in to at with its a an".split())
_VAGUE = frozenset({"working group", "united nations", "group", "executive office"})
_NO_PREFIX = ("un", "international", "joint", "global")

# What initials do not give: United Nations Terminology Database (UNTERM), short forms.
_ACRONYMS: Mapping[str, str] = {
    "ICEF": "United Nations Children’s Fund",  # in symbols
    "ECOSOC": "Economic and Social Council",
    "ESCAP": "Economic and Social Commission for Asia and the Pacific",
    "OHCHR": "High Commissioner for Human Rights",
    "UNAIDS": "Joint United Nations Programme on HIV/AIDS",
    "UNCTAD": "United Nations Conference on Trade and Development",
    "UNEP": "United Nations Environment Programme",
    "UNESCO": "United Nations Educational, Scientific and Cultural Organization",
    "UNFPA": "United Nations Population Fund",
    "UNHCR": "High Commissioner for Refugees",
    "UNICEF": "United Nations Children’s Fund",
    "UNMIK": "United Nations Interim Administration Mission in Kosovo",
    "UNOCA": "United Nations Regional Office for Central Africa",
    "UNODC": "United Nations Office on Drugs and Crime",
    "UNOPS": "United Nations Office for Project Services",
    "UNRWA": "United Nations Relief and Works Agency for Palestine Refugees",
    "UNSMIL": "United Nations Support Mission in Libya",
}

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """A body that covers name, and the places of their reports among the headers, ascending."""

    name: str
    acronyms: tuple[str, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganMention:
    """Organs that words of a question name, most often one: ``question[start:end]``."""

    organs: tuple[Organ, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Spelt:
    """A word of a question as names are compared, and where it stands."""

    key: str
    start: int
    end: int
    is_capital: bool


class Organs:
    """The organs that the covers of reports name."""

    def __init__(self, headers: Sequence[Report]) -> None:
        places: dict[str, set[int]] = {}
        for place, header in enumerate(headers):
            for name in names_on(header.cover):
                places.setdefault(name, set()).add(place)
        self._by_words: dict[str, dict[Words, list[Organ]]] = {}
        self._by_acronym: dict[str, list[Organ]] = {}
        self._by_head: dict[str, list[tuple[frozenset[str], Organ]]] = {}
        for organ in _joined(places):
            self._enter(organ)
        for word, forms in self._by_words.items():
            longest_first = sorted(forms.items(), key=lambda entry: -len(entry[0]))
            self._by_words[word] = dict(longest_first)

    def named_in(self, text: str) -> tuple[OrganMention, ...]:
        """The organs that a text names, in order; the longest name wins."""
        words = _spell(text)
        mentions, start = [], 0
        while start < len(words):
            organs, length = self._at(words, start)
            if length:
                last = words[start + length - 1]
                mentions.append(OrganMention(organs=organs, start=words[start].start, end=last.end))
            start += max(length, 1)
        return tuple(mentions)

    def _at(self, words: Sequence[_Spelt], start: int) -> tuple[tuple[Organ, ...], int]:
        """The organs named by the words from a place on, and how many words that takes."""
        word = words[start]
        for form, organs in self._by_words.get(word.key, {}).items():
            if form == tuple(each.key for each in words[start : start + len(form)]):
                return tuple(organs), len(form)
        meant = self._by_acronym.get(word.key.upper(), [])
        if meant and (word.is_capital or word.key.startswith("un")):
            return tuple(meant), 1
        return self._by_subject(words, start)

    def _by_subject(self, words: Sequence[_Spelt], start: int) -> tuple[tuple[Organ, ...], int]:
        """The only organ that a short form such as "torture committee" can mean."""
        for length in (4, 3, 2):
            *subject, head = words[start : start + length]
            if len(subject) < length - 1 or head.key not in self._by_head:
                continue
            stems = {stem for each in subject for stem in tokenize(each.key)}
            entries = self._by_head[head.key]
            meant = [organ for about, organ in entries if stems and stems <= about]
            if len(meant) == 1:
                return (meant[0],), length
        return (), 0

    def _enter(self, organ: Organ) -> None:
        for acronym in organ.acronyms:
            self._by_acronym.setdefault(acronym, []).append(organ)
        for form in _forms_of(organ.name):
            forms = self._by_words.setdefault(form[0], {})
            forms.setdefault(form, []).append(organ)
        words = _keys(organ.name)
        place = next((i for i, word in enumerate(words) if word in _HEADS), None)
        if place is not None:
            rest = words[place + 1 :]
            about = frozenset(tokenize(" ".join(w for w in rest if w not in _HEADS)))
            subject = about | {_initials(rest).lower()}
            self._by_head.setdefault(words[place], []).append((subject, organ))


@lru_cache(maxsize=4096)
def names_on(cover: Cover) -> frozenset[str]:
    """The organs that a cover names, by names and by acronyms."""
    organ, title = cover.organ or "", cover.title or ""
    own = tuple(names_in(organ))
    is_one = len(own) == 1 and organ.find(own[0]) in (0, 5)  # after a year at most
    printed = () if title.isupper() else _PRINTED_ACRONYM.findall(title)
    series = _SERIES.findall(cover.symbol or "")
    return frozenset({*([organ] if is_one else own), *names_in(title), *printed, *series})


def names_in(text: str) -> Iterator[str]:
    """The names of organs in a line of a cover; one within another's name comes as well."""
    for pattern in (_NAME, _PLAIN_NAME):
        for match in pattern.finditer(text):
            name = match[0].strip(" ,")
            if len(name.split()) > 1 and name.lower() not in _VAGUE:
                yield _in_title_case(name)
            inner = re.search(rf"\s(?:of|on)\s+(?:the\s+)?(?={_CAPITAL})", name)
            if inner:
                yield from names_in(name[inner.end() :])


def _in_title_case(name: str) -> str:
    return name.title() if name.isupper() else name


def _joined(places: Mapping[str, set[int]]) -> tuple[Organ, ...]:
    """One organ for all the spellings and acronyms that mean it, by its longest name."""
    names = sorted((name for name in places if not name.isupper()), key=len)
    whole = {**_ACRONYMS, **{acronym: name for name in names for acronym in _acronyms_of(name)}}
    groups: dict[Words, list[str]] = {}
    for name in places:
        groups.setdefault(_bare(_keys(whole.get(name, name))), []).append(name)
    return tuple(
        Organ(
            name=max(spellings, key=lambda name: (len(name), name)),
            acronyms=tuple(sorted({a for name in spellings for a in _acronyms_of(name)})),
            places=tuple(sorted({place for name in spellings for place in places[name]})),
        )
        for spellings in groups.values()
    )


def _acronyms_of(name: str) -> set[str]:
    """The acronyms by which a name is known; an acronym is its own."""
    if name.isupper():
        return {name}
    words = _keys(name)
    known = {acronym for acronym, whole in _ACRONYMS.items() if _bare(_keys(whole)) == _bare(words)}
    link = next((i for i, word in enumerate(words) if word in ("on", "for")), 0)
    whole, short = _initials(words), _initials(words[:link])
    return known or {i for i, least in ((whole, 3), (short, 4)) if len(i) >= least}


def _initials(words: Iterable[str]) -> str:
    letters = ("UN" if word == "un" else word[0].upper() for word in words if word not in _SKIPPED)
    return "".join(letters)


def _forms_of(name: str) -> Iterator[Words]:
    """A name as it can be said: whole, without "United Nations", and without what it is on."""
    words = _keys(name)
    forms = {words, _bare(words)}
    bare = _bare(words)
    link = next((i for i, word in enumerate(bare) if word in ("on", "for")), 0)
    forms.add(bare[:link])
    return (form for form in sorted(forms) if len(form) > 1)


def _bare(words: Words) -> Words:
    """The words of a name without those in front that people leave out."""
    place = 0
    while place < len(words) - 2 and (words[place] in _NO_PREFIX or words[place].isdigit()):
        place += 1
    return words[place:]


@lru_cache(maxsize=4096)  # covers repeat their organs
def _keys(text: str) -> Words:
    return tuple(word.key for word in _spell(text))


def _spell(text: str) -> list[_Spelt]:
    """The words of a text as they are compared; "United Nations" is one, "the" is none."""
    words: list[_Spelt] = []
    for match in _WORD.finditer(text):
        bare = _POSSESSIVE.sub("", match[0])
        key, start = bare.lower().replace("’", "'"), match.start()
        if key == "the":
            continue
        if key == "nations" and words and words[-1].key == "united":
            key, start = "un", words.pop().start
        acronym = re.fullmatch(r"([A-Z]{3,})\d{1,3}", bare)  # CSW69
        is_capital = bare.isupper()
        words.append(_Spelt(acronym[1].lower() if acronym else key, start, match.end(), is_capital))
    return words

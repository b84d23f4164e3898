"""The cover of a supplement to the Official Records: the title on top, the organ below it."""

import re
from collections.abc import Sequence

from corpus.cover.facts import read_session
from corpus.cover.front_page import FrontPage, Line, groups_of, is_masthead, text_of
from corpus.symbols import read_symbol

_OFFICIAL_RECORDS = re.compile(
    r"official records|documents officiels|documentos oficiales|официальные отчеты",
    re.IGNORECASE,
)
_REPORT_ON_SESSION = re.compile(
    r"report\son\sthe\s(?:work\sof\sits\s)?(?P<session>[\w\s-]+?\ssessions?)\b", re.IGNORECASE
)
_SYMBOL_START = re.compile(r"\s+(?=[A-Z]{1,10}/)")  # E/2025/22 E/C.12/2024/3


def read_supplement(lines: Sequence[Line]) -> FrontPage | None:
    """Read the cover of a supplement; None where "Official Records" is not printed.

    Its date stands with its contents or its summary, and it tells no distribution.
    """
    records = next((line for line in lines if _OFFICIAL_RECORDS.match(line.text)), None)
    if records is None:
        return None
    above = [line for line in lines if line.box.top < records.box.top]
    groups = groups_of(line for line in above if line.stands_out)
    names = [text_of(group) for group in groups if not is_masthead(group)]
    titles, organ = names[:-1], names[-1] if names else None
    return FrontPage(
        symbol="-".join(_symbols(above)) or None,
        organ=organ,
        session=_session(lines, subtitles=titles[1:]),
        titles=(*titles[:1], *filter(None, [_listed(titles[1:])])),
    )


def _symbols(lines: Sequence[Line]) -> list[str]:
    printed = (text for line in lines for text in _SYMBOL_START.split(line.text))
    return [symbol for text in printed if (symbol := read_symbol(text)) is not None]


def _session(lines: Sequence[Line], *, subtitles: Sequence[str]) -> str | None:
    """The organ's session, printed last, else that of the subtitles.

    "Report on the tenth session" gives "Tenth session".
    """
    for subtitle in subtitles:
        if match := _REPORT_ON_SESSION.match(subtitle):
            return f"{match['session'][0].upper()}{match['session'][1:]}"
    return next(filter(None, (read_session(line.text) for line in reversed(lines))), None)


def _listed(subtitles: Sequence[str]) -> str:
    """Sessions as a list: "Tenth session (May), Eleventh session (July)"."""
    return re.sub(r"\)\s+(?=\w)", "), ", " ".join(subtitles))

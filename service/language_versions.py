"""The language versions of one report: a library may have several under the same symbol."""

import re
from collections.abc import Sequence

from corpus.catalogue import gettext, series_text
from corpus.cover.facts import language_name, languages_named
from corpus.quoted import without_quotations
from corpus.records import Report
from corpus.symbols import symbol_key

_IN_LINK = re.compile(r"\.org/(ar|en|es|fr|ru|zh)/", re.IGNORECASE)  # undocs.org/fr/A/80/44
_WORDS = {
    "en": "para paras paragraph paragraphs section annex of the what does show open",
    "es": "párr párrafo párrafos sección anexo del los las qué dice",
    "fr": "paragraphe paragraphes annexe du des les la que dit",
}
_SCRIPTS = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]", "zh": r"[\u4e00-\u9fff]"}


def versions_meant(reports: Sequence[Report], question: str) -> tuple[Report, ...]:
    """Of language versions of one report that in the language named, else in the question's own.

    All of them where neither tells; other reports are left as they are.
    """
    if not are_versions(reports):
        return tuple(reports)
    plain = without_quotations(question)
    named = {*languages_named(plain), *map(str.lower, _IN_LINK.findall(plain))}
    for languages in (named, _languages_of(plain)):
        meant = tuple(report for report in reports if report.cover.language in languages)
        if meant:
            return meant
    return tuple(reports)


def without_languages(text: str) -> str:
    """A text without the words that name a language."""
    return re.sub(r"\w+", lambda word: "" if languages_named(word[0]) else word[0], text)


def are_versions(reports: Sequence[Report]) -> bool:
    """Whether reports are versions of one, each in another language."""
    symbols = {symbol_key(report.cover.symbol or "") for report in reports}
    languages = {report.cover.language for report in reports}
    return len(reports) == len(languages) > 1 and len(symbols) == 1 and symbols != {""}


def told_versions(shown: Sequence[Report], versions: Sequence[Report]) -> str:
    """In which languages a report is shown and in which else the library has it; "" for one."""
    if not are_versions(versions):
        return ""
    symbol, ids = versions[0].cover.symbol, {report.report_id for report in shown}
    others = [report for report in versions if report.report_id not in ids]
    if not others:
        return gettext(
            "%(symbol)s is shown in %(languages)s.", symbol=symbol, languages=_listed(shown)
        )
    return gettext(
        "%(symbol)s is shown in %(languages)s; the library has it in %(others)s too.",
        symbol=symbol,
        languages=_listed(shown),
        others=_listed(others),
    )


def _listed(reports: Sequence[Report]) -> str:
    return series_text([language_name(report.cover.language) for report in reports])


def _languages_of(text: str) -> set[str]:
    """The language that a text is written in, by its script and its small words; none for none."""
    scripts = {code for code, script in _SCRIPTS.items() if re.search(script, text)}
    words = set(re.findall(r"\w+", text.casefold()))
    counts = {code: len(words & set(own.split())) for code, own in _WORDS.items()}
    most = max(counts.values())
    return scripts or {code for code, count in counts.items() if count == most > 0}

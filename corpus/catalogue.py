"""The words that readers are told, in English or as the catalogue in force has them.

English is the key of every message, and stands wherever no catalogue is in force: in terminals, in
the JSON API, and in what is kept. A message is translated whole, as GNU gettext has it; its
values are named, ``%(count)s``, so that a translator can put them in another order. What belongs to
a report or to a citation is a value and stays as it is printed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

_ENGLISH = NullTranslations()
_in_force: ContextVar[NullTranslations] = ContextVar("catalogue")


@contextmanager
def catalogue_in_force(catalogue: NullTranslations) -> Iterator[None]:
    """Tell everything by a catalogue as long as the block lasts, in its thread or task alone."""
    token = _in_force.set(catalogue)
    try:
        yield
    finally:
        _in_force.reset(token)


def gettext(message: str, /, **values: object) -> str:
    """The message, translated, with its values; a percent sign is written ``%%``."""
    return _in_force.get(_ENGLISH).gettext(message) % values


def pgettext(meaning: str, message: str, /, **values: object) -> str:
    """A message whose English has several meanings; translators see which one it is."""
    return _in_force.get(_ENGLISH).pgettext(meaning, message) % values


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """The message in the form that agrees with a number, which it has as ``%(num)s``."""
    message = _in_force.get(_ENGLISH).ngettext(singular, plural, number)
    return message % {"num": number_text(number), **values}


def msgid(message: str) -> str:
    """A message that is written here, to be extracted, and translated where it is told."""
    return message


def number_text(number: int) -> str:
    """A whole number as it is printed: ``1,204``."""
    return f"{number:,}".replace(",", pgettext("between the thousands of a number", ","))


def range_text(first: str, last: str) -> str:
    """All from one to another: "1 to 54"."""
    return gettext("%(first)s to %(last)s", first=first, last=last)


def series_text(parts: Sequence[str]) -> str:
    """Several, one at least, in a row: "1, 3 and 5 to 7"."""
    if len(parts) == 1:
        return parts[0]
    return gettext("%(some)s and %(last)s", some=", ".join(parts[:-1]), last=parts[-1])

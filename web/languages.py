"""The language of the interface: which there are, and the words of each.

English is written in templates and code, and needs no catalogue; every other language is a
compiled catalogue of GNU gettext in ``web/locale``. Reports keep their own language.
"""

import struct
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from service import SettingsError

LOCALES = Path(__file__).parent / "locale"
ENGLISH = "en"
_CATALOGUE = Path("LC_MESSAGES", "messages.mo")
_FROM_THE_RIGHT = frozenset({"ar", "fa", "he", "ur"})  # languages whose script runs to the left


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language that the interface speaks; ``tag`` is the one of HTML (BCP 47)."""

    tag: str
    catalogue: NullTranslations

    @property
    def direction(self) -> str:
        """The way that its script runs, as HTML says it."""
        return direction_of(self.tag)


def direction_of(tag: str | None) -> str:
    """The way that the script of a language runs; a language that is not known runs as English."""
    return "rtl" if tag and tag.partition("-")[0] in _FROM_THE_RIGHT else "ltr"


def language_names(locales: Path = LOCALES) -> tuple[str, ...]:
    """The languages that there are: English, and those that have a compiled catalogue."""
    compiled = sorted(file.parent.parent.name for file in locales.glob(f"*/{_CATALOGUE}"))
    return (ENGLISH, *(name for name in compiled if name != ENGLISH))


def read_language(name: str, *, locales: Path = LOCALES) -> Language:
    """The language of that name, with its catalogue.

    Raises:
        SettingsError: there is no such language, or its catalogue cannot be read.
    """
    known = language_names(locales)
    if name not in known:
        raise SettingsError(
            f"the interface has no language {name!r}; there is a catalogue for {', '.join(known)}"
        )
    if name == ENGLISH:
        return Language(tag=ENGLISH, catalogue=NullTranslations())
    try:
        with (locales / name / _CATALOGUE).open("rb") as file:
            return Language(tag=name.replace("_", "-"), catalogue=GNUTranslations(file))
    except (OSError, ValueError, struct.error) as error:
        raise SettingsError(
            f"the catalogue of the language {name!r} cannot be read; compile it again"
        ) from error

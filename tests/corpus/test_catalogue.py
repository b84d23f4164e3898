from contextvars import Context
from gettext import NullTranslations

import pytest

from corpus.catalogue import (
    catalogue_in_force,
    gettext,
    msgid,
    ngettext,
    number_text,
    pgettext,
    range_text,
    series_text,
)

WORDS = {"page %(page)s": "Seite %(page)s", "%(num)s page": "%(num)s Seite", "Ask": "Frage"}


class German(NullTranslations):
    """A few words, written here."""

    def gettext(self, message: str) -> str:
        return WORDS.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return {"button": "Fragen", "between the thousands of a number": "."}[context]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "%(num)s Seiten" if n != 1 else self.gettext(msgid1)


def test_english_needs_no_catalogue() -> None:
    assert gettext("page %(page)s", page=3) == "page 3"
    assert pgettext("button", "Ask") == "Ask"
    assert ngettext("%(num)s page", "%(num)s pages", 1) == "1 page"
    assert ngettext("%(num)s page", "%(num)s pages", 1204) == "1,204 pages"


def test_a_percent_sign_is_written_twice() -> None:
    assert gettext("%(share)s%% of all", share=5) == "5% of all"


def test_the_catalogue_in_force_has_the_words() -> None:
    with catalogue_in_force(German()):
        told = (gettext("page %(page)s", page=3), gettext("Ask"), pgettext("button", "Ask"))
        counted = [ngettext("%(num)s page", "%(num)s pages", number) for number in (1, 1204)]

    assert told == ("Seite 3", "Frage", "Fragen")
    assert counted == ["1 Seite", "1.204 Seiten"]


def test_a_catalogue_is_in_force_as_long_as_its_block_and_nowhere_else() -> None:
    with catalogue_in_force(German()):
        elsewhere = Context().run(gettext, "Ask")

    assert (elsewhere, gettext("Ask")) == ("Ask", "Ask")


def test_a_message_is_translated_where_it_is_told_and_not_where_it_is_written() -> None:
    with catalogue_in_force(German()):
        assert msgid("Ask") == "Ask"


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (1204, "1,204"), (1_234_567, "1,234,567")]
)
def test_thousands_are_parted(number: int, text: str) -> None:
    assert number_text(number) == text


def test_ranges_and_series_are_told_in_words() -> None:
    assert range_text("1", "54") == "1 to 54"
    assert [series_text("abc"[:count]) for count in (1, 2, 3)] == ["a", "a and b", "a, b and c"]

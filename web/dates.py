"""A date as the pages tell it, in the language of the interface; citations print their own."""

from service import gettext, msgid

_MONTHS = (
    msgid("January"),
    msgid("February"),
    msgid("March"),
    msgid("April"),
    msgid("May"),
    msgid("June"),
    msgid("July"),
    msgid("August"),
    msgid("September"),
    msgid("October"),
    msgid("November"),
    msgid("December"),
)


def date_text(iso_date: str | None) -> str | None:
    """A date: "7 April 2021"; None for None."""
    if iso_date is None:
        return None
    year, month, day = map(int, iso_date.split("-"))
    named = gettext(_MONTHS[month - 1])
    return gettext("%(day)s %(month)s %(year)s", day=day, month=named, year=year)

"""How many there are of something, in English words that agree with the number."""

from corpus.catalogue import number_text


def count_text(number: int, noun: str) -> str:
    """The number and its noun, which takes an "s": ``1 report``, ``1,204 reports``.

    For terminals, which are told in English; messages with numbers that readers see on pages
    are counted by ``ngettext``.
    """
    return f"{number_text(number)} {noun}" if number == 1 else f"{number_text(number)} {noun}s"

"""How many there are of something, in words that agree with the number."""


def count_text(number: int, noun: str) -> str:
    """The number and its noun, which takes an "s": ``1 report``, ``1,204 reports``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

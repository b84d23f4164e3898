"""What a text quotes: the words in quotation marks, whichever marks those are.

Quotations nest: “the “inner” words” is one quotation. So is one that begins or ends within an
inner one, as slices of reports do: “the “inner words” (A/80/44, para. 3), “inner” words”.
"""

import re
from dataclasses import dataclass

_OPENING, _CLOSING = "«„", "»”"
_EITHER = '"“'  # „Abyei“ closes with what opens “Abyei”
_MARK = re.compile(f"[{_OPENING}{_CLOSING}{_EITHER}]")
_APART = f"([{{{_OPENING}{_EITHER}"  # what stands before an opening mark, save blanks


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words without the blanks around them; ``text[start:end]`` has their marks as well."""

    words: str
    start: int
    end: int


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The outermost quotations of a text, in order.

    A closing mark that nothing opens ends the quotation before it; an opening one that nothing
    closes is closed by the last mark after it, and opens nothing where there is none.
    """
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    closed = 0
    for match in _MARK.finditer(text):
        if _opens(text, match.start(), is_within=bool(opened)):
            opened.append(match.start())
        elif opened:
            start, closed = opened.pop(), match.end()
            spans += [] if opened else [(start, closed)]
        elif spans and match[0] in _CLOSING:
            spans[-1] = (spans[-1][0], match.end())
    if opened and closed > opened[0]:
        spans.append((opened[0], closed))
    return tuple(Quotation(text[s + 1 : e - 1].strip(), s, e) for s, e in spans)


def without_quotations(text: str) -> str:
    """A text with blanks in place of what it quotes, as long as before."""
    for each in find_quotations(text):
        text = f"{text[: each.start]}{' ' * (each.end - each.start)}{text[each.end :]}"
    return text


def _opens(text: str, place: int, *, is_within: bool) -> bool:
    """Whether a mark opens a quotation; one that does both is told by what stands beside it."""
    if text[place] not in _EITHER:
        return text[place] in _OPENING
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    is_apart = not before.strip() or before in _APART
    if not after.strip():
        return is_apart and not is_within  # " Abyei "
    return is_apart or (after.isalnum() and not before.isalnum())  # title:"Abyei"

"""The marks of a link: which slices of a paragraph's text it sets apart, as in 12-40,55-80."""

import re

from service.answer import Highlight
from service.quotes import Span, united_spans

_MAX_MARKS = 50  # more than any answer has; a longer list in a link is not read
_MARKS = re.compile(r"\d{1,7}-\d{1,7}(?:,\d{1,7}-\d{1,7})*", re.ASCII)


def marked_spans(marks: str, text: str) -> tuple[Span, ...]:
    """The slices of a text that marks set apart, united; a list with any other marks none."""
    if not _MARKS.fullmatch(marks):
        return ()
    ends = [part.split("-") for part in marks.split(",")[: _MAX_MARKS + 1]]
    spans = [(int(start), int(end)) for start, end in ends]
    is_whole = len(spans) <= _MAX_MARKS and all(text[start:end].strip() for start, end in spans)
    if not is_whole or max(end for _, end in spans) > len(text):
        return ()
    return united_spans(spans)


def highlights_at(marks: str, text: str) -> tuple[Highlight, ...]:
    """The same as highlights of the text."""
    spans = marked_spans(marks, text)
    return tuple(Highlight(start=s, end=e, quote=text[s:e]) for s, e in spans)

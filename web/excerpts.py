"""Which parts of a long paragraph are shown at once: what is quoted, and what leads to it.

A quoted item means nothing without the words that its list hangs from, so they are kept too.
"""

import re
from collections.abc import Sequence

from service import Quotable, Span, united_spans

_MAX_LINE_CHARS = 600  # a longer line is cut around what is quoted in it
_MARGIN_CHARS = 180  # about two printed lines on either side of a quote
_MAX_STEM_CHARS = 280
_OPENING_CHARS = 260
_SENTENCE_START = re.compile(
    r"""
    (?<=[.!?])["”’)]*\s+      # the end of a sentence, and what closes after it
    (?=["“‘(]*[A-Z])          # the beginning of the next
    """,
    re.VERBOSE,
)


def excerpt_of(quotable: Quotable, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The parts to show for quotes at ``spans``; without quotes, the opening of the text."""
    text = quotable.text
    if not spans:
        return ((0, _word_end(text, _OPENING_CHARS)),)
    around = [_surroundings(text, span) for span in spans]
    above = [stem for span in spans for stem in _stems(quotable, span)]
    return united_spans([*around, *above])


def line_spans(text: str) -> tuple[Span, ...]:
    """The lines of a text, without their breaks."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)


def _surroundings(text: str, span: Span) -> Span:
    """The lines that hold a span, cut at words or sentences where they are long."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    end = len(text) if end < 0 else end
    if end - start <= _MAX_LINE_CHARS:
        return start, end
    before = _word_start(text[start : span[0]], _MARGIN_CHARS)
    after = _word_end(text[span[1] : end], _MARGIN_CHARS)
    return start + before, span[1] + after


def _stems(quotable: Quotable, span: Span) -> list[Span]:
    """What leads to a span inside items: the open items above it and the words before the list."""
    text, items = quotable.text, quotable.items
    path = [item for item in items if item.start <= span[0] < item.end]
    if not path:
        return []
    parents = [_line_at(text, item.start) for item in path[:-1]]
    before = [line for line in line_spans(text) if line[1] <= path[0].start]
    plain = [line for line in before if not any(i.start <= line[0] < i.end for i in items)]
    leading = [line for line in plain if text[line[0] : line[1]].rstrip().endswith(":")]
    stems = [_last_sentence(text, line) for line in (leading or plain[:1])[-1:]]
    return [*stems, *parents]


def _line_at(text: str, start: int) -> Span:
    end = text.find("\n", start)
    return start, len(text) if end < 0 else end


def _last_sentence(text: str, line: Span) -> Span:
    start, end = line
    starts = [start + match.end() for match in _SENTENCE_START.finditer(text[start:end])]
    start = starts[-1] if starts else start
    return start + _word_start(text[start:end], _MAX_STEM_CHARS), end


def _word_start(text: str, max_chars: int) -> int:
    """Where to begin so that at most ``max_chars`` characters, in whole words, are kept."""
    if len(text) <= max_chars:
        return 0
    begin = len(text) - max_chars
    sentence = _SENTENCE_START.search(text, begin)
    blank = text.find(" ", begin)
    return sentence.end() if sentence else blank + 1 if blank >= 0 else begin


def _word_end(text: str, max_chars: int) -> int:
    """Where to stop so that at most ``max_chars`` characters, in whole words, are kept."""
    if len(text) <= max_chars:
        return len(text)
    blank = text.rfind(" ", 0, max_chars)
    return blank if blank > 0 else max_chars

"""Where one block of lines ends and another begins without a blank line between them."""

import re
from collections.abc import Sequence

from corpus.numbering import split_mark

ENDS_SENTENCE = re.compile(r"[.;:!?)\]”\"’]\s*(?:and|or)?\s*$|^$")


def split_at_marks(lines: Sequence[str]) -> list[list[str]]:
    """Part lines where one begins with a label and the line before it had ended.

    "…in 2020 and" goes on with "2021. By then", which is no label there.
    """
    runs: list[list[str]] = []
    for line in lines:
        if runs and not (_has_mark(line) and ENDS_SENTENCE.search(runs[-1][-1])):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _has_mark(line: str) -> bool:
    mark, _ = split_mark(line.strip())
    return mark is not None

"""Questions as people type them in haste: a set with some words of every question misspelt.

One slip a word, in its inside, as typists make them: a letter left out, doubled, or changed
places with the next. Look-ups and quotations stay as they are: a citation misspelt is another.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from eval.lines import read_objects
from eval.questions import EXACT_TYPES
from eval.significance import SEED

_WORD = re.compile(r"(?<![\w/])[A-Za-z][a-z]{4,}(?![\w/])")  # of five letters, no acronym

_SLIPS: tuple[Callable[[str, int], str], ...] = (
    lambda word, place: word[:place] + word[place + 1 :],
    lambda word, place: word[: place + 1] + word[place:],
    lambda word, place: word[:place] + word[place + 1] + word[place] + word[place + 2 :],
)


def misspell(question: str, *, words: int, generator: Random) -> str:
    """Misspell up to ``words`` words, each in one place inside it."""
    found = list(_WORD.finditer(question))
    chosen = generator.sample(found, min(words, len(found)))
    for match in sorted(chosen, key=lambda each: -each.start()):
        slip = generator.choice(_SLIPS)
        word = slip(match[0], generator.randrange(1, len(match[0]) - 2))
        question = question[: match.start()] + word + question[match.end() :]
    return question


def misspell_set(source: Path, target: Path, *, words: int) -> int:
    """Write a question set with its last turns misspelt; the same set gives the same bytes.

    Returns how many questions are no longer as they were.
    """
    generator = Random(SEED)
    lines, changed = [], 0
    for _, value in read_objects(source):
        told = value if value.get("type") in EXACT_TYPES else _misspelt(value, words, generator)
        changed += told != value
        lines.append(json.dumps(told, ensure_ascii=False) + "\n")
    target.write_text("".join(lines), encoding="utf-8")
    return changed


def _misspelt(value: Mapping[str, Any], words: int, generator: Random) -> dict[str, Any]:
    if "q" in value:
        return {**value, "q": misspell(value["q"], words=words, generator=generator)}
    *history, last = value["turns"]
    return {**value, "turns": [*history, misspell(last, words=words, generator=generator)]}

"""A follow-up made to stand alone: "and CSTO?" gets the subject of the question before it.

No language model: a question that leans on the conversation is one that points ("it", "their"),
continues ("and …"), or names nothing. What it leans on are the names of the latest question that
has any, else that question's content words. A question that only puts something else in the place
of what was asked ("and CSTO?", "and in 2019?") is the earlier question with that put in.
"""

import re
from collections.abc import Sequence

from corpus.references import read_references
from corpus.symbols import find_symbols
from index.tokens import tokenize

_NEW_SUBJECT = re.compile(
    r"""
    \b(?:on|to)\s+(?:another|a\s+different|a\s+new)\s+(?:matter|subject|topic|note|question)\b
  | \b(?:another|different|new)\s+(?:question|topic|subject)\b
  | \bchang(?:e|ing)\s+(?:of\s+|the\s+)?(?:subject|topic)\b
  | \bunrelated\b | \bsomething\s+else\b | \bby\s+the\s+way\b | \bseparately\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_POINTING = re.compile(
    r"""
    \b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|those|these|there|this|that)\b
    (?!\s+(?:is|are|was|were)\s+(?:a|an|any)\b)            # not "there are any"
  | ^\W*(?:and|but|or|also|what\s+about|how\s+about|same)\b
  | \b(?:the\s+(?:former|latter|first|second|last|other)\s+one|the\s+same)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAME = re.compile(
    r"[A-Z][\w.’'-]*[A-Z0-9][\w’'-]*|(?<=[a-z,;:’”\"] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*"
)
_ELLIPSIS = re.compile(
    r"""
    (?i:and\s+what\s+about|and|but|what\s+about|how\s+about)\s+
    (?P<before>(?:in|for|by|from|of|at|to|with|on)\s+(?:the\s+)?)?
    (?P<fresh>(?:the\s+)?[A-Z0-9][\w.’'-]*(?:\s+(?:of|and|the|[A-Z0-9][\w.’'-]*))*)\s*\??
    """,  # and CSTO?   What about the OSCE?   and in 2019?
    re.VERBOSE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TOO_FEW_WORDS = 2  # content words that cannot say what is asked
_FEW_WORDS = 6  # content words; a longer question without names stands alone


def rewrite(question: str, history: Sequence[str]) -> str:
    """Complete a question from the earlier questions of its conversation, oldest first.

    A question that stands alone, or that announces a new subject, is returned unchanged; a
    citation without a report is of the one that was cited last.
    """
    if history and any(reference.ranges for reference in read_references(question)):
        return _with_report(question, rewrite(history[-1], history[:-1]))
    if not history or _NEW_SUBJECT.search(question) or not leans_on_history(question):
        return question
    if ellipsis := _ELLIPSIS.fullmatch(question.strip()):
        return _put_in(rewrite(history[-1], history[:-1]), ellipsis)
    subject = _subject_of(history, question)
    return f"{question} ({subject})" if subject else question


def _with_report(question: str, earlier: str) -> str:
    """A citation with the symbol that the question before it names; it may have its own."""
    named = find_symbols(earlier)
    return question if find_symbols(question) or not named else f"{named[-1].symbol}, {question}"


def leans_on_history(question: str) -> bool:
    """Whether a question cannot be understood without what was asked before it."""
    if _POINTING.search(question):
        return True
    return not _names_in(question) and len(set(tokenize(question))) <= _FEW_WORDS


def _put_in(earlier: str, ellipsis: re.Match[str]) -> str:
    """The earlier question about something else: a year for a year, a name for a name."""
    before, fresh = ellipsis["before"] or "", ellipsis["fresh"]
    is_year = _YEAR.fullmatch(fresh) is not None
    old = _YEAR.search(earlier) if is_year else _replaced_name(earlier, before, fresh)
    if old is not None:
        return f"{earlier[: old.start()]}{fresh}{earlier[old.end() :]}"
    return f"{earlier.rstrip(' ?.')} {before or ('in ' if is_year else 'for ')}{fresh}?"


def _replaced_name(earlier: str, before: str, fresh: str) -> re.Match[str] | None:
    """The first name like the fresh one: after its preposition, or an acronym for an acronym."""
    names = [match for match in _NAME.finditer(earlier) if tokenize(match[0])]
    if before:
        same = (n for n in names if earlier[: n.start()].lower().endswith(before.lower()))
        return next(same, None)
    alike = [name for name in names if name[0].isupper() == fresh.split()[-1].isupper()]
    return next(iter(alike or names), None)


def _subject_of(history: Sequence[str], question: str) -> str:
    """The names of the latest earlier question that has any, less those the question has.

    A question of a word or two ("into what language?") needs all the words of the one before.
    """
    own = set(tokenize(question))
    for earlier in reversed(history) if len(own) > _TOO_FEW_WORDS else ():
        names = [name for name in _names_in(earlier) if not set(tokenize(name)) <= own]
        if names:
            return ", ".join(dict.fromkeys(names))
    previous = rewrite(history[-1], history[:-1])
    latest = [word for word in re.findall(r"[\w’'-]+", previous) if tokenize(word)]
    return " ".join(word for word in latest if not set(tokenize(word)) <= own)


def _names_in(text: str) -> list[str]:
    """Acronyms, and capitalised words that do not open a sentence."""
    return [match[0].strip(".’'") for match in _NAME.finditer(text) if tokenize(match[0])]

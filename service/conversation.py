"""What a conversation tells of its latest question: what it means, and what else it may mean.

The caller carries the conversation as its earlier questions. Greetings and thanks among them are
passed over, and a question that announced another subject has nothing before it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.tokens import tokenize
from service.courtesy import reply_to_courtesy, without_courtesy
from service.leaning import announces_subject, leaning
from service.rewriting import completed_turns, rewritings

_LOOKED_BACK = 2  # earlier questions that a question leans on (eval/RESULTS.md)
_LEANS_FAR = 0.2  # a question that leans so much is asked of the same reports
_MOST_READINGS = 2  # beside the likeliest
_REFERENCE = re.compile(
    r"""
    \b(?: (?P<owning>its|their)
        | (?P<naming>it|they|them)
        | (?P<there>there)
        | (?:that|this|the\s+same)\s+(?:organi[sz]ation|organ|body|mission|country|agency|office)
      )\b
    (?<!\bis\ there)(?<!\bare\ there)(?<!\bwas\ there)(?<!\bwere\ there)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_WORD = r"[A-Z][\w’'-]+"
_NAME = re.compile(rf"{_WORD}(?:\s(?:(?:of|on|for)\s(?:the\s)?|d['’])?{_WORD})*")
_MONTH = re.compile(
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it is understood.

    ``words`` are its own, completed where a name or year was put in; ``earlier`` the questions
    that it leans on, oldest first, and ``leaning`` their share of what is searched.
    ``readings`` are other questions that it can mean, each standing alone.
    """

    words: str
    earlier: tuple[str, ...] = ()
    leaning: float = 0.0
    readings: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """What is searched, as a reader is told: ``who ran it? (What happened in Almaty?)``."""
        return f"{self.words} ({' '.join(self.earlier)})" if self.earlier else self.words

    @property
    def scoped(self) -> str:
        """The words that narrow where it is searched: the earlier ones where it leans far."""
        return self.query if self.leaning >= _LEANS_FAR else self.words


def understand(question: str, history: Sequence[str], *, idf: Callable[[str], float]) -> Asked:
    """Read a question with the earlier ones of its conversation, oldest first.

    ``idf`` tells how rare a word is, by which it is told whether the question stands alone.
    """
    question = without_courtesy(question)
    turns = turns_of(history)
    if not turns:
        return Asked(words=question)
    words, *others = rewritings(question, turns)
    share = leaning(words, idf=idf)
    if not share:
        return Asked(words=words, readings=tuple(others))
    completed = completed_turns(turns)
    earlier = tuple(completed[-_LOOKED_BACK:])
    return Asked(
        words=words,
        earlier=earlier,
        leaning=share,
        readings=tuple(others) or _readings_of(words, completed),
    )


def turns_of(history: Sequence[str]) -> list[str]:
    """The earlier questions of the subject that is spoken of, without courtesies."""
    turns = [without_courtesy(turn) for turn in history if reply_to_courtesy(turn) is None]
    opened = [place for place, turn in enumerate(turns) if announces_subject(turn)]
    return turns[opened[-1] :] if opened else turns


def _readings_of(words: str, completed: Sequence[str]) -> tuple[str, ...]:
    """The question of each name but the likeliest that its first pronoun can stand for.

    The likeliest is the first name of the latest question that has any.
    """
    reference = _REFERENCE.search(words)
    if reference is None:
        return ()
    recent = reversed(completed[-_LOOKED_BACK:])
    names = [name for turn in recent for name in _referents(turn) if name not in words]
    others = list(dict.fromkeys(names))[1 : 1 + _MOST_READINGS]
    return tuple(_named(words, reference, name) for name in others)


def _referents(turn: str) -> list[str]:
    """The whole names of a question, the word that opens it only if it is an acronym."""
    places = [m for m in _NAME.finditer(turn) if m.start() or m[0].isupper()]
    return [m[0] for m in places if tokenize(m[0]) and not _MONTH.fullmatch(m[0])]


def _named(words: str, reference: re.Match[str], name: str) -> str:
    """A question with a name in the place of a pronoun."""
    if reference["owning"]:
        name += "’" if name.endswith("s") else "’s"
    elif reference["there"]:
        name = f"in {name}"
    return f"{words[: reference.start()]}{name}{words[reference.end() :]}"

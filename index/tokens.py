"""Words as the lexical index counts them.

Official reports are full of tokens that a plain word splitter destroys, so these are kept on
purpose: document symbols whole (E/CN.7/2021/1), numbers without their thousands separators
(2,081 is 2081), compound ordinals as in digits (sixty-fourth is 64th), the two ends of a range
(2018–2020), acronyms without full stops (U.N. is un), and hyphenated words both apart and
joined (co-operation meets cooperation). Numbers in words are their digits (ten is 10, tenth is
10th, twenty-four is 24), but for "one", which is seldom a number.
"""

import re
import unicodedata
from functools import lru_cache

import Stemmer

from corpus.numbering import cardinal_word, ordinal_digits, ordinal_word
from corpus.symbols import find_symbols, symbol_key

# Lucene's English stop words (EnglishAnalyzer.ENGLISH_STOP_WORDS_SET), then the words that only
# make a sentence a question: rare in reports, they would weigh like names.
_STOP_WORDS = frozenset(
    """
    a an and are as at be but by for if in into is it no not of on or such that the their then
    there these they this to was will with
    what which who whom whose when where why how did does do has have had were been can could
    should would about tell me please many much any give us you i we our
    """.split()
)
_TOKEN = re.compile(
    r"""
    [a-z]{2,}+(?![\w'’])                  # drug: most words, so that little else is tried
  | \d{1,3}(?:,\d{3})+(?:\.\d+)?          # 2,081   1,450,000.5
  | \d+(?:\.\d+)+                         # 16.8
  | (?:[^\W\d_]\.){2,}                    # U.N.   e.g.
  | [^\W_]+(?:['’][^\W_]+)*               # drug   INTERPOL’s   22nd
    """,
    re.VERBOSE,
)
_HYPHENATED = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)+")
_CAPITALS = {name: re.compile(rf"\b{name}\b") for name in ("WHO", "US", "IT")}  # no stop words
_HYPHEN = re.compile(r"[-‐‑]")
_APOSTROPHES = re.compile(r"['’]s?$|[.'’]")  # INTERPOL’s is interpol, u.n. is un
_COMBINING = re.compile(r"[\u0300-\u036f]")
_DIGITS = {ordinal_word(value): ordinal_digits(value) for value in range(1, 100)} | {
    cardinal_word(value): str(value) for value in range(2, 100)
}
_KNOWN_WORDS = 2**16  # whose stems are remembered; 81 reports have 26,000 different words
_KNOWN_TEXTS = 2**14  # sentences and headings, of some 2 kB each
_BRITISH_IZE = re.compile(r"(?<=[a-z]{3})is(e[drs]?|ing|ation|ations|ational)$")


def tokenize(text: str) -> list[str]:
    """Split a text into stemmed tokens, in order; stop words are left out."""
    names = {name.lower() for name, word in _CAPITALS.items() if name in text and word.search(text)}
    return [_stem(token) for token in _tokens(text) if token not in _STOP_WORDS or token in names]


@lru_cache(maxsize=_KNOWN_TEXTS)
def token_set(text: str) -> frozenset[str]:
    """The different tokens of a text, remembered for those asked for last."""
    return frozenset(tokenize(text))


def _tokens(text: str) -> list[str]:
    if "/" not in text:
        return _words(text)
    tokens, place = [], 0
    for mention in find_symbols(text):
        tokens += [*_words(text[place : mention.start]), symbol_key(mention.symbol).lower()]
        place = mention.end
    return [*tokens, *_words(text[place:])]


def _words(text: str) -> list[str]:
    plain = _fold(text)
    compounds: list[str] = []
    if _HYPHEN.search(plain):
        plain = _HYPHENATED.sub(_in_digits, plain)
        compounds = [_HYPHEN.sub("", compound) for compound in _HYPHENATED.findall(plain)]
    words = [
        _DIGITS.get(word, word) if word.isalnum() else _without_marks(word)
        for word in _TOKEN.findall(plain)
    ]
    return words + compounds


def _without_marks(word: str) -> str:
    return word.replace(",", "") if word[0].isdigit() else _APOSTROPHES.sub("", word)


@lru_cache(maxsize=_KNOWN_WORDS)
def _stem(token: str) -> str:
    """The stem of a word; numbers and symbols are their own."""
    if not token.isalpha():
        return token
    stem: str = Stemmer.Stemmer("english").stemWord(_BRITISH_IZE.sub(r"iz\1", token))
    return stem


def _in_digits(compound: re.Match[str]) -> str:
    """A number in words as digits; any other compound as it is."""
    return _DIGITS.get(_HYPHEN.sub("-", compound[0]), compound[0])


def _fold(text: str) -> str:
    """Lower case without accents, so that Côte meets Cote."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return _COMBINING.sub("", decomposed).casefold()

"""Sound files broken at random, from a seed: flipped, cut, shortened, lengthened and spliced."""

import random
from collections.abc import Callable, Iterator, Mapping

_TOKENS = (
    b"0", b"-1", b"4294967296", b"nan", b"<<", b">>", b"[", b"]", b"(", b")", b"endobj",
    b"endstream", b"R", b"/Kids", b"/Count", b"/Length", b"\0", b"\xff\xfe", b"\n\n", b"| - |",
    b"```", b"<!--", b"&#0;", b"\xed\xa0\x80", b"\xe2\x80\xae", b"1. ", b"(a) ",
)  # fmt: skip
_MAX_SPAN = 400

Mutation = Callable[[random.Random, bytes, bytes], bytes]


def flip(chance: random.Random, source: bytes, _: bytes) -> bytes:
    """Flip up to twenty bits."""
    flipped = bytearray(source)
    for _place in range(chance.randint(1, 20)):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def cut(chance: random.Random, source: bytes, _: bytes) -> bytes:
    """Keep the beginning."""
    return source[: chance.randrange(len(source))]


def delete(chance: random.Random, source: bytes, _: bytes) -> bytes:
    """Leave a span out."""
    start = chance.randrange(len(source))
    return source[:start] + source[start + chance.randint(1, _MAX_SPAN) :]


def insert(chance: random.Random, source: bytes, _: bytes) -> bytes:
    """Put words in that mean something in one format or another."""
    place = chance.randrange(len(source))
    words = chance.choice(_TOKENS) * chance.choice((1, 1, 2, 100))
    return source[:place] + words + source[place:]


def repeat(chance: random.Random, source: bytes, _: bytes) -> bytes:
    """Say a span many times."""
    start = chance.randrange(len(source))
    span = source[start : start + chance.randint(1, _MAX_SPAN)]
    return source[:start] + span * chance.randint(2, 50) + source[start:]


def splice(chance: random.Random, source: bytes, other: bytes) -> bytes:
    """Go on with another file."""
    return source[: chance.randrange(len(source))] + other[chance.randrange(len(other)) :]


MUTATIONS: tuple[Mutation, ...] = (flip, cut, delete, insert, repeat, splice)


def mutants(seeds: Mapping[str, bytes], *, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Broken files with the names of the sound ones, the same for the same seed."""
    chance = random.Random(seed)
    names = sorted(seeds)
    for _ in range(count):
        name, other = chance.choice(names), chance.choice(names)
        mutant = seeds[name]
        for _round in range(chance.choice((1, 1, 2, 4))):
            mutant = chance.choice(MUTATIONS)(chance, mutant or b"1", seeds[other])
        yield name, mutant

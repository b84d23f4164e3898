import re

import pytest

from corpus.parts import PARTS, Parts, Path, read_parts


def one(*path: str | int) -> tuple[Path, Path]:
    return path, path


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("(b)", (one("b"),)),
        ("(b) (ii)", (one("b", "ii"),)),
        ("(a)–(c)", ((("a",), ("c",)),)),
        ("(a) to (c) and (e)", ((("a",), ("c",)), one("e"))),
        ("(a), (c) and (e)", (one("a"), one("c"), one("e"))),
        ("(a), (b), and (d)", (one("a"), one("b"), one("d"))),
        ("(a) (i) and (ii)", (one("a", "i"), one("a", "ii"))),
        ("(a) (i), (ii) and (b) (iii)", (one("a", "i"), one("a", "ii"), one("b", "iii"))),
        ("(h) and (i)", (one("h"), one("i"))),
        ("(1)-(3)", ((("1",), ("3",)),)),
        (", ninth bullet point", (one(9),)),
        (", sixth bullet point, second sub-bullet point", (one(6, 2),)),
        (" bullet 9", (one(9),)),
        (", fifth and twenty-first bullet points", (one(5), one(21))),
        (", second to fourth bullet points", (((2,), (4,)),)),
        (", first bullet point, first and second sub-bullet points", (one(1, 1), one(1, 2))),
    ],
)
def test_parts_by_hand(text: str, parts: Parts) -> None:
    assert re.fullmatch(PARTS, text, re.IGNORECASE)
    assert read_parts(text) == parts


def test_a_bullet_named_before_is_the_outermost_part() -> None:
    assert read_parts("(a)", bullet="ninth") == (one(9, "a"),)

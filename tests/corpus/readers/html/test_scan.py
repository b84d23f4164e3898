import pytest

from corpus.readers.html.scan import scan


def _pieces(markup: str) -> list[str]:
    return [piece.text or f"<{piece.name}>" for piece in scan(markup)]


@pytest.mark.parametrize(
    ("markup", "pieces"),
    [
        ("a<p>b</P>c", ["a", "<p>", "b", "</p>", "c"]),
        ("<a title='x > y' b=\">\">z", ["<a>", "z"]),
        ("<a title=it's>z</a>", ["<a>", "z", "</a>"]),
        ("<script>if (a < b) x</script>z", ["<script>", "</script>", "z"]),
        ("<TITLE>x</Title>z", ["<title>", "</title>", "z"]),
        ("a<!-- <b> -->c<!DOCTYPE x>d<?x?>e</ x>f", ["a", "c", "d", "e", "f"]),
        ("1 < 2 &amp; 3", ["1 ", "<", " 2 & 3"]),
        ("a<b", ["a", "<b>"]),
        ("a<script>b", ["a", "<script>"]),
    ],
)
def test_text_and_tags_come_one_after_the_other(markup: str, pieces: list[str]) -> None:
    assert _pieces(markup) == pieces


def test_the_characters_of_a_tag_outside_quotes_are_counted() -> None:
    [piece] = scan('<a href="a long address" b c>')

    assert piece.bare_chars == len(" href") + len(" b c")

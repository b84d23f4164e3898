"""Our own links, read back."""

import pytest

from service import highlight_url
from service.permalink import Permalink, read_permalink


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("/r/a-80-36", Permalink("a-80-36")),
        ("/r/a-80-36/17", Permalink("a-80-36", "17")),
        ("/r/a-80-36/annex-i.u2", Permalink("a-80-36", "annex-i.u2")),
        ("https://host:8000/x/r/a-80-36/17#p-17", Permalink("a-80-36", "17")),
        ("/r/a/1?mark=0-5,9-12#p-1", Permalink("a", "1", "0-5,9-12")),
        ("/r/a-80-44?part=2#p-30", Permalink("a-80-44", "30")),
        ("/r/a-80-44?part=2", Permalink("a-80-44")),
        ("/r/a-80-44#contents", Permalink("a-80-44")),
        ("/r/a/1?part=1&mark=0-5", Permalink("a", "1", "0-5")),
        ("see /r/a-80-36/17", None),
        ("https://host/other/17", None),
        ("", None),
    ],
)
def test_a_link_by_hand(text: str, link: Permalink | None) -> None:
    assert read_permalink(text) == link


def test_what_is_written_is_read_back() -> None:
    url = highlight_url("a-80-36", "annex-i.4-bis", [(3, 8)])

    assert read_permalink(url) == Permalink("a-80-36", "annex-i.4-bis", "3-8")

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.links import spell_links


@pytest.mark.parametrize(
    ("link", "symbol"),
    [
        ("https://undocs.org/en/A/80/36", "A/80/36"),
        ("undocs.org/e/2025/28", "E/2025/28"),
        ("https://docs.un.org/en/S/2025/71/Rev.1", "S/2025/71/Rev.1"),
        ("https://undocs.org/Home/Mobile?FinalSymbol=S%2F2023%2F1&Language=E", "S/2023/1"),
        ("https://documents.un.org/api/symbol/access?s=A/80/36&l=en", "A/80/36"),
        ("https://digitallibrary.un.org/record/4085000/files/A_80_36-EN.pdf", "A/80/36"),
        ("https://digitallibrary.un.org/record/1/files/E_CN.7_2021_1-EN.pdf", "E/CN.7/2021/1"),
        ("https://digitallibrary.un.org/search?p=A%2F80%2F36", "A/80/36"),
    ],
)  # fmt: skip
def test_a_link_is_spelt_as_the_symbol_that_it_has(link: str, symbol: str) -> None:
    assert spell_links(f"See {link}, para. 17.") == f"See {symbol}, para. 17."


@pytest.mark.parametrize(
    "text",
    ["https://www.un.org/en/about-us", "https://digitallibrary.un.org/record/4085000",
     "https://undocs.org.example/A/80/36", "https://undocs.org/", "A/80/36", ""],
)  # fmt: skip
def test_other_links_stay(text: str) -> None:
    assert spell_links(text) == text


@given(st.text(alphabet="undocs.rg/A8036?=&%[]: "))
def test_any_text_can_be_read(text: str) -> None:
    spell_links(text)
    spell_links(f"https://undocs.org/{text}")

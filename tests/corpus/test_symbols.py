from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.symbols import SymbolMention, find_symbols, is_symbol, read_symbol, symbol_key

SYMBOLS = [
    "E/CN.7/2021/1",
    "A/80/36",
    "DP-FPA/2025/1",
    "S/2025/71/Rev.1",
    "A/79/7/Add.12",
    "ICCD/COP(8)/CST/8",
    "TPNW/MSP/2025/11/Rev.1",
    "A/C.5/79/L.2",
    "A/RES/68/1",
    "A/HRC/EMRIP/2025/2",
    "A/CONF.230/2025/INF/1",
    "E/2025/34 (Part II)",
    "DP/FPA/2025/4 (Part I/Add.1)",
    "A/79/5 (Vol. I)",
]
TEXTS = st.lists(st.sampled_from([*"AE/ .-7()x\n", "CN.7", "Rev.1", "2021", "E/1/2"])).map("".join)


def _found(text: str) -> list[str]:
    return [mention.symbol for mention in find_symbols(text)]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_real_symbols_are_symbols(symbol: str) -> None:
    assert is_symbol(symbol)


@pytest.mark.parametrize("symbol", SYMBOLS)
@pytest.mark.parametrize("text", ["{}", "See {}.", "({}), para. 3", "“{}”", "{}; {}", "{}*"])
def test_symbols_are_found_in_running_text(symbol: str, text: str) -> None:
    assert set(_found(text.format(symbol, symbol))) == {symbol}


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_lower_case_and_blanks_are_spelled_canonically(symbol: str) -> None:
    assert _found(f"what says {symbol.lower().replace('/', ' / ')}?") == [symbol]


@pytest.mark.parametrize(
    "text",
    ["and/or", "24/7", "i24/7", "km/2", "covid/19", "2018/2019", "resolution 68/1", "3/4 of it",
     "http://x.org/a/2021/1", "A/B", "", "/", "he/she/they"],
)  # fmt: skip
def test_what_only_has_a_slash_is_no_symbol(text: str) -> None:
    assert _found(text) == []


def test_a_mention_says_where_it_stands() -> None:
    [mention] = find_symbols("See e/2025/28, para. 3")

    assert mention == SymbolMention("E/2025/28", 4, 13)


def test_a_double_symbol_is_one_symbol_on_a_cover_and_two_in_text() -> None:
    assert is_symbol("A/80/36–E/2025/28")
    assert _found("A/80/36–E/2025/28") == ["A/80/36", "E/2025/28"]


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        ("A/80/62*−E/2025/12*", "A/80/62-E/2025/12"),
        ("E/2025/34 (Part II)−E/2025/7 (Part II)", "E/2025/34 (Part II)-E/2025/7 (Part II)"),
        ("DP/2025/1*", "DP/2025/1"),
        ("See DP/2025/1", None),
    ],
)  # fmt: skip
def test_a_printed_symbol_is_read_without_its_stars(printed: str, symbol: str | None) -> None:
    assert read_symbol(printed) == symbol


@pytest.mark.parametrize("text", ["See A/80/36", "A/80/36 and more", "A/80/36–", "English", ""])
def test_a_line_with_more_than_a_symbol_is_none(text: str) -> None:
    assert not is_symbol(text)


@pytest.mark.parametrize("spelling", ["e / cn.7/2021/1", "E-CN.7-2021-1", "E_CN.7_2021_1 "])
def test_all_spellings_share_a_key(spelling: str) -> None:
    assert symbol_key(spelling) == symbol_key("E/CN.7/2021/1")


def test_different_symbols_have_different_keys() -> None:
    assert len({symbol_key(symbol) for symbol in SYMBOLS}) == len(SYMBOLS)


@given(TEXTS)
def test_mentions_are_in_order_and_have_the_key_of_their_slice(text: str) -> None:
    mentions = find_symbols(text)

    assert all(a.end <= b.start for a, b in pairwise(mentions))
    for mention in mentions:
        printed = "".join(text[mention.start : mention.end].split())
        assert symbol_key(printed) == symbol_key(mention.symbol)

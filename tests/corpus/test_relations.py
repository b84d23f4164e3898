import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.relations import Relation, RelationKind, relations_of, stems_of


@pytest.mark.parametrize(
    ("symbol", "other", "sentence"),
    [
        ("S/2025/71/Rev.1", "S/2025/71", "revision of S/2025/71"),
        ("S/2025/71", "S/2025/71/Rev.1", "revised by S/2025/71/Rev.1"),
        ("TPNW/MSP/2025/11", "TPNW/MSP/2025/11/Rev.1", "revised by TPNW/MSP/2025/11/Rev.1"),
        ("A/80/44/Rev.1", "A/80/44/Rev.2", "revised by A/80/44/Rev.2"),
        ("A/80/44/Rev.10", "A/80/44/Rev.9", "revision of A/80/44/Rev.9"),
        ("A/80/44", "A/80/44/Add.1", "supplemented by A/80/44/Add.1"),
        ("A/80/44/Add.1", "A/80/44", "addendum to A/80/44"),
        ("A/80/44/Add.1/Rev.1", "A/80/44/Add.1", "revision of A/80/44/Add.1"),
        ("A/80/44/Add.1/Rev.1", "A/80/44", "addendum to A/80/44"),
        ("A/80/44", "A/80/44/Add.1/Rev.1", "supplemented by A/80/44/Add.1/Rev.1"),
        ("A/80/44", "A/80/44/Corr.2", "corrected by A/80/44/Corr.2"),
        ("A/80/44/Corr.2", "A/80/44", "corrigendum to A/80/44"),
        ("A/80/44/Add.1", "A/80/44/Add.1/Corr.1", "corrected by A/80/44/Add.1/Corr.1"),
        ("A/C.3/80/L.4", "A/C.3/80/L.4/Amend.1", "amended by A/C.3/80/L.4/Amend.1"),
        ("DP/5 (Part I/Add.1)", "DP/5 (Part I)", "addendum to DP/5 (Part I)"),
        ("DP/FPA/2025/4 (Part I)", "DP/FPA/2025/4", "part of DP/FPA/2025/4"),
        ("DP/FPA/2025/4", "DP/FPA/2025/4 (Part I)", "has the part DP/FPA/2025/4 (Part I)"),
        ("E/2025/34 (Part II)", "E/2025/34 (Part I)", "another part is E/2025/34 (Part I)"),
        ("A/80/5 (Vol. I)", "A/80/5 (Vol. II)/Corr.1", None),
        ("A/80/36*", "A/80/36", "reissue of A/80/36"),
        ("A/80/36", "A/80/36*", "reissued as A/80/36*"),
        ("A/80/36–E/2025/28", "E/2025/28/Add.1", "supplemented by E/2025/28/Add.1"),
        ("A/80/36/Add.1–E/2025/28/Add.1", "A/80/36–E/2025/28", "addendum to A/80/36–E/2025/28"),
        ("s/2025/71/rev.1", "S/2025/71", "revision of S/2025/71"),
        ("ICCD/COP(8)/CST/8", "ICCD/COP(8)/CST/8/Add.1", "supplemented by ICCD/COP(8)/CST/8/Add.1"),
        ("A/80/44", "A/80/44", None),
        ("A/80/44", "A/80/440", None),
        ("A/80/44", "A/80/44/Add.1/Corr.1", None),
        ("A/80/44/Add.1", "A/80/44/Add.2", None),
        ("A/80/44/Add.1", "A/80/44/Rev.1", None),
        ("E/CN.7/2021/1", "E/CN.7/2021", None),
    ],
)  # fmt: skip
def test_symbols_say_how_reports_belong_together(
    symbol: str, other: str, sentence: str | None
) -> None:
    found = relations_of(symbol, [other])

    assert [relation.sentence for relation in found] == ([] if sentence is None else [sentence])


def test_what_changes_a_report_comes_first_and_numbers_are_counted() -> None:
    others = ["A/1/2/Add.10", "A/1/2/Add.2", "A/1/2/Corr.1", "A/1/2/Rev.1", "A/1/3"]

    assert [relation.symbol for relation in relations_of("A/1/2", others)] == [
        "A/1/2/Rev.1",
        "A/1/2/Corr.1",
        "A/1/2/Add.2",
        "A/1/2/Add.10",
    ]


def test_a_relation_reads_as_a_sentence() -> None:
    assert Relation(RelationKind.PART, "E/2025/34").sentence == "part of E/2025/34"


_SYMBOLS = st.from_regex(
    r"A/80/[1-3](/(Add|Rev|Corr|Amend)\.[1-3]){0,3}( \(Part I{1,2}\))?\*?", fullmatch=True
)


@given(_SYMBOLS, _SYMBOLS)
def test_a_relation_has_its_inverse(one: str, other: str) -> None:
    there, back = relations_of(one, [other]), relations_of(other, [one])

    assert len(there) == len(back)
    assert not there or there[0].kind is not back[0].kind or there[0].kind is RelationKind.SIBLING


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_is_too_odd_to_be_a_symbol(one: str, other: str) -> None:
    assert isinstance(relations_of(one, [other]), tuple)


@given(_SYMBOLS, _SYMBOLS)
def test_related_symbols_share_a_stem(one: str, other: str) -> None:
    assert not relations_of(one, [other]) or stems_of(one) & stems_of(other)


def test_a_double_symbol_has_two_stems() -> None:
    assert stems_of("A/80/62/Add.1–E/2025/49") == stems_of("A/80/62") | stems_of("E/2025/49/Rev.1")

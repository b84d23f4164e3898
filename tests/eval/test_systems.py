import pytest

from eval.systems import BASELINES, is_baseline, read_systems
from service import RetrievalSettings, SettingsError


def test_none_typed_is_the_default_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_DENSE_WEIGHT", "0.5")

    [system] = read_systems([])

    assert system.name == "default"
    assert system.retrieval == RetrievalSettings(dense_weight=0.5)


def test_a_system_is_the_defaults_but_for_what_it_overrides() -> None:
    [system] = read_systems(["mine:retrieval=hybrid, dense_weight=.5,max_lookup_paragraphs=1"])

    assert system.retrieval == RetrievalSettings(dense_weight=0.5)
    assert system.service.max_lookup_paragraphs == 1
    assert system.words == "mine:retrieval=hybrid,dense_weight=.5,max_lookup_paragraphs=1"


def test_baselines_join_what_was_typed_once() -> None:
    systems = read_systems(["rrf", "mine:candidates=50"], baselines=True)

    assert [s.name for s in systems] == ["rrf", "mine", "bm25", "dense", "convex"]


def test_baselines_stay_what_they_are_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = [system.retrieval for system in BASELINES]
    told = {"RETRIEVAL": "dense", "FUSION": "rrf", "DENSE_WEIGHT": "0.1", "CANDIDATES": "7"}
    for name, value in told.items():
        monkeypatch.setenv(f"RAPPORTEUR_{name}", value)

    after = [system.retrieval for system in BASELINES]

    assert [(s.retrieval, s.candidates) for s in after] == [
        (s.retrieval, s.candidates) for s in before
    ]
    assert [after[2].fusion, after[3].fusion, after[3].dense_weight] == ["rrf", "convex", 0.8]


def test_baselines_are_told_from_other_systems() -> None:
    names = ("bm25", "dense", "rrf", "convex", "default", "mine")

    assert [is_baseline(name) for name in names] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        (["bm26"], 'no system is called "bm26"; there are default, bm25, dense, rrf, convex'),
        (["mine:dense_wait=1"], '"dense_wait" is no setting; the nearest are dense_weight'),
        (["mine:dense_weight"], '"dense_weight" is not of the form key=value'),
        (["mine:"], '"" is not of the form key=value'),
        (["mine:dense_weight=2"], 'system "mine": .*DENSE_WEIGHT is .2.: .*less than or equal'),
        (["mine:candidates=1,candidates=2"], "has candidates twice"),
        (["bm25:candidates=1"], '"bm25" is built in and stays as it is'),
        (["my system:candidates=1"], '"my system" is no name'),
        (["..:candidates=1"], '".." is no name'),
        (["rrf", "rrf"], '"rrf" comes twice'),
    ],
)
def test_what_is_no_system_is_told_with_what_there_is(typed: list[str], trouble: str) -> None:
    with pytest.raises(SettingsError, match=trouble):
        read_systems(typed)

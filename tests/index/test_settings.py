import pytest

from corpus.errors import SettingsError
from corpus.settings import CorpusSettings
from index.settings import (
    IndexSettings,
    Precision,
    Retrieval,
    RetrievalSettings,
    settings_digest,
)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_RETRIEVAL", "lexical")
    monkeypatch.setenv("RAPPORTEUR_PRECISION", "float32")
    monkeypatch.setenv("RAPPORTEUR_BM25_B", "0.75")

    assert RetrievalSettings().retrieval is Retrieval.LEXICAL
    assert IndexSettings().precision is Precision.FLOAT32
    assert IndexSettings().bm25_b == 0.75


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [("RETRIEVAL", "sparse", "'hybrid', 'dense' or 'lexical'"), ("BM25_K1", "0", "greater than 0"),
     ("BM25_B", "1.5", "less than or equal to 1"), ("WINDOW_PIECES", "8", "greater than or equal"),
     ("BATCH_SIZE", "0", "greater than 0"), ("DENSE_WEIGHT", "-1", "greater than or equal to 0"),
     ("CANDIDATES", "x", "valid integer"), ("PRECISION", "int8", "'auto', 'float32'"),
     ("FUSION", "sum", "'convex' or 'rrf'"),
     ("QUERY_THREADS", "0", "greater than 0"), ("CONTEXT_PIECES", "-1", "greater than or equal")],
)  # fmt: skip
def test_a_value_that_is_not_allowed_is_told_with_what_is(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(f"RAPPORTEUR_{variable}", value)

    with pytest.raises(SettingsError, match=f"RAPPORTEUR_{variable} is '{value}': .*{reason}"):
        (IndexSettings(), RetrievalSettings())


@pytest.mark.parametrize(("window", "context"), [(32, 40), (128, 128), (128, 65)])
def test_a_context_that_takes_over_half_of_the_window_is_refused(window: int, context: int) -> None:
    with pytest.raises(SettingsError, match=f"over half of window_pieces, {window}"):
        IndexSettings(window_pieces=window, context_pieces=context)


def test_a_context_may_take_half_of_the_window() -> None:
    assert IndexSettings(window_pieces=64, context_pieces=32).context_pieces == 32


def test_equal_settings_have_equal_digests() -> None:
    assert settings_digest(IndexSettings(), RetrievalSettings()) == settings_digest(
        IndexSettings(bm25_b=0.4), RetrievalSettings(retrieval=Retrieval.HYBRID)
    )


def test_any_other_value_gives_another_digest() -> None:
    digests = {
        settings_digest(RetrievalSettings()),
        settings_digest(RetrievalSettings(candidates=1)),
        settings_digest(RetrievalSettings(retrieval=Retrieval.DENSE)),
        settings_digest(IndexSettings()),
        settings_digest(IndexSettings(), RetrievalSettings()),
    }

    assert len(digests) == 5


def test_the_home_shapes_no_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings_digest(CorpusSettings())
    monkeypatch.setenv("RAPPORTEUR_HOME", "elsewhere")

    assert settings_digest(CorpusSettings()) == before

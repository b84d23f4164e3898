"""How paragraphs are indexed and queries are ranked; every choice is a switch."""

import hashlib
import json
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings

from corpus.settings import PackageSettings

PACKAGED_ENCODER = "all-MiniLM-L6-v2"
# Beside the encoder itself, what a vector depends on that the words of its window do not tell.
ENCODING_SETTINGS = ("precision", "window_pieces", "context_pieces")


class Retrieval(StrEnum):
    """Which rankers are asked."""

    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


class Fusion(StrEnum):
    """How the rankings of the hybrid become one."""

    WEIGHTED = "weighted"
    CONVEX = "convex"
    RRF = "rrf"


class Precision(StrEnum):
    """The number format of the encoder while indexing."""

    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


class QueryPrecision(StrEnum):
    """The number format of the encoder's weights while a question is asked."""

    INT8 = "int8"
    FLOAT32 = "float32"


class IndexSettings(PackageSettings):
    """What shapes a generation; a change asks for a new "rapporteur index"."""

    encoder: str = Field(
        default=PACKAGED_ENCODER,
        description="sentence-transformers model: the packaged one, a folder, or a hub name",
    )
    precision: Precision = Field(
        default=Precision.AUTO,
        description="number format while indexing; auto is bfloat16 where the processor has it",
    )
    query_precision: QueryPrecision = Field(
        default=QueryPrecision.INT8,
        description="number format of the weights that embed a question: int8 or float32",
    )
    batch_size: int = Field(default=32, gt=0, description="windows encoded together")
    window_pieces: int = Field(
        default=160, ge=32, description="longest window, its context included, in word pieces"
    )
    context_pieces: int = Field(
        default=72, ge=0, description="longest context encoded with a window, in word pieces"
    )
    title_words: int = Field(
        default=24, ge=0, description="words of the report's title in the context of a window"
    )
    bm25_k1: float = Field(
        default=0.9, gt=0, description="saturation of repeated words; Anserini's default"
    )
    bm25_b: float = Field(
        default=0.4, ge=0, le=1, description="length normalisation; Anserini's default"
    )

    @model_validator(mode="after")
    def _leaves_room(self) -> Self:
        """Keep at least half of a window for its own words."""
        if 2 * self.context_pieces > self.window_pieces:
            raise ValueError(f"context_pieces is over half of window_pieces, {self.window_pieces}")
        return self


class RetrievalSettings(PackageSettings):
    """What shapes a ranking; takes effect at once."""

    retrieval: Retrieval = Field(
        default=Retrieval.HYBRID, description="rankers asked: hybrid, dense or lexical"
    )
    fusion: Fusion = Field(
        default=Fusion.WEIGHTED, description="how the hybrid joins them: weighted, convex or rrf"
    )
    dense_weight: float = Field(
        default=0.76, ge=0, le=1, description="weight of the dense ranker, not in rrf"
    )
    sentence_weight: float = Field(
        default=0.3, ge=0, le=1, description="share of the best sentence in weighted fusion"
    )
    phrase_weight: float = Field(
        default=0.05, ge=0, description="weight of the query's phrases in weighted fusion"
    )
    support_weight: float = Field(
        default=0.05, ge=0, description="weight of the rest of the report in weighted fusion"
    )
    spelling_variants: bool = Field(
        default=True, description="count words that are spelt almost like a word of the query"
    )
    context_weight: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="worth of a word in headings, notes or cover, at most 1",
    )
    candidates: int = Field(
        default=100, gt=0, description="paragraphs taken from each ranker before fusion"
    )
    exact_search: bool = Field(
        default=False, description="compare every window with a query, however many there are"
    )
    query_threads: int = Field(
        default=2, gt=0, description="threads that encode a query while nobody else asks"
    )


def settings_digest(*settings: BaseSettings) -> str:
    """The SHA-256 of settings, for receipts: equal digests, equal behaviour."""
    values = [each.model_dump(mode="json", exclude={"home", "query_threads"}) for each in settings]
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()

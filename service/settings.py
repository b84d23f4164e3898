"""What the assistant may be asked, and when it keeps silent."""

from pydantic import Field

from corpus.settings import PackageSettings


class ServiceSettings(PackageSettings):
    """What the service package can be told."""

    max_question_chars: int = Field(
        default=2000, gt=0, description="longest question that is read, in characters"
    )
    max_lookup_paragraphs: int = Field(
        default=50, gt=0, description="most paragraphs that one citation opens"
    )
    # The greatest with which neither development set refuses over a tenth of what is answerable.
    min_confidence: float = Field(
        default=0.28, ge=0, le=1, description="least confidence with which a question is answered"
    )
    sentence_vector_weight: float = Field(
        default=0.5, ge=0, description="weight of the sentence's vector beside its words"
    )
    second_quote_ratio: float = Field(
        default=0.75,
        gt=0,
        le=1,
        description="least share of the best sentence's score to be quoted too",
    )
    max_quotes: int = Field(default=3, gt=0, description="most separate quotes in a passage")

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
    min_confidence: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="least confidence with which a question is answered; by default the one that "
        "the confidence model was fitted with",
    )
    group_restatements: bool = Field(
        default=True, description="passages that say the same are shown as one with all citations"
    )
    # These three: where quote-hit and token F1 of the quotes are flat on the development sets.
    sentence_vector_weight: float = Field(
        default=1.0, ge=0, description="weight of the sentence's vector beside its words"
    )
    answer_type_weight: float = Field(
        default=0.4, ge=0, description="weight of a number, date or name that is asked for"
    )
    quote_margin: float = Field(
        default=0.1, ge=0, description="most that a quoted sentence scores below the best one"
    )


class ChatSettings(PackageSettings):
    """What a conversation at a terminal can be told; no answer and no receipt depends on it."""

    keep_chat_history: bool = Field(
        default=False,
        description="what is typed in `rapporteur chat` is kept in the home, to be recalled",
    )

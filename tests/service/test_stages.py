from collections.abc import Callable
from pathlib import Path

import pytest

from index.encoder import PassageEncoder
from index.generation import OpenEncoder, open_current
from index.settings import RetrievalSettings
from service import Assistant, Report, ServiceSettings, Stage, build_assistant, timed

QUESTION = "How many Purple Notices were published in 2020?"
Watched = Callable[..., Assistant]


@pytest.fixture
def watched(
    bundled_report: Report,
    tmp_path: Path,
    fake_encoder: PassageEncoder,
    open_fake_encoder: OpenEncoder,
) -> Watched:
    """Opens an assistant over the bundled report whose stages are told."""
    build_assistant(
        [bundled_report], tmp_path, encoder=fake_encoder, open_encoder=open_fake_encoder
    )

    def open_watched(**watch: Callable[[Stage, float], None]) -> Assistant:
        generation = open_current(tmp_path, open_fake_encoder)
        return Assistant(
            generation, settings=ServiceSettings(), retrieval=RetrievalSettings(), **watch
        )

    return open_watched


def test_a_stage_is_told_even_when_it_fails() -> None:
    told: list[tuple[Stage, float]] = []

    with pytest.raises(KeyError), timed(Stage.RENDER, lambda *each: told.append(each)):
        raise KeyError

    ((stage, seconds),) = told
    assert (stage, seconds >= 0) == (Stage.RENDER, True)


def test_a_question_goes_through_its_stages_in_order(watched: Watched) -> None:
    told: list[Stage] = []

    watched(watch=lambda stage, seconds: told.append(stage)).ask(QUESTION)

    assert told == [Stage.ENCODE, Stage.RETRIEVE, Stage.EVIDENCE, Stage.CONFIDENCE]


def test_whoever_watches_changes_no_answer(watched: Watched) -> None:
    answers = [each.ask(QUESTION) for each in (watched(), watched(watch=lambda stage, s: None))]

    assert answers[0] == answers[1]

"""Confidence: features that mean something, and weights that can be read."""

from dataclasses import fields
from pathlib import Path

import pytest

from corpus.records import Report
from index.encoder import PassageEncoder
from index.generation import OpenEncoder
from service import Assistant, ServiceSettings, build_assistant
from service.confidence import ConfidenceModel, Features, read_confidence_model

NAMES = tuple(field.name for field in fields(Features))


def features(**changes: float) -> Features:
    plain = dict.fromkeys(NAMES, 0.0) | {"sentence_cosine": 0.6, "quote_coverage": 0.7}
    return Features(**{**plain, **changes})


def test_the_shipped_model_weighs_exactly_the_features() -> None:
    assert set(read_confidence_model().weights) == set(NAMES)


def test_probability_is_the_logistic_of_the_weighted_sum() -> None:
    weights = dict.fromkeys(NAMES, 0.0) | {"sentence_cosine": 2.0}

    model = ConfidenceModel(-1.0, weights, min_confidence=0.5)

    # 1 / (1 + exp(-(-1 + 2 * 0.5))) = 0.5
    assert model.probability(features(sentence_cosine=0.5)) == 0.5


@pytest.mark.parametrize("name", ["missing_names", "missing_values", "missing_type"])
def test_what_is_missing_lowers_the_confidence(name: str) -> None:
    model = read_confidence_model()

    assert model.probability(features(**{name: 1.0})) < model.probability(features())


def test_a_year_that_the_passage_does_not_have_is_missing(assistant: Assistant) -> None:
    measured = assistant.features("How many Purple Notices relating to drugs in 1987?")

    assert measured is not None
    assert measured.missing_values == 1.0


def test_a_month_and_an_ordinal_are_values_and_no_names(assistant: Assistant) -> None:
    measured = assistant.features("How many Purple Notices in the second half of August 2020?")

    # "second" and "August" of "second", "August", "2020"
    assert measured is not None
    assert measured.missing_values == pytest.approx(2 / 3)
    assert measured.missing_names == 0.0


def test_a_misspelt_word_is_covered(assistant: Assistant) -> None:
    misspelt = assistant.features("Purpel Notices relating to drug matters in 2020")
    strange = assistant.features("Orange Notices relating to drug matters in 2020")

    assert misspelt is not None
    assert strange is not None
    assert strange.quote_coverage < misspelt.quote_coverage


@pytest.mark.parametrize("least", [0.0, 1.0])
def test_the_settings_decide_before_the_model(
    least: float,
    bundled_report: Report,
    tmp_path: Path,
    fake_encoder: PassageEncoder,
    open_fake_encoder: OpenEncoder,
) -> None:
    assistant = build_assistant(
        [bundled_report],
        tmp_path,
        settings=ServiceSettings(min_confidence=least),
        encoder=fake_encoder,
        open_encoder=open_fake_encoder,
    )

    answer = assistant.ask("How many Purple Notices relating to drugs in 2020?")

    assert answer.answered is (answer.confidence >= least)
    assert ServiceSettings().min_confidence is None


def test_what_has_less_than_the_model_asks_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Where does the whale sing in 1987?")

    assert answer.confidence < read_confidence_model().min_confidence
    assert not answer.answered


def test_a_name_that_the_report_does_not_have_is_missing(assistant: Assistant) -> None:
    measured = assistant.features("What did Europol and INTERPOL do about Purple Notices?")

    assert measured is not None
    assert 0 < measured.missing_names < 1


def test_the_year_of_the_report_itself_is_not_missing(assistant: Assistant) -> None:
    measured = assistant.features("What did OSCE translate into Serbian, as told in 2021?")

    assert measured is not None
    assert measured.missing_values == 0.0


@pytest.mark.parametrize(
    "question", ["What did OSCE translate, says A/80/44?", "May OSCE translate leaflets?"]
)
def test_symbols_and_the_verb_may_are_no_missing_values(
    assistant: Assistant, question: str
) -> None:
    measured = assistant.features(question)

    assert measured is not None
    assert measured.missing_values == 0.0


def test_a_number_that_is_asked_for_and_not_told_is_missing(assistant: Assistant) -> None:
    told = assistant.features("How many Purple Notices relating to drug matters?")
    untold = assistant.features("How many materials of UNODC did OSCE translate into Serbian?")
    unasked = assistant.features("Which material of UNODC did OSCE translate into Serbian?")

    assert told is not None
    assert untold is not None
    assert unasked is not None
    assert (told.missing_type, untold.missing_type, unasked.missing_type) == (0.0, 1.0, 0.0)


def test_features_are_measured_as_if_paragraphs_were_not_there(assistant: Assistant) -> None:
    question = "How many Purple Notices relating to drug matters in 2020?"
    (report,) = assistant.reports()

    whole = assistant.features(question)
    without = assistant.features(question, without={(report.report_id, "26")})
    nothing = assistant.features(
        question,
        without={
            (report.report_id, p.address) for p in assistant.report(report.report_id).paragraphs
        },
    )

    assert whole is not None
    assert without is not None
    assert without.sentence_cosine < whole.sentence_cosine
    assert nothing is None

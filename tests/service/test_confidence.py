"""Confidence: features that mean something, and weights that can be read."""

from dataclasses import fields

import pytest

from service import Assistant
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


@pytest.mark.parametrize("name", ["missing_names", "missing_values"])
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


def test_more_that_is_known_is_covered_when_misspelt(assistant: Assistant) -> None:
    spelt = assistant.features("Purple Notices relating to drug matters")
    misspelt = assistant.features("Purple Notises relating to drug matters")

    assert spelt is not None and misspelt is not None
    assert misspelt.quote_coverage == pytest.approx(spelt.quote_coverage, abs=0.2)


def test_the_model_decides_unless_the_settings_do(
    make_assistant: BuildAssistant, bundled_report: Report
) -> None:
    question = "How many Purple Notices relating to drug matters were published in 2020?"
    own = make_assistant(bundled_report).ask(question)

    above = ServiceSettings(min_confidence=min(1.0, own.confidence + 0.001))
    told = make_assistant(bundled_report, settings=above).ask(question)

    assert own.answered is (own.confidence >= read_confidence_model().min_confidence)
    assert not told.answered


def test_a_name_that_the_report_does_not_have_is_missing(assistant: Assistant) -> None:
    measured = assistant.features("What did Europol and INTERPOL do about Purple Notices?")

    assert measured is not None
    assert 0 < measured.missing_names < 1


def test_the_year_of_the_report_itself_is_not_missing(assistant: Assistant) -> None:
    measured = assistant.features("What did OSCE translate into Serbian, as told in 2021?")

    assert measured is not None
    assert measured.missing_values == 0.0

"""Confidence: features that mean something, and weights that can be read."""

from dataclasses import fields

import pytest

from service import Assistant
from service.confidence import ConfidenceModel, Features, read_confidence_model


def features(**changes: float) -> Features:
    plain = {"cosine": 0.6, "quote_coverage": 0.7, "missing_names": 0.0, "missing_numbers": 0.0}
    return Features(**{**plain, **changes})


def test_the_shipped_model_weighs_exactly_the_features() -> None:
    assert set(read_confidence_model().weights) == {field.name for field in fields(Features)}


def test_probability_is_the_logistic_of_the_weighted_sum() -> None:
    weights = {"cosine": 2.0, "quote_coverage": 0, "missing_names": 0, "missing_numbers": 0}

    # 1 / (1 + exp(-(-1 + 2 * 0.5))) = 0.5
    assert ConfidenceModel(-1.0, weights).probability(features(cosine=0.5)) == 0.5


@pytest.mark.parametrize("name", ["missing_names", "missing_numbers"])
def test_what_is_missing_lowers_the_confidence(name: str) -> None:
    model = read_confidence_model()

    assert model.probability(features(**{name: 1.0})) < model.probability(features())


def test_a_year_that_the_passage_does_not_have_is_missing(assistant: Assistant) -> None:
    measured = assistant.features("How many Purple Notices relating to drugs in 1987?")

    assert measured is not None
    assert measured.missing_numbers == 1.0


def test_a_name_that_the_report_does_not_have_is_missing(assistant: Assistant) -> None:
    measured = assistant.features("What did Europol and INTERPOL do about Purple Notices?")

    assert measured is not None
    assert 0 < measured.missing_names < 1


def test_the_year_of_the_report_itself_is_not_missing(assistant: Assistant) -> None:
    measured = assistant.features("What did OSCE translate into Serbian, as told in 2021?")

    assert measured is not None
    assert measured.missing_numbers == 0.0

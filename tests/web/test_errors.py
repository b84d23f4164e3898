from collections.abc import Iterator
from http import HTTPStatus

import pytest

from service import RapporteurError, UnknownReport
from web.errors import STATUSES, problem_of, problem_response


def tree(kind: type[RapporteurError] = RapporteurError) -> Iterator[type[RapporteurError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


ALL = [kind for kind in tree() if kind.__module__ == "corpus.errors"]


@pytest.mark.parametrize("kind", ALL)
def test_every_error_has_a_status_and_a_sentence_of_its_own(kind: type[RapporteurError]) -> None:
    status, sentence = STATUSES[kind]

    assert status.value >= 400
    assert sentence.endswith(".")


def test_no_error_is_left_out_or_invented() -> None:
    assert set(STATUSES) == set(ALL)


@pytest.mark.parametrize("kind", ALL)
def test_a_problem_never_repeats_the_message(kind: type[RapporteurError]) -> None:
    problem = problem_of(kind("SECRET"))

    assert b"SECRET" not in problem_response(problem).body
    assert problem.code == kind.code


def test_a_new_error_takes_the_status_of_its_parent() -> None:
    class UnknownVolume(UnknownReport):
        code = "unknown-volume"

    problem = problem_of(UnknownVolume("none"))

    assert (problem.status, problem.code) == (HTTPStatus.NOT_FOUND, "unknown-volume")


def test_what_a_reader_did_is_told_as_4xx_and_what_failed_as_5xx() -> None:
    told = {kind.__name__ for kind, (status, _) in STATUSES.items() if status < 500}

    assert told == {
        "UnknownReport",
        "UnknownAddress",
        "QuestionError",
        "QuestionEmpty",
        "QuestionTooLong",
    }

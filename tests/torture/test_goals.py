"""The quick tier of the torture suite; ``make torture`` runs it in full."""

import pytest

from tests.torture.__main__ import read_arguments
from tests.torture.suite import TRIALS
from tests.torture.trials import QUICK

pytestmark = pytest.mark.torture

# What needs a mounted disk, which only root may have, is left to the full tier.
QUICK_TRIALS = sorted(set(TRIALS) - {"fill_disks"})


@pytest.mark.parametrize("name", QUICK_TRIALS)
def test_nothing_that_was_acknowledged_is_lost_and_nothing_damaged_answers(name: str) -> None:
    trial = TRIALS[name](QUICK)

    assert trial.failures == []
    assert trial.runs > 0


@pytest.mark.parametrize("words", [[], ["race"], ["race", "plants"]])
def test_the_command_plays_what_is_named_and_without_a_name_everything(words: list[str]) -> None:
    assert read_arguments(words).names == words

"""The suite finds what is planted: a test that cannot fail proves nothing.

``make torture`` plants every defect; here is every eighth of them.
"""

import pytest

from tests.torture.plants import PLANTS, Plant, planted
from tests.torture.suite import hunt

pytestmark = pytest.mark.torture


@pytest.mark.parametrize("plant", PLANTS[::8], ids=lambda plant: plant.what.replace(" ", "-"))
def test_the_planted_defect_is_found(plant: Plant) -> None:
    assert hunt(plant).found


def test_a_defect_is_gone_when_its_block_ends() -> None:
    plant = PLANTS[0]
    sound = plant.function().__code__

    with planted(plant):
        is_planted = plant.function().__code__ is not sound

    assert is_planted
    assert plant.function().__code__ is sound

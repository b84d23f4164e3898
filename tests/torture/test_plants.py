"""The suite finds what is planted: a test that cannot fail proves nothing.

``make torture`` looks for every defect; here for every eighth of them.
"""

import pytest

from tests.torture.plants import PLANTS, Plant, planted
from tests.torture.suite import hunt


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.what.replace(" ", "-"))
def test_every_defect_can_be_planted(plant: Plant) -> None:
    assert plant.code() != plant.function().__code__


@pytest.mark.torture
@pytest.mark.parametrize("plant", PLANTS[::8], ids=lambda plant: plant.what.replace(" ", "-"))
def test_the_planted_defect_is_found(plant: Plant) -> None:
    assert hunt(plant).found


@pytest.mark.torture
def test_a_defect_is_gone_when_its_block_ends() -> None:
    plant = PLANTS[0]
    sound = plant.function().__code__

    with planted(plant):
        is_planted = plant.function().__code__ is not sound

    assert is_planted
    assert plant.function().__code__ is sound

"""The readers by their formats."""

import pytest

from corpus.readers import FORMATS, load_reader


@pytest.mark.parametrize("name", sorted(set(FORMATS.values())))
def test_every_format_has_its_reader(name: str) -> None:
    assert callable(load_reader(name))

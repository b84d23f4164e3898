"""Settings: what is not allowed is refused, by name."""

import pytest

from corpus.errors import SettingsError
from service import ServiceSettings


def test_a_value_out_of_range_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_MIN_CONFIDENCE", "1.5")

    with pytest.raises(SettingsError, match=r"RAPPORTEUR_MIN_CONFIDENCE is '1.5'"):
        ServiceSettings()


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_QUOTE_MARGIN", "0")

    assert ServiceSettings().quote_margin == 0

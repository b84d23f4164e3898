import pytest

from service import SettingsError
from web.settings import WebSettings


def test_every_setting_is_described() -> None:
    assert all(field.description for field in WebSettings.model_fields.values())


def test_by_default_only_this_machine_is_served() -> None:
    settings = WebSettings()

    assert settings.host == "127.0.0.1"
    assert set(settings.allowed_hosts) == {"localhost", "127.0.0.1", "[::1]"}


def test_host_names_are_read_from_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_ALLOWED_HOSTS", "Reports.example, b.example")

    assert WebSettings().allowed_hosts == ("reports.example", "b.example")


def test_unknown_settings_are_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="HOTS"):
        WebSettings.model_validate({"hots": "x"})


def test_base_url_has_no_slash_at_its_end() -> None:
    assert WebSettings(base_url="https://reports.example/").base_url == "https://reports.example"

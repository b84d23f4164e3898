import os
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from corpus.sandbox import Limits
from corpus.settings import (
    CorpusSettings,
    PackageSettings,
    default_home,
    refuse_unknown_settings,
    setting_lines,
)


def test_the_home_comes_from_the_environment(home: Path) -> None:
    assert CorpusSettings().home == home


def test_a_home_given_in_code_wins(tmp_path: Path) -> None:
    assert CorpusSettings(home=tmp_path).home == tmp_path


def test_the_default_home_is_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("RAPPORTEUR_HOME")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))

    assert CorpusSettings().home == tmp_path / ".local" / "share" / "rapporteur"


def test_the_data_folder_of_the_desktop_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert default_home() == tmp_path / "rapporteur"


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_a_value_that_is_not_allowed_is_told_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("RAPPORTEUR_MAX_FILE_BYTES", value)

    with pytest.raises(
        SettingsError, match=f"RAPPORTEUR_MAX_FILE_BYTES is '{value}': input should"
    ):
        CorpusSettings()


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SettingsError, match="RAPPORTEUR_MAX_BYTES is 1"):
        CorpusSettings.model_validate({"max_bytes": 1})


def test_a_misspelt_variable_is_refused_with_those_most_like_it() -> None:
    environment = {"RAPPORTEUR_HOM": "/x", "PATH": "/bin"}

    with pytest.raises(SettingsError, match=r"RAPPORTEUR_HOM is no setting; .* RAPPORTEUR_HOME"):
        refuse_unknown_settings(environment, [CorpusSettings])


def test_known_variables_and_those_of_others_are_let_through() -> None:
    refuse_unknown_settings({"RAPPORTEUR_HOME": "/x", "HOM": "/y"}, [CorpusSettings])


def test_settings_never_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        CorpusSettings().max_file_bytes = 1


def test_lines_tell_variable_default_and_meaning() -> None:
    lines = {line.variable: line for line in setting_lines([CorpusSettings])}

    assert list(lines) == [
        "RAPPORTEUR_HOME",
        "RAPPORTEUR_MAX_FILE_BYTES",
        "RAPPORTEUR_MAX_READ_SECONDS",
        "RAPPORTEUR_MAX_READ_MEMORY_BYTES",
        "RAPPORTEUR_READING_LANES",
    ]
    assert lines["RAPPORTEUR_MAX_FILE_BYTES"].default == str(64 * 2**20)
    assert lines["RAPPORTEUR_HOME"].default == ""


def test_every_setting_has_a_description() -> None:
    for package in PackageSettings.__subclasses__():
        for name, field in package.model_fields.items():
            assert field.description, f"{package.__name__}.{name}"


def test_limits_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_MAX_FILE_BYTES", "9")
    monkeypatch.setenv("RAPPORTEUR_MAX_READ_SECONDS", "2.5")
    monkeypatch.setenv("RAPPORTEUR_MAX_READ_MEMORY_BYTES", str(2**29))
    monkeypatch.setenv("RAPPORTEUR_READING_LANES", "3")

    settings = CorpusSettings()

    assert (settings.limits, settings.lanes) == (
        Limits(file_bytes=9, read_seconds=2.5, memory_bytes=2**29),
        3,
    )


def test_without_a_number_of_lanes_there_is_one_a_processor() -> None:
    assert CorpusSettings().lanes == os.cpu_count()

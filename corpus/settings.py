"""Where the library and the generations live."""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ENVIRONMENT_PREFIX = "RAPPORTEUR_"


def default_home() -> Path:
    """The folder for application data: ``$XDG_DATA_HOME``, by default ``~/.local/share``."""
    data_home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data_home) / "rapporteur"


class CorpusSettings(BaseSettings):
    """What the corpus package can be told."""

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX, frozen=True, extra="forbid")

    home: Path = Field(
        default_factory=default_home,
        description="folder of the library and the generations",
    )
    max_file_bytes: int = Field(
        default=64 * 2**20, gt=0, description="largest report file that is read, in bytes"
    )

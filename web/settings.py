"""Where the server listens, whom it answers, and every limit on what it accepts."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from service import PackageSettings

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class LogFormat(StrEnum):
    """How the log is written."""

    TEXT = "text"
    JSON = "json"


class WebSettings(PackageSettings):
    """What the web package can be told."""

    host: str = Field(default="127.0.0.1", description="address that the server listens on")
    port: int = Field(
        default=8000, ge=0, le=65535, description="port that the server listens on; 0 takes any"
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=LOOPBACK_HOSTS,
        description="host names that requests may use, separated by commas",
    )
    base_url: str = Field(
        default="",
        description="address that readers use, for permalinks; empty takes the request's own",
    )
    language: str = Field(
        default="en",
        description="language of the interface, of those that have a catalogue in `web/locale`",
    )
    max_body_bytes: int = Field(
        default=512 * 2**10,  # a whole conversation in Chinese, nine bytes a character
        gt=0,
        description="largest request body, in bytes",
    )
    max_limit: int = Field(default=50, gt=0, description="most passages in one answer")
    max_ranked: int = Field(default=1000, gt=0, description="most passages in one ranking")
    max_history: int = Field(
        default=20, gt=0, description="most earlier questions that one request carries"
    )
    max_threads: int | None = Field(
        default=None,
        gt=0,
        description="most questions worked on at once; by default one a processor",
    )
    max_requests: int = Field(
        default=128, gt=0, description="most requests at once, those that wait included"
    )
    max_receive_seconds: float = Field(
        default=10.0, gt=0, description="longest time for a request to come in, in seconds"
    )
    max_send_seconds: float = Field(
        default=30.0, gt=0, description="longest wait for a client to take an answer, in seconds"
    )
    max_picture_bytes: int = Field(
        default=64 * 2**20, gt=0, description="most memory for pictures of pages, in bytes"
    )
    feedback: bool = Field(
        default=False,
        description="readers may say whether an answer was useful; kept in feedback.jsonl",
    )
    renewal_seconds: float = Field(
        default=1.0,
        ge=0,
        description="shortest time between two looks for a newer generation",
    )
    scrub_minutes: float = Field(
        default=60.0,
        ge=0,
        description="pause between two readings of the index for damage, in minutes; 0 never reads",
    )
    log_format: LogFormat = Field(
        default=LogFormat.TEXT, description="how the log is written: text, or json for programs"
    )
    grace_seconds: int = Field(
        default=10, ge=0, description="longest wait for open requests when stopping, in seconds"
    )

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Read "a.example, b.example" as two names."""
        if not isinstance(value, str):
            return value
        return tuple(name.strip().lower() for name in value.split(",") if name.strip())

    @field_validator("base_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

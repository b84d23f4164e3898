"""How what the server tells is written to stderr: as text, or as a line of JSON for each event."""

import json
import logging
from datetime import UTC, datetime

from web.settings import LogFormat

FIELDS = "fields"
"""The key under ``extra`` by which an event brings what it tells beside its message."""


class TextLines(logging.Formatter):
    """Lines for people: ``INFO: answered; route=/api/v1/ask status=200``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, the fields of the event after its message."""
        fields = getattr(record, FIELDS, {})
        told = "".join(f" {name}={value}" for name, value in fields.items())
        return f"{record.levelname}: {record.getMessage()}{';' if told else ''}{told}"


class JsonLines(logging.Formatter):
    """Lines for programs: ``{"time", "level", "logger", "event", ...}``, one an event."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON; a line break within a message is escaped by it."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        event = {
            "time": time,
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        return json.dumps({**event, **getattr(record, FIELDS, {})}, ensure_ascii=False)


def write_logs(form: LogFormat) -> None:
    """Write what the server tells to stderr: its own news, and warnings of its libraries."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form is LogFormat.JSON else TextLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("web").setLevel(logging.INFO)

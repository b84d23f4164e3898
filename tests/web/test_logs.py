import json
import logging
from typing import Any

import pytest

from web.logs import FIELDS, JsonLines, TextLines, write_logs
from web.settings import LogFormat


def record(message: str, **fields: Any) -> logging.LogRecord:
    made = logging.makeLogRecord({"msg": message, "levelname": "INFO", "name": "web.journal"})
    setattr(made, FIELDS, fields)
    made.created = 0.25
    return made


def test_a_line_of_text_tells_the_fields_after_the_message() -> None:
    assert TextLines().format(record("request", status=200)) == "INFO: request; status=200"


def test_a_message_without_fields_stands_alone() -> None:
    assert TextLines().format(record("stopped")) == "INFO: stopped"


def test_a_line_of_json_has_a_time_and_the_fields() -> None:
    assert json.loads(JsonLines().format(record("request", status=200))) == {
        "time": "1970-01-01T00:00:00.250+00:00",
        "level": "info",
        "logger": "web.journal",
        "event": "request",
        "status": 200,
    }


def test_an_event_is_one_line_whatever_it_says() -> None:
    assert "\n" not in JsonLines().format(record("first\nsecond", told="a\r\nb"))


@pytest.mark.parametrize(("form", "begins"), [(LogFormat.TEXT, "INFO: "), (LogFormat.JSON, "{")])
def test_our_own_news_and_warnings_of_others_are_written(
    capsys: pytest.CaptureFixture[str], form: LogFormat, begins: str
) -> None:
    root, ours = logging.getLogger(), logging.getLogger("web")
    before = root.handlers[:], root.level, ours.level
    try:
        write_logs(form)
        logging.getLogger("web.server").info("ours")
        logging.getLogger("uvicorn.error").info("theirs")
    finally:
        root.handlers[:], root.level, ours.level = before

    written = capsys.readouterr().err
    assert written.startswith(begins)
    assert ("ours" in written, "theirs" in written) == (True, False)

import logging
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from service import Assistant
from web.journal import CUT_OFF, REQUEST_ID_HEADER, Journal, request_id_of
from web.logs import FIELDS
from web.metrics import Metrics

MakeClient = Callable[..., TestClient]


def told_of(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [getattr(record, FIELDS) for record in caplog.records if record.name == "web.journal"]


def test_a_request_is_told_by_its_route(
    client: TestClient, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    report_id = assistant.reports()[0].report_id

    with caplog.at_level(logging.INFO, "web"):
        client.get(f"/r/{report_id}/1?mark=0-5")
        client.get("/nothing?q=canary")
        client.get("/static/style.css")

    routes = [(each["route"], each["status"]) for each in told_of(caplog)]
    assert routes == [("/r/{report_id}/{address}", 200), ("none", 404), ("/static", 200)]
    assert report_id not in str(told_of(caplog))


def test_refusals_are_told_too(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "web"):
        client.get("/", headers={"host": "evil.test"})

    assert [each["status"] for each in told_of(caplog)] == [421]


def test_an_answer_and_its_line_share_an_id(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "web"):
        given = client.get("/livez", headers={REQUEST_ID_HEADER: "a1b2-c3d4"})
        made = client.get("/livez")

    ids = [each.headers[REQUEST_ID_HEADER] for each in (given, made)]
    assert [each["request_id"] for each in told_of(caplog)] == ids
    assert ids[0] == "a1b2-c3d4"
    assert len(ids[1]) == 32


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "two words", "line\nbreak", "<script>"])
def test_an_id_that_could_break_a_line_is_replaced(given: str) -> None:
    found = request_id_of(Headers({REQUEST_ID_HEADER: given}))

    assert found != given
    assert found.isalnum()


async def _begin_and_fail(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"half", "more_body": True})
    raise ConnectionError


def test_an_answer_that_is_cut_off_is_not_told_as_given(caplog: pytest.LogCaptureFixture) -> None:
    client = TestClient(Journal(_begin_and_fail, metrics=Metrics()))

    with caplog.at_level(logging.INFO, "web"), pytest.raises(ConnectionError):
        client.get("/")

    assert [each["status"] for each in told_of(caplog)] == [CUT_OFF]

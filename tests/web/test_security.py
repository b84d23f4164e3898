import logging
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from service import Assistant
from web.security import host_name, is_from_here

PASSED = ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:80", "[::1]", "[::1]:8000"]
REFUSED = [
    "",
    "evil.test",
    "evil.test:8000",
    "127.0.0.1.evil.test",
    "127.0.0.1.",
    "localhost.",
    "127.0.0.2",
    "127.1",
    "0.0.0.0",
    "2130706433",
    "0x7f.1",
    "::1",
    "[::1",
    "[::1].evil.test",
    "[::ffff:127.0.0.1]",
    "user@127.0.0.1",
    "127.0.0.1@evil.test",
    "127.0.0.1:",
    "127.0.0.1:80:80",
    "127.0.0.1:999999",
    "127.0.0.1:x",
    "127.0.0.1/",
    "http://127.0.0.1",
    "127.0.0.1 evil.test",
    "127.0.0.1,evil.test",
    "127.0.0.1\tevil",
    "*",
    "..",
]


@pytest.mark.parametrize("host", PASSED)
def test_hosts_on_the_list_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/livez", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", REFUSED)
@pytest.mark.parametrize("path", ["/livez", "/", "/static/app.js"])
def test_other_hosts_are_refused(client: TestClient, host: str, path: str) -> None:
    assert client.get(path, headers={"host": host}).status_code == 421


def test_two_host_headers_are_refused(client: TestClient) -> None:
    headers = [("host", "127.0.0.1"), ("host", "127.0.0.1")]

    assert client.get("/livez", headers=headers).status_code == 421


def test_a_refused_host_is_told_which_setting_names_hosts(client: TestClient) -> None:
    page = client.get("/", headers={"host": "evil.test"})

    assert "RAPPORTEUR_ALLOWED_HOSTS" in page.text
    assert "evil" not in page.text


def test_a_missing_host_is_no_name() -> None:
    assert host_name([]) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"sec-fetch-site": "same-origin, cross-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"},
        {"origin": "http://evil.test"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "http://127.0.0.1.evil.test"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "127.0.0.1"},
    ],
)
@pytest.mark.parametrize("path", ["/ask", "/api/v1/ask", "/nothing"])
def test_questions_from_other_sites_are_refused(
    client: TestClient, headers: dict[str, str], path: str
) -> None:
    response = client.post(path, headers=headers, json={"question": "INTERPOL"})

    assert response.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1"},
    ],
)
def test_questions_from_here_or_from_no_page_are_answered(
    client: TestClient, headers: dict[str, str]
) -> None:
    response = client.post("/api/v1/ask", headers=headers, json={"question": "INTERPOL"})

    assert response.status_code == 200


def test_links_from_other_sites_are_followed() -> None:
    assert is_from_here("GET", Headers({"sec-fetch-site": "cross-site"}))


def test_a_body_that_says_it_is_too_large_is_not_read(client: TestClient) -> None:
    response = client.post("/api/v1/ask", content=b"x" * (512 * 2**10 + 1))

    assert (response.status_code, response.json()["code"]) == (413, "body-too-large")


def test_a_body_that_proves_too_large_is_refused(client: TestClient) -> None:
    response = client.post(
        "/api/v1/ask",
        content=(b"x" * 2**10 for _ in range(600)),
        headers={"content-type": "application/json"},
    )

    assert (response.status_code, response.json()["code"]) == (413, "body-too-large")


def test_requests_beyond_those_allowed_are_told_to_come_back(
    assistant: Assistant, make_client: Callable[..., TestClient]
) -> None:
    client = make_client(assistant, max_requests=1)
    assert isinstance(client.app, FastAPI)
    codes = []

    @client.app.get("/nested")
    def ask_within() -> None:
        response = client.get("/readyz")
        codes.append((response.status_code, response.headers.get("retry-after")))

    client.get("/nested")

    assert codes == [(503, "2")]
    assert client.get("/readyz").status_code == 200


def test_a_busy_server_is_alive(
    assistant: Assistant, make_client: Callable[..., TestClient]
) -> None:
    client = make_client(assistant, max_requests=1)
    assert isinstance(client.app, FastAPI)
    codes = []

    @client.app.get("/nested")
    def ask_within() -> None:
        codes.append(client.get("/livez").status_code)

    client.get("/nested")

    assert codes == [200]


def test_a_running_application_counts_as_no_request(
    assistant: Assistant, make_client: Callable[..., TestClient]
) -> None:
    with make_client(assistant, max_requests=1) as client:
        response = client.get("/readyz")

    assert response.status_code == 200


def test_an_unexpected_error_is_told_and_logged_without_its_words(
    assistant: Assistant,
    make_client: Callable[..., TestClient],
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = make_client(assistant)
    assert isinstance(client.app, FastAPI)

    @client.app.get("/api/broken")
    def fail() -> None:
        raise KeyError("SECRET")

    with caplog.at_level(logging.DEBUG):
        response = client.get("/api/broken")

    assert (response.status_code, response.json()["code"]) == (500, "unexpected")
    assert "KeyError" in caplog.text
    assert "SECRET" not in caplog.text + response.text


def test_questions_are_never_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/api/v1/ask", json={"question": "canary one"})
        client.post("/ask", data={"question": "canary two", "history": ["canary three"]})
        client.post("/api/v1/ask", json={"question": 5, "canary": "four"})

    ours = [record for record in caplog.records if not record.name.startswith("http")]
    assert "canary" not in " ".join(record.getMessage() for record in ours)

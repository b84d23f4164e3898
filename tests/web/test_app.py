from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route

from service import Assistant, Report
from web.security import HEADERS

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")


def paths(app: FastAPI, report: Report) -> Iterator[str]:
    """A path of every route, and some of no route."""
    for route in app.routes:
        assert isinstance(route, (APIRoute, Route, Mount))
        path = route.path.replace("{report_id}", report.report_id)
        yield path.replace("{address}", report.paragraphs[0].address)
    yield from ("/nothing", "/nothing.json", "/r/none", "/r/none/1.bib", "/static/app.js", "//")


@pytest.mark.parametrize("method", METHODS)
def test_every_response_has_the_headers(
    client: TestClient, bundled_report: Report, method: str
) -> None:
    app = client.app
    assert isinstance(app, FastAPI)

    for path in paths(app, bundled_report):
        response = client.request(method, path, follow_redirects=False)

        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS, path
        assert response.headers["cache-control"] in ("no-store", "no-cache", "private, no-cache")
        assert response.status_code < 500


@pytest.mark.parametrize(
    "headers",
    [{"host": "evil.test"}, {"sec-fetch-site": "cross-site"}, {"content-length": "9999999"}],
)
def test_refusals_have_the_headers_too(client: TestClient, headers: dict[str, str]) -> None:
    response = client.post("/ask", headers=headers, content=b"")

    assert response.status_code in (403, 413, 421)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_policy_allows_nothing_but_our_own_files() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert {part for part in policy.split() if part.startswith("http")} == set()


def test_answers_are_stored_nowhere_but_in_the_history_of_a_browser(client: TestClient) -> None:
    page = client.post("/ask", data={"question": "What did INTERPOL do?"})
    api = client.post("/api/v1/ask", json={"question": "What did INTERPOL do?"})

    assert page.headers["cache-control"] == "private, no-cache"
    assert api.headers["cache-control"] == "no-store"


def test_every_get_route_answers_in_its_own_type(
    client: TestClient, bundled_report: Report
) -> None:
    kinds = {
        ".json": "json",
        ".bib": "bibtex",
        ".ris": "research-info-systems",
        "z": "json",
        "metrics": "plain",
    }
    app = client.app
    assert isinstance(app, FastAPI)

    for path in paths(app, bundled_report):
        expected = next((kind for end, kind in kinds.items() if path.endswith(end)), "html")
        response = client.get(path)
        if response.status_code == 200 and "static" not in path and "/api/" not in path:
            assert expected in response.headers["content-type"], path


def test_what_can_be_read_can_be_asked_for_its_headers(
    client: TestClient, bundled_report: Report
) -> None:
    app = client.app
    assert isinstance(app, FastAPI)

    for path in paths(app, bundled_report):
        read = client.get(path, follow_redirects=False)
        head = client.head(path, follow_redirects=False)

        assert head.status_code == read.status_code, path
        if read.status_code == 200:
            assert head.headers["content-type"] == read.headers["content-type"]


def test_the_api_describes_itself_without_pages_of_others(client: TestClient) -> None:
    described = client.get("/openapi.json").json()

    assert "/api/v1/ask" in described["paths"]
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404


def test_an_application_can_be_made_more_than_once(
    assistant: Assistant, make_client: Callable[..., TestClient]
) -> None:
    clients = [make_client(assistant, max_threads=threads) for threads in (1, 2)]

    for client in clients:
        with client:
            assert client.get("/livez").json() == {"status": "alive"}

"""The original files and the pictures of their pages, as browsers get them."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from service import Assistant
from web.security import HEADERS


def test_a_pdf_is_opened_in_the_browser_under_its_name(printed_client: TestClient) -> None:
    response = printed_client.get("/r/printed/original")

    assert (response.status_code, response.content) == (200, b"%PDF-1.4")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == "inline; filename*=UTF-8''A%20report.pdf"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_markup_is_saved_as_plain_text_and_never_shown(printed_client: TestClient) -> None:
    response = printed_client.get("/r/marked-up/original")

    assert response.content == b"<script>alert(1)</script>"
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''na%C3%AFve%20%221%22.html"
    )


@pytest.mark.parametrize("path", ["/r/printed/original", "/r/printed/pages/1.png"])
def test_what_the_browser_has_is_not_sent_again(printed_client: TestClient, path: str) -> None:
    first = printed_client.get(path)
    tag = first.headers["etag"]

    again = printed_client.get(path, headers={"if-none-match": f'"other", W/{tag}'})
    other = printed_client.get(path, headers={"if-none-match": '"other"'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "private, no-cache"
    assert (other.status_code, other.content) == (200, first.content)


def test_a_page_is_a_picture(printed_client: TestClient) -> None:
    response = printed_client.get("/r/printed/pages/1.png")

    assert response.headers["content-type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/r/gone/pages/1.png", "original-missing"),
        ("/r/printed/pages/9.png", "page-missing"),
        ("/r/marked-up/pages/1.png", "page-missing"),
        ("/r/printed/pages/8.png", "page-undrawable"),
        ("/r/none/pages/1.png", "unknown-report"),
    ],
)
def test_a_picture_that_is_not_to_be_had_is_told_to_programs(
    printed_client: TestClient, path: str, code: str
) -> None:
    response = printed_client.get(path)

    assert (response.status_code, response.json()["code"]) == (404, code)


@pytest.mark.parametrize("page", ["0x1", "-", "1.5", "%00", "9" * 5000])
def test_an_odd_page_number_is_refused(printed_client: TestClient, page: str) -> None:
    assert printed_client.get(f"/r/printed/pages/{page}.png").status_code in (404, 422)


def test_a_file_that_is_gone_is_told_on_a_page(printed_client: TestClient) -> None:
    response = printed_client.get("/r/gone/original")

    assert response.status_code == 404
    assert "does not have the original file" in response.text


def test_without_a_library_there_are_no_links_to_it(
    printed_assistant: Assistant, make_client: Callable[..., TestClient]
) -> None:
    page = make_client(printed_assistant).get("/r/printed/1").text

    assert "/original" not in page
    assert "facsimile" not in page


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(
    "path", ["/r/printed/original", "/r/printed/pages/1.png", "/r/printed/pages/8.png"]
)
def test_every_response_has_the_headers(printed_client: TestClient, method: str, path: str) -> None:
    response = printed_client.request(method, path)

    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.headers["cache-control"] in ("no-store", "private, no-cache")

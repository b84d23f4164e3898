import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from service import Assistant, Report, highlight_url
from web.reader_contexts import ReportContext

MakeClient = Callable[..., TestClient]
QUESTION = "Where did INTERPOL investigative support teams find cocaine?"
VOID = frozenset({"meta", "link", "input", "img", "br"})


def values_given(response: object) -> dict[str, Any]:
    """What the template of a page was given, without the request that Starlette adds."""
    values: dict[str, Any] = dict(vars(response)["context"])
    del values["request"]
    return values


class Outline(HTMLParser):
    """The tags of a page, its headings, ids, words, and whether its tags are nested right."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.tags if "id" in attributes]

    def links(self) -> list[str]:
        found = [each.get("href") or each.get("action") for _, each in self.tags]
        return [link for link in found if link]


def pages(client: TestClient, report: Report) -> list[Outline]:
    """Every kind of page, answers of every road among them."""
    base = f"/r/{report.report_id}"
    questions = (QUESTION, "para. 1", "paras. 1-3", '"INTERPOL"', "para. 99", "?")
    asked = [
        client.post("/ask", data={"question": question, "history": ["Earlier?"]})
        for question in questions
    ]
    got = [
        client.get(path)
        for path in ("/", "/ask", "/reports", base, f"{base}/1", f"{base}/1?mark=0-9", "/x")
    ]
    return [Outline(response.text) for response in (*asked, *got)]


def test_pages_are_well_formed_and_headed_in_order(
    client: TestClient, bundled_report: Report
) -> None:
    for page in pages(client, bundled_report):
        steps = zip([0, *page.headings], page.headings, strict=False)

        assert page.open == []
        assert page.headings.count(1) == 1
        assert all(after - before <= 1 for before, after in steps if before)


def test_ids_are_unique_and_links_within_a_page_lead_somewhere(
    client: TestClient, bundled_report: Report
) -> None:
    for page in pages(client, bundled_report):
        ids = page.ids()
        within = [unquote(link[1:]) for link in page.links() if link.startswith("#")]
        described = [
            str(attributes[name])
            for _, attributes in page.tags
            for name in ("aria-labelledby", "aria-describedby", "for")
            if name in attributes
        ]

        assert len(ids) == len(set(ids))
        assert {*within, *described} <= set(ids)


def test_every_link_is_to_this_server_and_answers(
    client: TestClient, bundled_report: Report
) -> None:
    links = {link for page in pages(client, bundled_report) for link in page.links()}

    assert all(link.startswith(("/", "#")) for link in links)
    for link in sorted(link for link in links if link.startswith("/")):
        assert client.get(link).status_code == 200, link


def test_no_page_has_inline_script_or_style(client: TestClient, bundled_report: Report) -> None:
    for page in pages(client, bundled_report):
        scripts = [attributes for tag, attributes in page.tags if tag == "script"]

        sources = [script.pop("src", None) for script in scripts]
        assert sources in (
            ["/static/app.js"],
            ["/static/app.js", "/static/reader.js"],
            ["/static/app.js", "/static/conversation.js"],
        )
        assert all(script == {"type": "module"} for script in scripts)
        assert not any(tag == "style" for tag, _ in page.tags)
        assert not any(
            name.startswith("on") or name == "style" for _, each in page.tags for name in each
        )


def test_form_fields_have_labels(client: TestClient, bundled_report: Report) -> None:
    for page in pages(client, bundled_report):
        labelled = {attributes.get("for") for tag, attributes in page.tags if tag == "label"}
        fields = [
            attributes.get("id")
            for tag, attributes in page.tags
            if tag in ("textarea", "select", "input") and attributes.get("type") != "hidden"
        ]

        assert set(fields) <= labelled


def test_every_address_of_the_bundled_report_opens(
    client: TestClient, bundled_report: Report
) -> None:
    for paragraph in bundled_report.paragraphs:
        response = client.get(f"/r/{bundled_report.report_id}/{paragraph.address}")

        assert response.status_code == 200
        assert f'id="p-{paragraph.address}" tabindex="-1" autofocus' in response.text


def test_a_report_has_every_paragraph_under_its_id(
    client: TestClient, bundled_report: Report
) -> None:
    response = client.get(f"/r/{bundled_report.report_id}")

    ids = Outline(response.text).ids()
    assert {f"p-{paragraph.address}" for paragraph in bundled_report.paragraphs} <= set(ids)
    assert set(values_given(response)) == set(ReportContext.__dataclass_fields__)


def test_the_words_of_every_paragraph_reach_the_page(
    client: TestClient, bundled_report: Report
) -> None:
    page = Outline(client.get(f"/r/{bundled_report.report_id}").text)
    words = "".join("".join(page.words).split())

    assert all("".join(p.text.split()) in words for p in bundled_report.paragraphs)


def test_a_marked_link_opens_at_the_mark(client: TestClient, bundled_report: Report) -> None:
    paragraph = bundled_report.paragraphs[25]
    start = paragraph.text.index("Ecuador")
    url = highlight_url(bundled_report.report_id, paragraph.address, [(start, start + 7)])

    page = client.get(url).text

    marks = re.findall(r"<mark([^>]*)>(.*?)</mark>", page)
    assert marks == [(f' id="p-{paragraph.address}" tabindex="-1" autofocus', "Ecuador")]


@pytest.mark.parametrize("mark", ["x", "0-999999", "5-5", "0-1;", "%00", "<b>"])
def test_a_link_with_odd_marks_still_opens(
    client: TestClient, bundled_report: Report, mark: str
) -> None:
    response = client.get(f"/r/{bundled_report.report_id}/1", params={"mark": mark})

    assert response.status_code == 200
    assert "<mark" not in response.text


@pytest.mark.parametrize("path", ["/r/none", "/r/none/1", "/nothing"])
def test_what_is_not_there_is_told_on_a_page(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert values_given(response)["heading"] == "Not found"


def test_no_attack_in_a_report_reaches_a_page(hostile_client: TestClient, attack: str) -> None:
    data = {"question": attack, "history": [attack], "section": attack, "organ": attack}
    asked = [
        hostile_client.post("/ask", data=fields)
        for fields in (data, {"question": "report says item"}, {"question": "para. 1"})
    ]
    got = [hostile_client.get(path) for path in ("/", "/reports", "/r/hostile", "/r/hostile/1")]
    marked = hostile_client.get("/r/hostile/1?mark=0-30,40-90")

    for response in (*asked, *got, marked):
        page = Outline(response.text)
        assert response.status_code == 200
        assert len([tag for tag, _ in page.tags if tag == "script"]) <= 2
        assert not any(tag in ("img", "b") for tag, _ in page.tags)
        assert not any(name.startswith("on") for _, each in page.tags for name in each)
        assert page.open == []


def test_an_attack_in_an_address_is_not_echoed(client: TestClient) -> None:
    for path in ("/r/<script>1", "/<script>1", "/r/x/<script>1.json", "/r/x?<script>1"):
        assert "<script>1" not in client.get(path).text


def test_an_empty_library_says_what_to_run(assistant: Assistant, make_client: MakeClient) -> None:
    class Empty:
        """A library that nothing was added to."""

        receipt = assistant.receipt

        def reports(self) -> tuple[Report, ...]:
            return ()

    client = make_client(Empty())

    for path in ("/", "/reports"):
        assert "rapporteur add PATH" in client.get(path).text

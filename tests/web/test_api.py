import json

import pytest
from fastapi.testclient import TestClient

from service import Assistant, Report, answer_json, citation_forms, header_json, report_json

JSON = {"content-type": "application/json"}
QUESTION = "Where did INTERPOL investigative support teams find cocaine?"


def test_an_answer_is_the_one_of_the_assistant(client: TestClient, assistant: Assistant) -> None:
    response = client.post("/api/v1/ask", json={"question": QUESTION})

    assert response.json() == json.loads(json.dumps(answer_json(assistant.ask(QUESTION))))


def test_the_same_question_gives_the_same_bytes(client: TestClient) -> None:
    first, second = (client.post("/api/v1/ask", json={"question": QUESTION}) for _ in range(2))

    assert first.content == second.content


def test_history_scope_and_limit_reach_the_assistant(
    client: TestClient, bundled_report: Report
) -> None:
    body = {
        "question": "And in Ecuador?",
        "history": [QUESTION],
        "scope": {"report_id": bundled_report.report_id, "year": 2021},
        "limit": 2,
    }

    answer = client.post("/api/v1/ask", json=body).json()

    assert answer["query"] != answer["question"]
    assert answer["scope"]["year"] == 2021
    assert len(answer["passages"]) == 2


def test_a_ranking_is_the_one_of_the_assistant(client: TestClient, assistant: Assistant) -> None:
    body = {"question": QUESTION, "limit": 20}

    found = client.post("/api/v1/search", json=body).json()

    assert found == json.loads(json.dumps(answer_json(assistant.rank(QUESTION, limit=20))))
    assert [each["rank"] for each in found["passages"]] == list(range(1, 21))


@pytest.mark.parametrize(("limit", "status"), [(1000, 200), (1001, 422), (0, 422)])
def test_a_ranking_is_as_long_as_the_settings_allow(
    client: TestClient, limit: int, status: int
) -> None:
    response = client.post("/api/v1/search", json={"question": QUESTION, "limit": limit})

    assert response.status_code == status


def test_open_fields_reach_the_assistant(client: TestClient, assistant: Assistant) -> None:
    body = {"question": "What was seized, in chapter IV?"}

    narrowed = client.post("/api/v1/ask", json=body).json()
    opened = client.post("/api/v1/ask", json={**body, "open_fields": ["section"]}).json()

    assert (narrowed["inferred"], opened["inferred"]) == (["section"], [])
    assert narrowed["scope"]["section"].startswith("IV. ")


HOSTILE = {
    "not a number": b'{"question":"SECRET","limit":NaN}',
    "infinity": b'{"question":Infinity}',
    "lone surrogate": b'{"question":"SECRET \\ud800"}',
    "surrogate in the history": b'{"question":"SECRET","history":["\\udfff"]}',
    "not UTF-8": b'{"question":"\xff\xfe SECRET"}',
    "deep": b"[" * 30_000,
    "deep field": b'{"question":' + b"[" * 900 + b"]" * 900 + b"}",
    "deep scope": b'{"question":"SECRET","scope":' + b'{"a":' * 900 + b"1" + b"}" * 901,
    "long number": b'{"question":"SECRET","limit":' + b"9" * 5_000 + b"}",
    "large exponent": b'{"question":"SECRET","limit":1e999}',
    "negative": b'{"question":"SECRET","limit":-1}',
    "too many passages": b'{"question":"INTERPOL","limit":51}',
    "too long a history": b'{"question":"SECRET","history":[' + b'"a",' * 20 + b'"a"]}',
    "unknown field": b'{"question":"INTERPOL","SECRET":1}',
    "unknown scope": b'{"question":"INTERPOL","scope":{"SECRET":1}}',
    "wrong type": b'{"question":["SECRET"]}',
    "null": b'{"question":null}',
    "a list": b'["SECRET"]',
    "a string": b'"SECRET"',
    "nothing": b"",
    "cut off": b'{"question":"SECRET',
    "blank": b'{"question":" \\u0000 "}',
    "no words": b'{"question":"?!"}',
    "too long": b'{"question":"' + b"SECRET " * 1_430 + b'"}',
    "too large": b'{"question":"' + b"SECRET " * 10_000 + b'"}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bodies_are_told_cleanly(client: TestClient, name: str) -> None:
    response = client.post("/api/v1/ask", content=HOSTILE[name], headers=JSON)

    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert 400 <= response.status_code < 500
    assert problem["status"] == response.status_code
    assert {"title", "status", "detail", "code"} <= set(problem)
    assert "SECRET" not in response.text


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_other_content_types_are_refused(client: TestClient, kind: str) -> None:
    body = json.dumps({"question": QUESTION}).encode()

    response = client.post("/api/v1/ask", content=body, headers={"content-type": kind})

    assert (response.status_code, response.json()["code"]) == (415, "media-type-unsupported")


def test_a_wrong_field_is_named(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": QUESTION, "scope": {"year": 12345}})

    assert [each["field"] for each in response.json()["fields"]] == ["scope.year"]


@pytest.mark.parametrize(
    ("body", "field", "allowed"),
    [
        ({"SECRET": 1}, "body", "question, history, scope, limit, open_fields"),
        ({"year": 2021}, "body", "question, history, scope, limit, open_fields"),
        (
            {"scope": {"SECRET": 1}},
            "scope",
            "report_id, symbol, organ, session, year, section",
        ),
    ],
)
def test_an_unknown_field_is_told_which_are_allowed(
    client: TestClient, body: dict[str, object], field: str, allowed: str
) -> None:
    response = client.post("/api/v1/ask", json={"question": QUESTION, **body})

    told = {"field": field, "detail": f"allowed fields are {allowed}"}
    assert (response.status_code, response.json()["fields"]) == (422, [told])
    assert "SECRET" not in response.text


def test_reports_are_suggested_while_their_name_is_typed(
    client: TestClient, bundled_report: Report
) -> None:
    found = client.post("/api/v1/suggest", json={"typed": "intergov"}).json()

    assert [each["report_id"] for each in found] == [bundled_report.report_id]
    assert client.post("/api/v1/suggest", json={"typed": ""}).json() == []


@pytest.mark.parametrize("body", [{}, {"typed": 5}, {"typed": "SECRET \ud800"}])
def test_what_cannot_be_typed_is_refused(client: TestClient, body: dict[str, object]) -> None:
    response = client.post("/api/v1/suggest", content=json.dumps(body).encode(), headers=JSON)

    assert (response.status_code, response.json()["code"]) == (422, "request-invalid")
    assert "SECRET" not in response.text


@pytest.mark.parametrize("path", ["/reports.json", "/api/v1/reports"])
def test_reports_are_listed_by_their_covers(
    client: TestClient, bundled_report: Report, path: str
) -> None:
    assert client.get(path).json() == [header_json(bundled_report)]


def test_a_report_is_the_parsed_one(client: TestClient, bundled_report: Report) -> None:
    response = client.get(f"/r/{bundled_report.report_id}.json")

    assert response.json() == json.loads(json.dumps(report_json(bundled_report)))


def test_every_paragraph_has_its_words_and_citation(
    client: TestClient, bundled_report: Report
) -> None:
    for paragraph in bundled_report.paragraphs:
        forms = citation_forms(bundled_report, paragraph, base_url=str(client.base_url))
        path = f"/r/{bundled_report.report_id}/{paragraph.address}"
        found = client.get(f"{path}.json").json()

        assert found["paragraph"]["text"] == paragraph.text
        assert found["citation"]["note"] == forms.note
        assert found["citation"]["permalink"] == f"{client.base_url}{path}"


@pytest.mark.parametrize(
    ("ending", "media_type", "form"),
    [
        ("bib", "application/x-bibtex", "bibtex"),
        ("ris", "application/x-research-info-systems", "ris"),
        ("csl.json", "application/vnd.citationstyles.csl+json", "csl_json"),
    ],
)
def test_citations_are_files_to_save(
    client: TestClient, bundled_report: Report, ending: str, media_type: str, form: str
) -> None:
    paragraph = bundled_report.paragraphs[25]

    response = client.get(f"/r/{bundled_report.report_id}/{paragraph.address}.{ending}")

    forms = citation_forms(bundled_report, paragraph, base_url=str(client.base_url))
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.headers["content-disposition"].startswith("attachment; filename*=")
    assert response.text == getattr(forms, form)


@pytest.mark.parametrize("path", ["/r/none.json", "/r/none/1.json", "/r/none/1.ris"])
def test_unknown_reports_are_problems(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert (response.status_code, response.json()["code"]) == (404, "unknown-report")


def test_unknown_paragraphs_are_problems(client: TestClient, bundled_report: Report) -> None:
    response = client.get(f"/r/{bundled_report.report_id}/99.json")

    assert (response.status_code, response.json()["code"]) == (404, "unknown-address")


def test_readiness_says_which_generation_answers(client: TestClient, assistant: Assistant) -> None:
    found = client.get("/readyz").json()

    assert (found["status"], found["generation"]) == ("ready", assistant.receipt.generation)

import re
from collections.abc import Callable
from pathlib import Path

from fastapi.testclient import TestClient

from service import Assistant
from web.app import create_app
from web.metrics import Metrics
from web.settings import WebSettings

MakeClient = Callable[..., TestClient]


def test_a_server_that_stops_is_alive_and_not_ready(
    assistant: Assistant, make_client: MakeClient
) -> None:
    client = make_client(assistant)
    client.app.state.gate.is_closing = True  # type: ignore[attr-defined]

    statuses = {path: client.get(path).status_code for path in ("/livez", "/readyz", "/metrics")}
    refused = client.post("/api/v1/ask", json={"question": "purple notices"})

    assert statuses == {"/livez": 200, "/readyz": 503, "/metrics": 200}
    assert (refused.status_code, refused.json()["code"]) == (503, "stopping")
    assert (refused.headers["connection"], refused.headers["retry-after"]) == ("close", "30")


def test_metrics_tell_stages_requests_and_the_generation(assistant: Assistant) -> None:
    metrics = Metrics()
    client = TestClient(
        create_app(assistant, WebSettings(), metrics=metrics), base_url="http://127.0.0.1"
    )

    client.post("/api/v1/ask", json={"question": "purple notices"})
    told = client.get("/metrics")

    assert told.headers["content-type"].startswith("text/plain; version=")
    assert f'generation="{assistant.receipt.generation}"' in told.text
    assert 'rapporteur_stage_seconds_count{stage="render"} 1.0' in told.text
    assert re.search(r'requests_total{.*route="/api/v1/ask",status="200"} 1\.0', told.text)


def test_metrics_never_tell_what_was_asked_or_read(
    assistant: Assistant, make_client: MakeClient
) -> None:
    client, report = make_client(assistant), assistant.reports()[0]

    client.post("/api/v1/ask?canary=1", json={"question": "canary"})
    client.get("/canary/canary?q=canary")
    client.get("/r/canary/canary")
    client.get(f"/r/{report.report_id}")
    client.request("CANARY", "/")

    told = client.get("/metrics").text
    assert "canary" not in told.lower()
    assert report.report_id not in told


def test_the_age_of_the_index_is_told_where_it_has_a_home(
    assistant: Assistant, tmp_path: Path
) -> None:
    folder = tmp_path / "generations" / assistant.receipt.generation
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    app = create_app(assistant, WebSettings(renewal_seconds=3600), home=tmp_path)

    told = TestClient(app, base_url="http://127.0.0.1").get("/metrics").text

    age = re.search(r"^rapporteur_index_age_seconds (\S+)$", told, re.MULTILINE)
    assert age is not None
    assert 0 <= float(age[1]) < 3600

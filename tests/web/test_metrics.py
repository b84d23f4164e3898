from service import Stage
from web.metrics import Metrics


def lines(metrics: Metrics) -> set[str]:
    return set(metrics.text().decode().splitlines())


def test_requests_are_counted_by_route_and_status() -> None:
    metrics = Metrics()

    for status in (200, 200, 503):
        metrics.count("POST", "/api/v1/ask", status=status, seconds=0.004)

    counted = 'rapporteur_requests_total{method="POST",route="/api/v1/ask",status='
    assert {f'{counted}"200"}} 2.0', f'{counted}"503"}} 1.0'} <= lines(metrics)
    assert 'rapporteur_request_seconds_bucket{le="0.005",route="/api/v1/ask"} 3.0' in lines(metrics)


def test_every_stage_has_a_histogram_from_the_start() -> None:
    metrics = Metrics()

    metrics.watch(Stage.ENCODE, 0.003)

    counts = {stage: int(stage is Stage.ENCODE) for stage in Stage}
    wanted = {
        f'rapporteur_stage_seconds_count{{stage="{stage}"}} {count}.0'
        for stage, count in counts.items()
    }
    assert wanted <= lines(metrics)


def test_only_the_generation_that_answers_is_told() -> None:
    metrics = Metrics()

    metrics.tell_generation("old", version="1", is_newest=True)
    metrics.tell_generation("new", version="1", is_newest=False)

    told = [line for line in lines(metrics) if line.startswith("rapporteur_generation{")]
    assert told == ['rapporteur_generation{generation="new",version="1"} 1.0']
    assert "rapporteur_generation_refused 1.0" in lines(metrics)


def test_an_index_counts_as_intact_until_it_is_found_damaged() -> None:
    metrics = Metrics()

    before = "rapporteur_index_intact 1.0" in lines(metrics)
    metrics.tell_intact(is_intact=False)

    assert (before, "rapporteur_index_intact 0.0" in lines(metrics)) == (True, True)


def test_two_servers_count_apart() -> None:
    one, other = Metrics(), Metrics()

    one.count("GET", "/", status=200, seconds=0.001)

    assert one.text() != other.text()

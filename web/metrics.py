"""What is counted and timed, for Prometheus to scrape; nothing of it tells what was asked.

Labels are methods, templates of routes ("/r/{report_id}/{address}"), statuses and stages.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from service import Stage

# Seconds: fine where answers are, coarse where one gives up.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The counters of one server; safe to use from all threads."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "rapporteur_requests",
            "Requests answered, refusals among them.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._request_seconds = Histogram(
            "rapporteur_request_seconds",
            "From the head of a request to the end of its answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=registry,
        )
        seconds = Histogram(
            "rapporteur_stage_seconds",
            "Stages of answering a question.",
            ("stage",),
            buckets=_BUCKETS,
            registry=registry,
        )
        self._stage_seconds = {stage: seconds.labels(stage.value) for stage in Stage}
        self._open = _gauge(registry, "open_requests", "Requests begun and not yet answered.")
        self._waiting = _gauge(registry, "waiting_requests", "Those that wait for a thread.")
        self._stopping = _gauge(registry, "stopping", "1 while open requests are let end.")
        self._age = _gauge(registry, "index_age_seconds", "Since the generation was sealed.")
        self._refused = _gauge(registry, "generation_refused", "1 when a newer one cannot be used.")
        self._intact = _gauge(
            registry, "index_intact", "1 when it was as sealed when last verified."
        )
        self._generation = Gauge(
            "rapporteur_generation",
            "1 for the generation that answers.",
            ("generation", "version"),
            registry=registry,
        )
        self._intact.set(1)  # verified when it was opened

    def watch(self, stage: Stage, seconds: float) -> None:
        """Time a stage of an answer."""
        self._stage_seconds[stage].observe(seconds)

    def count(self, method: str, route: str, *, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def tell_requests(self, *, opened: int, waiting: int, is_stopping: bool) -> None:
        """Tell how many requests are open, and how many of them wait."""
        self._open.set(opened)
        self._waiting.set(waiting)
        self._stopping.set(is_stopping)

    def tell_generation(self, name: str, *, version: str, is_newest: bool) -> None:
        """Tell which generation answers, and whether a newer one was refused."""
        self._generation.clear()
        self._generation.labels(name, version).set(1)
        self._refused.set(not is_newest)

    def tell_age(self, seconds: float) -> None:
        """Tell how long ago the generation that answers was sealed."""
        self._age.set(seconds)

    def tell_intact(self, *, is_intact: bool) -> None:
        """Tell what the latest verification of the generation that answers found."""
        self._intact.set(is_intact)

    def text(self) -> bytes:
        """All of it in the text format of Prometheus."""
        return generate_latest(self._registry)


def _gauge(registry: CollectorRegistry, name: str, told: str) -> Gauge:
    return Gauge(f"rapporteur_{name}", told, registry=registry)

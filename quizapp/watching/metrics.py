"""How much is done here, and how fast? Figures that Prometheus collects.

They are counted in every web worker and added up by whichever is asked. For that
`prometheus_client` keeps a file for each process in the folder `PROMETHEUS_MULTIPROC_DIR`, which
gunicorn.conf.py makes before a worker starts; without it, each process tells its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import event
from sqlalchemy.engine import Engine

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})  # a sender may invent any number of others


@dataclass(frozen=True)
class Figure:
    """Something that is looked up when it is asked for; `labels` tell several of a name apart."""

    name: str
    meaning: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


class Metrics:
    """The figures of one program."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "quizapp_requests",
            "Requests that were answered.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "quizapp_request_seconds",
            "Seconds from the first line of ours to the answer.",
            ("route",),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._saves = Counter(
            "quizapp_saves",
            "Answers of learners that were kept; late ones came when their time was over.",
            ("late",),
            registry=self._registry,
        )
        self._connections = Gauge(
            "quizapp_database_connections",
            "Connections of the web workers to the database.",
            ("state",),
            multiprocess_mode="livesum",
            registry=self._registry,
        )

    def count_request(self, route: str, method: str, status: int, seconds: float) -> None:
        known = method if method in METHODS else "other"
        self._requests.labels(route, known, status).inc()
        self._seconds.labels(route).observe(seconds)

    def count_save(self, *, late: bool) -> None:
        self._saves.labels("yes" if late else "no").inc()

    def watch_pool(self, engine: Engine) -> None:
        """Tell how many connections `engine` holds open, and how many of them are in use."""
        for state, begin, end in (("open", "connect", "close"), ("in_use", "checkout", "checkin")):
            gauge = self._connections.labels(state)
            event.listen(engine, begin, _step(gauge, 1))
            event.listen(engine, end, _step(gauge, -1))

    def show(self, figures: Iterable[Figure]) -> bytes:
        """All that was counted, and `figures`, in the words of Prometheus."""
        registry = CollectorRegistry()
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            registry.register(_Own(self._registry.collect()))
        registry.register(_Own(_as_metrics(figures)))
        return generate_latest(registry)


class _Own(Collector):
    """What is known already, as something that Prometheus can collect."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _step(gauge: Gauge, by: int) -> Any:
    def step(*_: Any) -> None:
        gauge.inc(by)

    return step


def _as_metrics(figures: Iterable[Figure]) -> Iterator[Metric]:
    families: dict[str, GaugeMetricFamily] = {}
    for figure in figures:
        names = [name for name, _ in figure.labels]
        family = families.setdefault(
            figure.name, GaugeMetricFamily(figure.name, figure.meaning, labels=names)
        )
        family.add_metric([value for _, value in figure.labels], figure.value)
    yield from families.values()

"""The installation's figures for Prometheus: read from the database when asked, so that all processes agree."""

from collections.abc import Iterator

from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from dygn.operations.queries import queues, workers_alive
from dygn.post.queries import counts_everywhere


class InstallationFigures(Collector):
    """Jobs, workers and post. Counts only; nothing of any municipality, let alone of a person."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield GaugeMetricFamily("dygn_workers_alive", "Workers that live", value=workers_alive(now=now))
        jobs = GaugeMetricFamily("dygn_jobs", "Jobs by queue and state", labels=["queue", "state"])
        age = GaugeMetricFamily(
            "dygn_oldest_job_seconds", "How long the oldest job has waited", labels=["queue"]
        )
        for queue in queues(now=now):
            for state in ("waiting", "later", "under_way", "failed"):
                jobs.add_metric([queue.name, state], getattr(queue, state))
            waited = (now - queue.oldest_at).total_seconds() if queue.oldest_at else 0
            age.add_metric([queue.name], waited)
        yield jobs
        yield age
        post = GaugeMetricFamily(
            "dygn_post", "Post that has not left, by kind and state", labels=["kind", "state"]
        )
        for count in counts_everywhere():
            post.add_metric([count.kind, count.state], count.number)
        yield post


def figures_as_text() -> bytes:
    """Give the figures as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(InstallationFigures())
    return generate_latest(registry)

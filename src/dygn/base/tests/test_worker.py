import pytest
from procrastinate.exceptions import ConnectorException

from dygn.base import standing, worker


@pytest.fixture(autouse=True)
def nothing_stands_by(monkeypatch):
    monkeypatch.setattr(standing, "_rounds", {})
    monkeypatch.setattr(worker, "REST_WITHOUT_DATABASE_SECONDS", 0)


def test_a_worker_goes_on_when_the_database_is_back(monkeypatch):
    attempts = []

    def do_jobs(**_):
        attempts.append(1)
        if len(attempts) < 3:
            raise ConnectorException

    monkeypatch.setattr(worker, "_do_jobs", do_jobs)
    worker.work(concurrency=1)
    assert len(attempts) == 3


def test_a_worker_that_is_to_empty_the_queue_says_when_it_cannot(monkeypatch):
    def do_jobs(**_):
        raise ConnectorException

    monkeypatch.setattr(worker, "_do_jobs", do_jobs)
    with pytest.raises(ConnectorException):
        worker.work(concurrency=1, until_empty=True)


def test_emptying_the_queue_does_the_standing_work_too(monkeypatch):
    left = [3, 1, 0]
    monkeypatch.setattr(worker, "_do_jobs", lambda **_: None)
    standing.stand_by("counting", lambda: left.pop(0))
    worker.work(concurrency=1, until_empty=True)
    assert left == []


def test_standing_work_goes_on_after_trouble_and_ends_when_told(monkeypatch):
    monkeypatch.setattr(standing, "REST_AFTER_TROUBLE_SECONDS", 0)
    monkeypatch.setattr(standing, "REST_SECONDS", 0.01)
    monkeypatch.setattr(standing, "close_old_connections", lambda: None)
    rounds = []

    def one_round():
        rounds.append(1)
        if len(rounds) == 1:
            raise RuntimeError
        return 0

    standing.stand_by("trouble", one_round)
    work = standing.StandingWork()
    work.start()
    while len(rounds) < 3:
        continue
    work.stop()
    assert not any(thread.is_alive() for thread in work._threads)

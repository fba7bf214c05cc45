from dataclasses import dataclass

import pytest
from django.db import transaction

from dygn.base.events import listen, publish


@dataclass(frozen=True)
class DoorOpened:
    number: int


heard = []


def hear(event):
    heard.append(event.number)


@pytest.fixture(autouse=True)
def _listening():
    listen(DoorOpened, hear)
    listen(DoorOpened, hear)
    heard.clear()


@pytest.mark.django_db
def test_a_listener_hears_once_and_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(DoorOpened(1))
        assert heard == []
    assert heard == [1]


@pytest.mark.django_db
def test_nobody_hears_what_was_rolled_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        publish(DoorOpened(2))
        raise RuntimeError
    assert heard == []

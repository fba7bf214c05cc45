import multiprocessing

import pytest
from django.http import HttpResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from dygn.base.rate_limits import Counts, caller_key, limited, rate_limited, shared_counts


@pytest.fixture(autouse=True)
def nothing_counted():
    shared_counts().forget()


def test_the_third_of_two_is_too_many():
    assert [limited("me", 2, 3600) for _ in range(3)] == [False, False, True]
    assert not limited("you", 2, 3600)


def test_a_new_span_begins_anew(tmp_path):
    counts = Counts(tmp_path / "counts")
    assert [counts.add("me", ends_at=60, now=1) for _ in range(3)] == [1, 2, 3]
    assert counts.add("me", ends_at=120, now=61) == 1


def _count_many(path):
    counts = Counts(path)
    for _ in range(500):
        counts.add("me", ends_at=2_000_000_000, now=1)


def test_processes_count_together(tmp_path):
    path = tmp_path / "counts"
    workers = [multiprocessing.Process(target=_count_many, args=(path,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Counts(path).add("me", ends_at=2_000_000_000, now=1) == 1501


def test_many_others_do_not_wash_a_big_count_away(tmp_path):
    counts = Counts(tmp_path / "counts")
    for _ in range(10):
        counts.add("the one who tries", ends_at=2_000_000_000, now=1)
    for other in range(100_000):
        counts.add(f"other {other}", ends_at=2_000_000_000, now=1)
    assert counts.add("the one who tries", ends_at=2_000_000_000, now=1) == 11


@settings(max_examples=50)
@given(st.lists(st.sampled_from("abcde"), max_size=40))
def test_a_count_is_how_often_one_has_asked(keys):
    counts = shared_counts()
    counts.forget()
    for index, key in enumerate(keys):
        assert counts.add(key, ends_at=2_000_000_000, now=1) == keys[: index + 1].count(key)


def test_neighbours_in_one_ipv6_network_count_as_one(rf):
    keys = {caller_key(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{end:x}")) for end in (1, 2, 99)}
    assert keys == {"2001:db8:1:2::/64"}
    assert caller_key(rf.get("/", REMOTE_ADDR="2001:db8:1:3::1")) not in keys


@pytest.mark.django_db
def test_too_many_get_a_page_that_says_when_it_opens_again(client):
    from django.test import RequestFactory

    view = rate_limited("page", times=1, per_seconds=600)(lambda request: HttpResponse("in"))
    request = RequestFactory().get("/")
    request.municipality = request.site = None
    assert view(request).content == b"in"
    refused = view(request)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert b"minute" in refused.content


def test_only_the_methods_named_are_counted(rf):
    view = rate_limited("post only", times=0, per_seconds=600, methods=("POST",))(
        lambda request: HttpResponse()
    )
    assert view(rf.get("/")).status_code == 200

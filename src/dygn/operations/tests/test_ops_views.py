import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.audit.models import AuditEntry
from dygn.base.adapters import adapter_class, adapter_names
from dygn.base.errors import NotForYou, OutsideFailure
from dygn.identity.actor import Actor
from dygn.operations.actions.forget_troubles import forget_troubles
from dygn.operations.actions.note_trouble import note_trouble
from dygn.operations.actions.retry_jobs import retry_jobs
from dygn.operations.models import JobTrouble
from dygn.operations.rules.causes import cause_of
from dygn.operations.tests.factories import a_job
from dygn.post.actions.notify import notify
from dygn.post.actions.send_again import send_again
from dygn.post.models import OutboxRow
from dygn.post.rules.channels import Recipient
from tests.cast import a_browser, a_municipality, a_resident, an_administrator, an_operator, scope

pytestmark = pytest.mark.django_db
PAGES = ["/en/ops/", "/en/ops/jobs/", "/en/ops/jobs/?state=todo", "/en/ops/post/", "/en/ops/connections/"]


def failed_post(*, of=None, key="1"):
    with scope(of):
        notify(Recipient.by_email("karin@example.se"), "something_waits", {}, subject="case:1", key=key)
        OutboxRow.objects.update(state="failed", last_error="550 No such mailbox")
        return OutboxRow.objects.get()


@pytest.mark.parametrize("page", PAGES)
def test_an_operator_sees(page):
    a_job("failed")
    failed_post()
    assert a_browser(an_operator()).get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_others_find_nothing_and_nobody_is_asked_to_log_in(page):
    assert a_browser(an_administrator()).get(page).status_code == 404
    assert a_browser(a_resident()).get(page).status_code == 404
    assert a_browser().get(page).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_neither_put_nor_deleted(page):
    assert a_browser(an_operator()).delete(page).status_code == 405


def test_ill_health_says_what_to_do():
    page = a_browser(an_operator()).get("/en/ops/").content.decode()
    assert "No worker is running" in page and "dygn worker" in page


def test_a_living_worker_and_no_trouble_is_well():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert "All is well" in a_browser(an_operator()).get("/en/ops/").content.decode()


def test_a_failed_job_is_shown_with_its_cause_and_done_again():
    job, operator = a_job("failed"), an_operator()
    JobTrouble.objects.create(
        job_id=job.pk, task=job.task_name, cause="The register is closed.", at=timezone.now()
    )
    browser = a_browser(operator)
    assert "The register is closed." in browser.get("/en/ops/jobs/").content.decode()
    browser.post("/en/ops/jobs/", {"again": "1", "job": job.pk})
    job.refresh_from_db()
    assert job.status == "todo"
    with scope():
        assert AuditEntry.objects.filter(action="jobs.retried", actor=operator.key).exists()


def test_all_that_failed_is_done_again():
    jobs = [a_job("failed"), a_job("failed")]
    a_browser(an_operator()).post("/en/ops/jobs/", {"all": "1"})
    assert ProcrastinateJob.objects.filter(pk__in=[job.pk for job in jobs], status="todo").count() == 2


def test_a_job_is_taken_away_for_good():
    failed, waiting = a_job("failed"), a_job()
    a_browser(an_operator()).post("/en/ops/jobs/", {"discard": "1", "job": [failed.pk, waiting.pk]})
    assert list(ProcrastinateJob.objects.values_list("pk", flat=True)) == [waiting.pk]


def test_nonsense_is_passed_over():
    response = a_browser(an_operator()).post(
        "/en/ops/jobs/", {"again": "1", "job": ["x", "-1", "9" * 40, "²"]}
    )
    assert response.status_code == 302
    assert a_browser(an_operator()).get("/en/ops/jobs/?state=nonsense").status_code == 200


def test_failed_post_of_any_municipality_is_sent_again_and_noted_there():
    nordo = a_municipality("Nordø", country="dk", language="da")
    row = failed_post(of=nordo)
    browser = a_browser(an_operator())
    page = browser.get("/en/ops/post/").content.decode()
    assert "550 No such mailbox" in page and "Nordø" in page and "karin" not in page
    browser.post("/en/ops/post/", {"again": "1", "row": row.pk})
    with scope(nordo):
        row.refresh_from_db()
        assert (row.state, row.attempts) == ("waiting", 0)
        assert AuditEntry.objects.filter(action="post.sent_again").exists()


def test_all_failed_post_is_sent_again():
    failed_post()
    a_browser(an_operator()).post("/en/ops/post/", {"all": "1"})
    with scope():
        assert OutboxRow.objects.get().state == "waiting"


def test_failed_post_is_given_up():
    row = failed_post()
    a_browser(an_operator()).post("/en/ops/post/", {"cancel": "1", "row": row.pk})
    with scope():
        assert OutboxRow.objects.get().state == "cancelled"


def test_only_operators_may_act():
    with pytest.raises(NotForYou):
        retry_jobs(actor=Actor.nobody(None))
    with pytest.raises(NotForYou):
        send_again(actor=Actor.nobody(None))


def test_each_connection_says_how_it_is():
    page = a_browser(an_operator()).get("/en/ops/connections/").content.decode()
    assert "mail_carrier" in page and "keeps them to be read here" in page


def test_no_connection_speaks_of_itself_as_programmers_do():
    for port in sorted(settings.DEFAULT_ADAPTERS):
        for name in {"fake", "none"} & set(adapter_names(port)):
            assert "fake" not in said_by(port, name).lower(), port


def said_by(port, name):
    try:
        return str(adapter_class(port, name)().check() or "")
    except OutsideFailure as failure:
        return str(failure)


def test_a_port_is_called_by_its_name_in_words():
    page = a_browser(an_operator()).get("/en/ops/connections/").content.decode()
    assert "Calendars whose times can be booked" in page


def test_the_cause_of_a_failed_attempt_is_kept_without_what_it_was_about():
    job = a_job("doing").procrastinate_job
    note_trouble(job, OutsideFailure("The register is closed."))
    note_trouble(job, ValueError("Karin Ek, 19800101-1234"))
    trouble = JobTrouble.objects.get()
    assert "Karin" not in trouble.cause and trouble.cause.startswith("A fault in Dygn: ValueError")
    assert cause_of(OutsideFailure("The register is closed.")) == "The register is closed."


def test_troubles_of_jobs_that_are_gone_are_forgotten():
    job = a_job("failed")
    for number in (job.pk, job.pk + 1):
        JobTrouble.objects.create(job_id=number, task="x", cause="y", at=timezone.now())
    assert forget_troubles() == 1 and JobTrouble.objects.get().job_id == job.pk


def test_health_asks_few_questions(django_assert_max_num_queries):
    browser = a_browser(an_operator())
    with django_assert_max_num_queries(16):
        browser.get("/en/ops/")


def test_who_chose_no_job_is_told_to():
    told = a_browser(an_operator()).post("/en/ops/jobs/", {"discard": "1"}, follow=True)
    assert "Choose the jobs first." in told.text

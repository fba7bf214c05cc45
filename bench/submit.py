"""How many people can send at once: an anonymous service with ten questions on two pages, over HTTP.

    python bench/submit.py [--seconds 20] [--runs 3]

A browser without scripts is driven from the first page to the receipt. PostgreSQL is durable
(fsync and synchronous_commit as they come) and stands, like the load generator, on this machine.
The last line is one JSON object.
"""

import argparse
import json
import os
import re
import statistics
import sys
import threading
import time

from installation import Installation, machine, percentile
from letterbox import Letterbox
from visitor import Browser

HOST = "bench.localhost"
SLUG = "contact-us"
ANSWERS = {
    "question": {
        "matter": "ask",
        "area": "culture",
        "heading": "When is the library open?",
        "message": "I would like to know when the library is open on Sundays in December.",
        "where": "Main street 4",
    },
    "you": {
        "answer_wanted": "yes",
        "name": "Alva Ek",
        "email": "alva.ek@example.org",
        "phone": "070-174 06 05",
        "best_time": "any",
    },
}
REFERENCE = re.compile(rb'dy-reference">([^<]+)<')


class Run:
    """One load: so many visitors at once, for some seconds."""

    def __init__(self, port, at_once, seconds):
        self.port, self.at_once, self.seconds = port, at_once, seconds
        self.took, self.pages, self.faults = [], [], []
        self.references = set()

    def go(self):
        self.ends_at = time.perf_counter() + self.seconds
        threads = [threading.Thread(target=self._visit) for _ in range(self.at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self

    def _visit(self):
        browser = Browser(self.port, HOST)
        while time.perf_counter() < self.ends_at:
            started = time.perf_counter()
            try:
                reference = send_one(browser, self.pages)
            except Exception as fault:  # what went wrong is counted and told
                self.faults.append(repr(fault)[:300])
                browser.close()
                continue
            self.took.append(time.perf_counter() - started)
            self.references.add(reference)
        browser.close()


def send_one(browser, pages):
    """From the first page to the receipt, as a browser without scripts goes; give the reference."""
    browser.forget()
    page = browser.get(f"/en/do/{SLUG}/", pages)
    for page_id, answers in ANSWERS.items():
        page = browser.follow(browser.post_form(page, f"/en/do/{SLUG}/{page_id}/", answers, pages), pages)
    page = browser.follow(browser.post_form(page, f"/en/do/{SLUG}/send/", {}, pages), pages)
    found = REFERENCE.search(page.body)
    assert found, page.body[:2000]
    return found[1]


def measured(installation, at_once, seconds):
    """Give the figures of one load."""
    before, jobs_before = installation.cpu_seconds(), installation.jobs_left()
    started = time.perf_counter()
    run = Run(installation.port, at_once, seconds).go()
    elapsed = time.perf_counter() - started
    sent = len(run.took)
    cpu = {
        part: 1000 * (now - before[part]) / max(sent, 1) for part, now in installation.cpu_seconds().items()
    }
    if run.faults:
        print(f"  {len(run.faults)} faults, such as {run.faults[0]}", file=sys.stderr)
    return {
        "at_once": at_once,
        "submissions_per_second": round(sent / elapsed, 1),
        "cpu_ms_per_submission": round(sum(cpu.values()), 1),
        "cpu_ms_web": round(cpu["web"], 1),
        "cpu_ms_database": round(cpu["database"], 1),
        "flow_p95_ms": round(1000 * percentile(run.took, 95), 1),
        "page_p95_ms": round(1000 * percentile(run.pages, 95), 1),
        "requests_per_submission": round(len(run.pages) / max(sent, 1), 2),
        "sent": sent,
        "faults": len(run.faults),
        "acknowledged_but_not_kept": installation.missing_of(run.references),
        "jobs_left": installation.jobs_left() - jobs_before,
    }


def with_jobs(installation, seconds):
    """The rate when the worker does the jobs beside it, counted until the last job is done."""
    with installation.worker():
        send_one(Browser(installation.port, HOST), [])
        wait_for_the_worker(installation, 60)
        started = time.perf_counter()
        run = Run(installation.port, 16, seconds).go()
        wait_for_the_worker(installation, seconds * 10)
        elapsed = time.perf_counter() - started
    return {
        "submissions_per_second_with_jobs": round(len(run.took) / elapsed, 1),
        "jobs_left_at_the_end": installation.jobs_left(),
    }


def wait_for_the_worker(installation, seconds):
    """Wait until nothing is left to do, at most so long."""
    ends_at = time.perf_counter() + seconds
    while installation.jobs_left() > 0 and time.perf_counter() < ends_at:
        time.sleep(0.1)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=15)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    with (
        Letterbox() as letterbox,
        Installation(
            "submit",
            seed="seed_submit",
            DYGN_MAIL_HOST="127.0.0.1",
            DYGN_MAIL_PORT=str(letterbox.port),
            DYGN_MAIL_SECURITY="none",
        ) as installation,
    ):
        statements = installation.ask("statements_of_a_submission")
        print(f"statements: {statements}", file=sys.stderr)
        Run(installation.port, 4, 3).go()  # warm
        alone, many, jobs = [], [], []
        for _ in range(chosen.runs):
            alone.append(measured(installation, 1, chosen.seconds / 2))
            many.append(measured(installation, 16, chosen.seconds))
            print(alone[-1], many[-1], sep="\n", file=sys.stderr)
        for _ in range(chosen.runs):
            installation.empty_queue()
            jobs.append(with_jobs(installation, chosen.seconds))
            print(jobs[-1], file=sys.stderr)
        figures = {
            "bench": "submit",
            "one_at_a_time": medians(alone),
            "sixteen_at_once": medians(many),
            **medians(jobs),
            "statements": statements,
            "machine": machine(),
        }
    print(json.dumps(figures))


def medians(runs):
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    main()

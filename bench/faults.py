"""Kill -9 of the web, the worker and the database while people send: is anything lost or doubled?

    python bench/faults.py [--sendings 500] [--every 2.0]

Sixteen visitors send until so many sendings are acknowledged by a receipt. Meanwhile the web, one of its
processes, the worker or the database is killed every few seconds, in turn. A visitor whose request fails
sends the very same request again, as a browser's "try again" does. Afterwards every acknowledged
case must be there exactly once, and every row of the outbox must have reached the mail server.
The last line is one JSON object; the exit code is 1 when something is lost or doubled.
"""

import argparse
import email
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

import psutil
from aiosmtpd.controller import Controller
from installation import COMMAND, ROOT, Installation, free_port, machine
from submit import ANSWERS, HOST, REFERENCE, SLUG
from visitor import Browser

AT_ONCE = 16
LONGEST_SECONDS = 1500


class Mailbox:
    """A mail server that counts what comes, by Message-ID."""

    def __init__(self):
        self.messages = Counter()
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server, session, envelope):
        self.messages[email.message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 OK"


class PersistentBrowser(Browser):
    """Sends the same request again until it is answered; what is not found or refused is a fault."""

    def __init__(self, port, host, ends_at):
        super().__init__(port, host)
        self.ends_at, self.again = ends_at, 0

    def _once(self, method, path, body):
        while True:
            try:
                page = super()._once(method, path, body)
                if page.status < 500:
                    return page
            except (OSError, ValueError):  # cut off in the middle
                pass
            self.close()
            if time.monotonic() > self.ends_at:
                raise TimeoutError(f"{method} {path} was never answered")
            self.again += 1
            time.sleep(random.uniform(0.1, 0.5))


class Sendings:
    """Visitors who send until enough is acknowledged."""

    def __init__(self, port, wanted):
        self.port, self.left = port, wanted
        self.references, self.faults, self.again = [], [], 0
        self.lock = threading.Lock()
        self.ends_at = time.monotonic() + LONGEST_SECONDS
        self.threads = [threading.Thread(target=self._visit, daemon=True) for _ in range(AT_ONCE)]

    def start(self):
        for thread in self.threads:
            thread.start()

    @property
    def under_way(self):
        return any(thread.is_alive() for thread in self.threads)

    def _one_more(self):
        with self.lock:
            self.left -= 1
            return self.left >= 0

    def _visit(self):
        while self._one_more():
            browser = PersistentBrowser(self.port, HOST, self.ends_at)
            try:
                self.references.append(send_one(browser))
            except Exception as fault:  # what went wrong is counted and told
                self.faults.append(repr(fault)[:500])
            finally:
                browser.close()
                with self.lock:
                    self.again += browser.again


def send_one(browser):
    """From the first page to the receipt; give the reference."""
    page = browser.get(f"/en/do/{SLUG}/")
    for page_id, answers in ANSWERS.items():
        page = browser.follow(browser.post_form(page, f"/en/do/{SLUG}/{page_id}/", answers))
    page = browser.follow(browser.post_form(page, f"/en/do/{SLUG}/send/", {}))
    return REFERENCE.search(page.body)[1].decode()


class Killer:
    """Kills one part after another, and starts it again as a service manager would."""

    def __init__(self, installation):
        self.installation = installation
        self.killed = Counter()
        self.worker = self._start_worker()

    def _start_worker(self):
        log = (self.installation.folder / "worker.log").open("a")
        return subprocess.Popen(
            [*COMMAND, "worker"],
            cwd=ROOT,
            env=self.installation.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    def kill_worker(self):
        self.worker.kill()
        self.worker.wait()
        self.worker = self._start_worker()

    def kill_web_process(self):
        children = psutil.Process(self.installation.web.pid).children(recursive=True)
        if children:
            children[-1].kill()

    def kill_web(self):
        main = psutil.Process(self.installation.web.pid)
        for process in [main, *main.children(recursive=True)]:
            process.kill()
        self.installation.web.wait()
        self.installation._serve()

    def kill_database(self):
        os.kill(self.installation._postmaster(), signal.SIGKILL)
        deadline = time.monotonic() + 60
        while True:
            try:
                self.installation.database.start()
                return
            except Exception:  # its last processes are still going
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def go_on(self, sendings, every):
        """Kill in turn for as long as somebody sends."""
        acts = [self.kill_worker, self.kill_web_process, self.kill_database, self.kill_web]
        while sendings.under_way:
            act = acts[sum(self.killed.values()) % len(acts)]
            time.sleep(every * random.uniform(0.5, 1.5))
            act()
            self.killed[act.__name__.removeprefix("kill_")] += 1


def wait_until_sent(installation, seconds=420):
    """Wait until nothing is left to send or do; leases of killed workers have to end first."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and (left(installation) or installation.jobs_left()):
        time.sleep(1)


def left(installation):
    return installation.query("SELECT count(*) FROM post_outboxrow WHERE state <> 'sent'")[0][0]


def judged(installation, sendings, mailbox):
    """Count what is lost and what is doubled."""
    kept = Counter(
        reference
        for (reference,) in installation.query(
            "SELECT reference FROM cases_case WHERE reference = ANY(%s)", sendings.references
        )
    )
    return {
        "acknowledged": len(sendings.references),
        "lost": sum(1 for reference in sendings.references if not kept[reference]),
        "doubled": sum(1 for number in kept.values() if number > 1)
        + len(sendings.references)
        - len(set(sendings.references)),
        "cases_of_one_draft_twice": installation.query(
            "SELECT count(*) FROM (SELECT draft_id FROM cases_case WHERE draft_id IS NOT NULL GROUP BY draft_id HAVING count(*) > 1) x"
        )[0][0],
        "cases_without_post": installation.query(
            "SELECT count(*) FROM cases_case c WHERE reference = ANY(%s) AND NOT EXISTS (SELECT 1 FROM post_outboxrow o WHERE o.subject = 'case:' || c.id)",
            sendings.references,
        )[0][0],
        "post_not_sent": left(installation),
        "post_that_never_arrived": installation.query("SELECT count(*) FROM post_outboxrow")[0][0]
        - len(mailbox.messages),
        "jobs_left": installation.jobs_left(),
        "jobs_failed": installation.query("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")[
            0
        ][0],
        "faults": len(sendings.faults),
    }


# What is nothing when all went well.
BAD = (
    "lost",
    "doubled",
    "cases_of_one_draft_twice",
    "cases_without_post",
    "post_not_sent",
    "post_that_never_arrived",
    "jobs_left",
    "jobs_failed",
    "faults",
)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sendings", type=int, default=500)
    options.add_argument("--every", type=float, default=2.0)
    chosen = options.parse_args()
    random.seed(20261122)
    mailbox = Mailbox()
    mailbox.controller.start()
    os.environ.update(
        DYGN_MAIL_HOST="127.0.0.1", DYGN_MAIL_PORT=str(mailbox.controller.port), DYGN_MAIL_SECURITY="none"
    )
    with Installation("faults", seed="seed_faults") as installation:
        figures = measured(installation, mailbox, chosen.sendings, chosen.every)
    mailbox.controller.stop()
    print(json.dumps({"bench": "faults", **figures, "machine": machine()}))
    sys.exit(1 if any(figures[name] for name in BAD) else 0)


def measured(installation, mailbox, wanted, every):
    """Send so many while something is killed every so many seconds; give the figures."""
    installation.query("TRUNCATE post_outboxrow, procrastinate_jobs CASCADE")
    started = time.monotonic()
    sendings, killer = Sendings(installation.port, wanted), Killer(installation)
    try:
        sendings.start()
        killer.go_on(sendings, every)
        sent_after = time.monotonic() - started
        wait_until_sent(installation)
        figures = judged(installation, sendings, mailbox)
    finally:
        killer.worker.terminate()
        killer.worker.wait(30)
    for fault in sendings.faults[:5]:
        print(fault, file=sys.stderr)
    return {
        **figures,
        "requests_sent_again": sendings.again,
        "killed": dict(killer.killed),
        "post_that_came_twice": sum(number - 1 for number in mailbox.messages.values()),
        "seconds_until_acknowledged": round(sent_after, 1),
        "seconds_until_all_was_sent": round(time.monotonic() - started, 1),
    }


if __name__ == "__main__":
    os.chdir(ROOT)
    main()

"""How quickly the desk's lists open among a million cases, and how little more that costs than among 10,000.

    python bench/worklist.py [--sizes 10000,1000000] [--rounds 8] [--runs 3]

Pages are asked for over HTTP by an officer of five units, as the web role with row-level security,
with a neighbour in the same tables: first pages of every tab, filters alone and together, searches,
next pages, my work. Each page holds the counts of its tabs. Loading a million cases takes some minutes
the first time; they are kept. The last line is one JSON object.
"""

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from installation import ROOT, Installation, machine, percentile
from visitor import Browser
from worklist_data import load

HOST = "storby.localhost"
LIST = "/staff/cases/"
LOW = 1_000_000
TABS = ("mine", "unassigned", "unit", "due", "waiting", "finished", "all")
NEXT = re.compile(rb'rel="next"[^>]* href="([^"]+)"')
# p95 at most so much, and at most so many times the figure at the smallest size.
P95_MS, RATIO = 50, 1.3


def asked_pages():
    """The addresses that are measured, by what they show."""
    unit = {
        "by service": f"service={LOW + 1}",
        "by another unit's service": f"service={LOW + 3}",
        "by state": "state=closed&order=-changed",
        "by unit": f"unit={LOW + 6}",
        "by officer": f"officer={LOW + 7}",
        "nobody's": "officer=nobody&order=received",
        "by service and state": f"service={LOW + 21}&state=closed&order=-received",
        "by service and officer": f"service={LOW + 1}&officer={LOW + 7}",
        "by all": f"service={LOW + 41}&state=in_hand&unit={LOW + 2}&officer={LOW + 21}",
        "by service, nobody's": f"service={LOW + 1}&officer=nobody",
        "by given name": "q=anna",
        "by full name": "q=eva+andersson",
        "by family name": "q=johansson",
        "by reference": "q=STO-2026-0004711",
        "by the reference's beginning": "q=sto-2026-00",
        "by a name that nobody has": "q=zacharias",
        "by name and state": "q=lars&state=closed",
        "by changed": "order=-changed",
        "by received": "order=received",
    }
    pages = {f"{tab}, first page": f"{LIST}?tab={tab}" for tab in TABS}
    pages |= {f"the unit's {name}": f"{LIST}?tab=unit&{query}" for name, query in unit.items()}
    pages |= {
        "mine by service": f"{LIST}?tab=mine&service={LOW + 1}",
        "unassigned by service": f"{LIST}?tab=unassigned&service={LOW + 21}",
        "finished by service and unit": f"{LIST}?tab=finished&service={LOW + 1}&unit={LOW + 2}",
        "my work": "/staff/",
    }
    return pages


class Lists(Installation):
    """An installation with so many cases in one municipality."""

    def __init__(self, cases):
        super().__init__(f"worklist-{cases}", seed="nothing")
        self.cases = cases

    def ask(self, what, *arguments):
        if what == "nothing":
            load(self.addresses.owner, self.cases)
        script = [sys.executable, str(ROOT / "bench" / "worklist_inside.py"), what, *arguments]
        done = subprocess.run(
            script, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return json.loads(done.stdout.strip().splitlines()[-1])


def measured(lists, rounds, runs):
    """Give the figures of one size: the median over the runs, and the slowest pages."""
    browser = Browser(lists.port, HOST)
    browser.cookies = lists.ask("log_in")
    pages = asked_pages()
    for path in list(pages.values()) * 2:  # warm
        browser.get(path)
    pages |= {f"{name}, next page": path for name, path in next_pages(browser, pages).items()}
    everything, per_page = [], {name: [] for name in pages}
    for run in range(runs):
        took = []
        for _ in range(rounds):
            names = list(pages)
            random.Random(run).shuffle(names)
            for name in names:
                before = len(took)
                browser.get(pages[name], took)
                per_page[name] += took[before:]
        everything.append(took)
    slowest = sorted(((percentile(took, 95), name) for name, took in per_page.items()), reverse=True)[:6]
    return {
        "cases": lists.cases,
        "pages": len(pages),
        "median_ms": round(1000 * statistics.median(statistics.median(took) for took in everything), 1),
        "p95_ms": round(1000 * statistics.median(percentile(took, 95) for took in everything), 1),
        "slowest_p95_ms": {name: round(1000 * took, 1) for took, name in slowest},
        "plans": lists.ask("plans", *pages.values()),
    }


def next_pages(browser, pages):
    """Follow “Next” on each list, twice where there is one, so that the middle of a list is measured too."""
    found = {}
    for name, path in pages.items():
        for _ in range(2):
            link = NEXT.search(browser.get(path).body)
            if link is None:
                break
            path = LIST + link[1].decode().replace("&amp;", "&")
            found[name] = path
    return found


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", default="10000,1000000")
    options.add_argument("--rounds", type=int, default=8)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    figures = []
    for cases in map(int, chosen.sizes.split(",")):
        with Lists(cases) as lists:
            figures.append(measured(lists, chosen.rounds, chosen.runs))
        print(figures[-1], file=sys.stderr)
    ratio = figures[-1]["p95_ms"] / figures[0]["p95_ms"]
    read_all = any(each["plans"]["questions_that_read_all"] for each in figures[1:])
    print(
        json.dumps(
            {
                "bench": "worklist",
                "sizes": figures,
                "p95_ms": figures[-1]["p95_ms"],
                "ratio_to_smallest": round(ratio, 2),
                "within_bounds": figures[-1]["p95_ms"] <= P95_MS and ratio <= RATIO and not read_all,
                "machine": machine(),
            }
        )
    )


if __name__ == "__main__":
    os.chdir(ROOT)
    main()

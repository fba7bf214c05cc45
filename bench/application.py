"""How long a page of a real application takes: 42 steps, 218 questions, one person who is logged in.

    python bench/application.py [--rounds 5] [--runs 3]

The City of Helsingborg's application for financial support is imported, filled in, and then gone through page
by page over HTTP: each page is asked for and sent again. Without the material of others it says so and ends.
The last line is one JSON object.
"""

import argparse
import json
import os
import statistics
import sys
from pathlib import Path

from installation import ROOT, Installation, machine, percentile
from visitor import Browser

HOST = "bench.localhost"
MATERIAL = Path(os.environ.get("DYGN_MATERIAL", ROOT.parent / "shared" / "material"))
FORM = MATERIAL / "forms" / "se-helsingborg-viva" / "formNewApplication.json"


def gone_through(installation, seeded, rounds):
    """Ask for every page and send it, as often as asked; give the milliseconds of both, by page."""
    browser = Browser(installation.port, HOST)
    browser.cookies[seeded["cookie"]] = seeded["session"]
    asked, sent = [], []
    for _ in range(rounds):
        for page_id, fields in seeded["pages"]:
            address = f"/do/{seeded['slug']}/{page_id}/"
            page = browser.get(address, asked)
            browser.post_form(page, address, fields, sent)
    browser.close()
    return figures_of(asked, sent)


def figures_of(asked, sent):
    together = [1000 * seconds for seconds in (*asked, *sent)]
    return {
        "p95_ms": round(percentile(together, 95), 1),
        "median_ms": round(statistics.median(together), 1),
        "shown_p95_ms": round(1000 * percentile(asked, 95), 1),
        "sent_p95_ms": round(1000 * percentile(sent, 95), 1),
        "slowest_ms": round(max(together), 1),
        "requests": len(together),
    }


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    if not FORM.exists():
        print("Not measured: the material of others is not here.", file=sys.stderr)
        print(json.dumps({"bench": "application", "measured": False}))
        return
    with Installation("application", seed="seed_application") as installation:
        seeded = installation.ask("seed_application")
        gone_through(installation, seeded, 1)  # warm
        runs = [gone_through(installation, seeded, chosen.rounds) for _ in range(chosen.runs)]
    medians = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    print(
        json.dumps({"bench": "application", "pages": len(seeded["pages"]), **medians, "machine": machine()})
    )


if __name__ == "__main__":
    os.chdir(ROOT)
    main()

"""How quickly search answers among 100,000 entries of one municipality, two neighbours in the same tables.

    python bench/search.py [--runs 3]

Asked as the web role with row-level security: words, forms, compounds, slips, sentences, and what is
typed letter by letter; once as the query alone, once as pages over HTTP. The entries are kept for the
next time. The last line is one JSON object.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent))

from installation import ROOT, Installation, machine, percentile
from visitor import Browser

HOST = "ekeby.localhost"
P95_MS = 50
QUESTIONS = [
    "bygglov", "byglov", "bygglvo", "ansökan", "ansokan", "parkeringstillstånd", "parkering", "skolskjuts",
    "hur ansöker jag om bygglov", "skolskjuts ansökan", "avfall hämtning tider", "äldreomsorg", "aldreomsorg",
    "livsmedelsanmälan", "eldningsförbud", "bidrag stöd barn", "när är biblioteket öppet", "xyzzyqwert",
    "kommun bygg avgift regler blankett", "snöskottning", "flyttanmälan", "vigsel tider", "fiskekort", "taxan",
]  # fmt: skip
TYPED = ["parkeringsti", "skolskjuts", "bygglov", "avfallsh"]


def suggestions():
    """What is asked while somebody types, from two letters on."""
    return [word[:length] for word in TYPED for length in range(2, len(word) + 1)]


class Searching(Installation):
    """An installation whose questions from within are those of ``search_inside.py``."""

    def ask(self, what, *arguments):
        script = [sys.executable, str(ROOT / "bench" / "search_inside.py"), what, *map(str, arguments)]
        done = subprocess.run(
            script, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return json.loads(done.stdout.strip().splitlines()[-1])


def pages(port, rounds=5):
    """Ask for the search page and the suggestions over HTTP; give the times in ms."""
    browser, took = Browser(port, HOST), []
    paths = [f"/search/?q={quote(text)}" for text in QUESTIONS]
    paths += [f"/search/suggest/?q={quote(text)}" for text in suggestions()]
    for number in range(rounds + 1):
        for path in paths:
            started = time.perf_counter()
            browser.get(path)
            if number:
                took.append((time.perf_counter() - started) * 1000)
    browser.close()
    return took


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    runs = options.parse_args().runs
    measured = []
    with Searching("search", seed="seed_search") as installation:
        installation.query("ANALYZE")
        for _ in range(runs):
            asked = installation.ask("ask", *QUESTIONS, *suggestions())
            alone = [each for times in asked.values() for each in times]
            over_http = pages(installation.port)
            measured.append(
                {
                    "query_p50_ms": percentile(alone, 50),
                    "query_p95_ms": percentile(alone, 95),
                    "page_p50_ms": percentile(over_http, 50),
                    "page_p95_ms": percentile(over_http, 95),
                }
            )
            print(measured[-1], flush=True)
        slowest = sorted(asked, key=lambda text: -statistics.median(asked[text]))[:5]
    figures = {name: round(statistics.median(run[name] for run in measured), 1) for name in measured[0]}
    figures["slowest"] = {text: round(statistics.median(asked[text]), 1) for text in slowest}
    figures["entries"] = 100_000
    figures["meets"] = figures["query_p95_ms"] <= P95_MS
    print(json.dumps({"bench": "search", **figures, "runs": runs, "machine": machine()}))


if __name__ == "__main__":
    main()

"""How much memory the web with two workers, the job worker and the database take at rest.

    python bench/rest.py [--requests 200]

Counted as PSS: a page of memory that several processes share is divided among them. The web has
answered some requests before, so that what is loaded when first used is there. The last line is one
JSON object.
"""

import argparse
import json
import time

import psutil
from installation import Installation, machine
from visitor import Browser

HOST = "bench.localhost"
PATHS = ("/do/contact-us/", "/search/?q=library", "/services/")
SECONDS_TO_SETTLE = 10


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=200)
    options = parser.parse_args()
    with Installation("rest", seed="seed_submit") as installation, installation.worker() as worker:
        browser = Browser(installation.port, HOST)
        for number in range(options.requests):
            browser.get(PATHS[number % len(PATHS)])
        time.sleep(SECONDS_TO_SETTLE)
        parts = {
            "web": pss_of(installation.web.pid),
            "worker": pss_of(worker.pid),
            "database": pss_of(installation._postmaster()),
        }
    figures = {f"{name}_mb": round(size / 1e6, 1) for name, size in parts.items()}
    figures["all_mb"] = round(sum(parts.values()) / 1e6, 1)
    print(json.dumps({"bench": "rest", "aim_mb": 500, **figures, "machine": machine()}))


def pss_of(pid):
    root = psutil.Process(pid)
    return sum(process.memory_full_info().pss for process in [root, *root.children(recursive=True)])


if __name__ == "__main__":
    main()

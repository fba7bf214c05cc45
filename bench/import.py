"""How long importing real forms of other systems takes, and whether broken ones do harm.

    python bench/import.py [--broken 0] [--format webform]

Imports the seventeen forms of Helsinki and the nine of NAV (in the outside test material), each with its
package held against everything that a package must be. With ``--broken 10000`` so many files with
something wrong in them are imported as well: each must be read, as a package without a fault, or refused.
The last line is one JSON object; the exit code is 1 when a broken file did harm or the aim is missed.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dygn.config.settings.test")

import django  # noqa: E402
from installation import machine  # noqa: E402

AIM_SECONDS = 20
LONGEST_SECONDS = 10


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--broken", type=int, default=0)
    parser.add_argument("--format", choices=["webform", "formio", "govuk", "oep", "viva", "package"])
    options = parser.parse_args()
    django.setup()
    figures = real_forms()
    if options.broken:
        figures["broken"] = broken_forms(options.broken, options.format)
    print(json.dumps({"bench": "import", "aim_s": AIM_SECONDS, **figures, "machine": machine()}))
    return 1 if figures["all_s"] > AIM_SECONDS or figures.get("broken", {}).get("harmful") else 0


def real_forms():
    """Import each of the 26 once, as the command does when it only tries."""
    from dygn.services.actions.import_package import import_package
    from dygn.services.tests.imported_forms import HELSINKI, NAV, helsinki_zip

    forms = [("webform", path.name, helsinki_zip(path)) for path in HELSINKI]
    forms += [("formio", path.name, path.read_bytes()) for path in NAV]
    took = {}
    for format_name, name, content in forms:
        begun = time.perf_counter()
        made = import_package(content, format_name=format_name, key="some-service", dry_run=True)
        took[name] = time.perf_counter() - begun
        assert made.faults == (), (name, made.faults[:3])
    slowest = max(took, key=took.get)
    return {
        "forms": len(took),
        "all_s": round(sum(took.values()), 2),
        "slowest": slowest,
        "slowest_s": round(took[slowest], 2),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }


def broken_forms(many, only):
    """Import so many broken files; count what became of them."""
    from dygn.services.tests.broken_packages import a_broken_package, packages, taken_or_refused
    from dygn.services.tests.imported_forms import (
        GOVUK,
        HELSINKI,
        NAV,
        VIVA,
        mutated,
        read_or_refused,
    )
    from dygn.services.tests.test_oep_importer import FLOW

    forms = {
        "webform": [path.read_bytes() for path in HELSINKI],
        "formio": [path.read_bytes() for path in NAV],
        "govuk": [GOVUK.read_bytes()],
        "oep": [FLOW.encode()],
        "viva": [VIVA.read_bytes()],
        "package": packages(),
    }
    formats = [only] if only else list(forms)
    counts, slowest = Counter(), 0.0
    for seed in range(many):
        format_name = formats[seed % len(formats)]
        whole = forms[format_name][seed % len(forms[format_name])]
        is_package = format_name == "package"
        content = a_broken_package(whole, seed) if is_package else mutated(whole, seed)
        begun = time.process_time()  # how long it waits for a busy machine is not its harm
        try:
            counts[taken_or_refused(content) if is_package else read_or_refused(content, format_name)] += 1
        except Exception as error:
            counts["harmful"] += 1
            print(format_name, seed, type(error).__name__, str(error)[:300], flush=True)
        took = time.process_time() - begun
        slowest = max(slowest, took)
        if took > LONGEST_SECONDS:
            counts["harmful"] += 1
            print(format_name, seed, f"took {took:.1f} s", flush=True)
    return {**counts, "slowest_s": round(slowest, 2)}


if __name__ == "__main__":
    sys.exit(main())

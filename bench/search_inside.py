"""What the search's measurement asks from within, as the web role: entries in three municipalities.

python bench/search_inside.py seed_search
"""

import json
import random
import sys
import time

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from dygn.base.tenancy import in_municipality  # noqa: E402
from dygn.municipalities.models import Municipality, Site  # noqa: E402
from dygn.search.actions.index_entry import prepare  # noqa: E402
from dygn.search.models import Entry, IndexedWord  # noqa: E402
from dygn.search.queries import find  # noqa: E402

SIZES = {"ekeby": 100_000, "nordo": 5_000, "fjellvik": 5_000}
HEADS = (
    "bygg parkering skol barn äldre avfalls vatten miljö trafik bostads färd fritids kultur hälso social ekonomi"
    " mark gatu park bibliotek tandvårds hem lärar snö vinter sommar sim idrotts mat serverings eldnings brand"
    " sotnings livsmedels jakt fiske vigsel begravnings flytt"
).split()
TAILS = (
    "lov tillstånd ansökan anmälan avgift bidrag stöd plats plan kort regler tjänst hjälp bistånd intyg blankett"
    " tider kontakt frågor utredning beslut överklagan hämtning skjuts omsorg avtal karta ritning besök taxa"
).split()
SMALL = "så för dig som och kommun ny hur vi här kan du med till på".split()


def seed_search():
    """100,000 entries in one municipality and some in two others. Repeatable."""
    word = words_of(random.Random(7))
    for slug, count in SIZES.items():
        municipality = a_municipality(slug)
        with in_municipality(municipality.pk):
            if Entry.objects.count() >= count:
                continue
            fill(word, count)
    return {"entries": SIZES}


def a_municipality(slug):
    municipality, _is_new = Municipality.objects.get_or_create(
        slug=slug,
        defaults={"name": slug.title(), "country": "se", "default_language": "sv", "languages": ["sv", "en"]},
    )
    Site.objects.get_or_create(host=f"{slug}.localhost", defaults={"municipality": municipality})
    return municipality


def words_of(chance):
    """Give what draws a word: half of them common, compounds, and a long tail that is rare."""
    compounds = [head + tail for head in HEADS for tail in TAILS]
    rare = [
        "".join(
            chance.choice("bdfghklmnprstv") + chance.choice("aeiouåäö") for _ in range(chance.randint(2, 4))
        )
        for _ in range(15_000)
    ]
    common = HEADS + TAILS + SMALL

    def word():
        which = chance.random()
        return chance.choice(common if which < 0.45 else compounds if which < 0.75 else rare)

    return lambda count: " ".join(word() for _ in range(count))


def fill(words, count, batch=2_000):
    known = set()
    for start in range(0, count, batch):
        entries = []
        for number in range(start, min(start + batch, count)):
            entry = Entry.made(
                kind=("page", "news", "service", "question")[number % 4],
                key=str(number),
                language="sv",
                title=words(1 + number % 6).capitalize(),
                summary=words(15),
                body=words(80),
                url=f"/page/{number}/",
            )
            prepare(entry)
            known.update(entry.folded_title.split(), entry.folded_rest.split())
            entries.append(entry)
        with transaction.atomic():
            Entry.objects.bulk_create(entries)
    new = [IndexedWord.made(language="sv", word=word) for word in sorted(known) if len(word) > 2]
    IndexedWord.objects.bulk_create(new, batch_size=5_000)


def ask(*questions):
    """Ask each question five times as the web role; give the times in ms, the first left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
    took = {}
    with in_municipality(Municipality.objects.get(slug="ekeby").pk):
        for question in questions:
            times = []
            for _ in range(6):
                started = time.perf_counter()
                with transaction.atomic():
                    find(question, "sv")
                times.append((time.perf_counter() - started) * 1000)
            took[question] = times[1:]
    return took


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    print(json.dumps(globals()[name](*arguments)))

"""A small cast of services: one that needs no log-in, one that does."""

from datetime import UTC, datetime
from pathlib import Path

import dygn
from dygn.identity.actor import Actor
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.queries import forget_catalogues
from dygn.services.rules.package.files import PackageFiles
from tests.cast import a_colleague, a_municipality, a_staff_member, a_unit, scope

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PACKAGES = Path(dygn.__file__).parent / "packages"
LETTERS = {"letters/receipt.sv.md": "# Tack", "letters/receipt.en.md": "# Thanks"}

SMALL = """\
format: 1
key: small-service
languages: [sv, en]
title: {sv: Liten tjänst, en: Small service}
summary: {sv: Prova., en: Try it.}
log_in: none
pages:
  - id: about-you
    title: {sv: Om dig, en: About you}
    questions:
      - id: name
        kind: text
        label: {sv: Namn, en: Name}
      - id: email
        kind: email
        label: {sv: E-post, en: E-mail}
        required: false
      - id: number
        kind: personal_number
        label: {sv: Personnummer, en: Personal number}
        required: false
  - id: your-dog
    title: {sv: Din hund, en: Your dog}
    questions:
      - id: has_dog
        kind: yes_no
        label: {sv: "Har du hund?", en: "Do you have a dog?"}
      - id: dog_name
        kind: text
        label: {sv: "Vad heter hunden?", en: "What is the dog called?"}
        shown_if: has_dog
      - id: photo
        kind: file
        label: {sv: Foto, en: Photo}
        required: false
        limits: {accept: [image, pdf], max_count: 2}
  - id: vaccination
    title: {sv: Vaccination, en: Vaccination}
    shown_if: has_dog
    questions:
      - id: vaccinated
        kind: yes_no
        label: {sv: "Är hunden vaccinerad?", en: "Is the dog vaccinated?"}
  - id: children
    title: {sv: Barn, en: Children}
    questions:
      - id: child
        kind: group
        label: {sv: Barn, en: Child}
        row_name: {sv: Barn, en: Child}
        required: false
        limits: {max_count: 3}
        questions:
          - id: child_name
            kind: text
            label: {sv: Barnets namn, en: "The child's name"}
"""
# The same, with a question for the company that somebody acts for.
BUSINESS = SMALL.replace(
    "      - id: email\n", "      - {id: firm, kind: company, label: {sv: Företag, en: Company}}\n      - id: email\n", 1
)


def a_package(text=SMALL, **changes):
    """A package's files; ``log_in=`` and ``key=`` change the text."""
    for name, value in changes.items():
        lines = [line for line in text.splitlines() if not line.startswith(f"{name}:")]
        text = "\n".join([lines[0], f"{name}: {value}", *lines[1:]]) + "\n"
    return PackageFiles({"service.yaml": text, **LETTERS})


def a_service(source=None, *, of=None, **changes):
    """A published service of a municipality; the small one unless a package is given."""
    municipality = of or a_municipality()
    unit = a_unit(of=municipality)
    with scope(municipality):
        forget_catalogues()
        actor = Actor.system(municipality.pk)
        version = install_package(source or a_package(**changes), actor=actor, now=NOON, owner=unit)
        service = publish_version(version.pk, actor=actor, now=NOON)
        forget_catalogues()
    return service


class Visitor:
    """A person at the form with a browser: fills in what is asked and presses the buttons."""

    def __init__(self, browser, slug="liten-tjanst"):
        self.browser = browser
        self.slug = slug

    def see(self, path=""):
        """The page at an address below the service."""
        return self.browser.get(f"/do/{self.slug}/{path}")

    def fill_in(self, page_id, *, seen_page=None, query="", **answers):
        """Send a page as a browser would: the hidden fields of the page that was seen, and the answers."""
        page = seen_page or self.see(f"{page_id}/{query}")
        assert page.status_code == 200, (page.status_code, page.get("Location"))
        fields = {
            **hidden_fields(page),
            **{name.replace("__", "-"): value for name, value in answers.items()},
        }
        return self.browser.post(f"/do/{self.slug}/{page_id}/", fields)

    def send(self, seen_page=None):
        page = seen_page or self.see("check/")
        assert page.status_code == 200, (page.status_code, page.get("Location"))
        return self.browser.post(f"/do/{self.slug}/send/", hidden_fields(page))

    def fill_in_all(self):
        """Fill in the small service to the end, without a dog."""
        self.fill_in("about-you", name="Alva", email="alva@example.org")
        self.fill_in("your-dog", has_dog="no")
        return self.fill_in("children")


def hidden_fields(page):
    """The hidden fields of a page's form, by name."""
    import re

    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def an_accepted(version):
    """The version, tried by the system and by hand and approved in every role."""
    from dygn.services.actions.approve_version import approve_version
    from dygn.services.actions.keep_trial import keep_trial
    from dygn.services.actions.note_test import TestFacts, note_test
    from dygn.services.rules.acceptance import ROLES

    everybody = a_colleague(a_staff_member(*ROLES, name="Alla Roller"))
    keep_trial(version.pk, languages=["sv"], actor=everybody, now=NOON)
    note_test(version.pk, TestFacts(is_as_expected=True), actor=everybody, now=NOON)
    for role in ROLES:
        approve_version(version.pk, role, actor=everybody, now=NOON)
    return version

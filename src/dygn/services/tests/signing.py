"""A service that several sign, and those who sign it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from django.utils import timezone

from dygn.municipalities.models import Connection
from dygn.post.models import OutboxRow
from dygn.services.actions.send_signed import send_signed_draft
from dygn.services.models import Draft, Signature, Signing
from dygn.services.models.signing import new_signature
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.signed_content import canonical, hash_of
from dygn.services.tests.factories import LETTERS, NOON, Visitor, a_service, hidden_fields
from tests.cast import a_browser, a_person, a_resident, scope

ALVA, BO, CIA = "199001022384", "198410092384", "197904282394"
SIGNED = """\
format: 1
key: signed-service
languages: [sv, en]
title: {sv: Vi gör det ihop, en: We do it together}
slug: {sv: ihop, en: together}
summary: {sv: Prova., en: Try it.}
log_in: substantial
signing: {who: several, order: at_once, days: 10, remind_after: 3}
pages:
  - id: what
    title: {sv: Vad, en: What}
    questions:
      - {id: wish, kind: text, label: {sv: Vad vill ni?, en: What do you want?}}
  - id: who
    title: {sv: Vilka, en: Who}
    questions:
      - id: others
        kind: co_signers
        label: {sv: Vilka mer skriver under?, en: Who else signs?}
        row_name: {sv: Vårdnadshavare, en: Guardian}
        why: {sv: Ni bestämmer ihop., en: You decide together.}
        limits: {max_count: 3}
"""
ALONE = SIGNED.replace("{who: several, order: at_once, days: 10, remind_after: 3}", "{who: applicant}").split(
    "  - id: who"
)[0]
IN_TURN = SIGNED.replace("at_once", "in_turn")
BO_ROW = {"name": "Bo Ek", "number": BO}
CIA_ROW = {"name": "Cia Ek", "email": "cia@example.org"}


def a_signed_service(text=SIGNED, **signing):
    service = a_service(PackageFiles({"service.yaml": text, **LETTERS}))
    with scope():
        Connection.objects.update_or_create(port="signer", defaults={"adapter": "fake", "settings": signing})
    return service


class AtTheSigning(Visitor):
    """Somebody who signs what they have filled in."""

    def leave(self, url=None):
        """Press the button that signs; gives the e-ID's own page."""
        if url is None:
            page = self.see("check/")
            assert page.status_code == 200, (page.status_code, page.get("Location"))
            return self.browser.post(f"/do/{self.slug}/sign/", hidden_fields(page))
        return self.browser.post(url)

    def at_e_id(self, left, **button):
        """Press a button at the simulated e-ID, and follow it back; gives where it leads."""
        assert left.status_code == 302, (left.status_code, left.get("Location"))
        wish = parse_qs(urlsplit(left["Location"]).query)["wish"][0]
        answer = self.browser.post("/sign/simulated/", {"wish": wish, **(button or {"sign": "1"})})
        return self.browser.get(answer["Location"])

    def sign(self, url=None, **button):
        return self.at_e_id(self.leave(url), **button)


class Signatory(AtTheSigning):
    """Somebody at a browser who fills in, signs, or is asked to sign."""

    def __init__(self, name, number, **fields):
        self.person = a_person(name, number=number, **fields)
        super().__init__(a_browser(a_resident(self.person)), slug="ihop")

    def name_others(self, *rows, seen="who/"):
        fields = {"others-rows": str(len(rows))}
        for index, row in enumerate(rows):
            for part in ("name", "number", "email", "phone"):
                fields[f"others-{index}-others_{part}"] = row.get(part, "")
        page = self.see(seen)
        assert page.status_code == 200, (page.status_code, page.get("Location"))
        return self.browser.post(f"/do/{self.slug}/who/", {**hidden_fields(page), **fields})

    def fill_in_with(self, *rows):
        self.fill_in("what", seen_page=self.see(""), wish="Segla")
        return self.name_others(*rows)

    def co_sign(self, row, **button):
        return self.sign(f"/sign/{row.pk}/sign/", **button)


def a_signature_awaited(service, person, *, text, of):
    """Something of somebody's that this person is asked to sign, with the text in it."""
    with scope(of):
        content = canonical({"title": text, "sections": [], "answers": {}, "files": {}})
        signing = Signing.made(
            draft_id=uuid4(), service=service, version_id=service.published_version_id, language="sv",
            content=content, content_hash=hash_of(content), begun_at=timezone.now(),
            ends_at=timezone.now() + timedelta(days=3),
        )  # fmt: skip
        signing.save()
        row = new_signature(signing, 1, name=text, person=person)
        row.ask(at=timezone.now())
        row.save()
    return row


def the_draft():
    return Draft.objects.get()


def the_row(place=1):
    return Signature.objects.select_related("signing").get(place=place, signing__state="waiting")


def open_link(browser, row):
    return browser.get(f"/sign/{row.pk}/{row.code}/", follow=True)


def sent(taken):
    """Run the job that sends, as the worker would."""
    with scope():
        send_signed_draft(the_draft().pk, now=NOON)
    return len(taken)


def told(template):
    with scope():
        return OutboxRow.objects.filter(template=template).count()

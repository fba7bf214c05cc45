from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import Any

import yaml
from django.utils import timezone, translation

from dygn.base.tenancy import in_municipality
from dygn.demo.clock import clock_set_to
from dygn.identity.actor import Actor
from dygn.identity.models import Person, StaffMember
from dygn.municipalities.models import Municipality
from dygn.municipalities.queries import open_units
from dygn.payments.actions.begin_payment import begin_payment
from dygn.payments.actions.pay_back import pay_back_now
from dygn.payments.actions.refund_payment import refund_payment
from dygn.payments.actions.settle_payment import settle_payment
from dygn.payments.actions.simulate import choose_outcome
from dygn.payments.actions.tell_subject import tell_of
from dygn.payments.models import Payment, SimulatedOrder
from dygn.payments.queries import payment_with_key
from dygn.services.access import Holder
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.send_draft import send_draft
from dygn.services.models import Service
from dygn.services.models.draft import new_draft
from dygn.services.rules.package.files import SERVICE, PackageFiles
from dygn.services.rules.package.yaml_writing import write_yaml
from dygn.services.rules.payment import draft_key

# How each payment has gone, and how many days ago it was sent; nothing chosen is not begun.
LIVES = (("pay", 21), ("refund", 14), ("refuse", 6), ("leave", 3), ("pay", 2), ("", 1))


def take_payments(municipality: Municipality, *, now: datetime) -> int:
    """Let a service of the municipality be paid for: some have paid, some not, one got a part back."""
    told: dict[str, Any] = yaml.safe_load(
        files("dygn.demo").joinpath("data/paid_service.yaml").read_text("utf-8")
    )
    language = municipality.default_language
    with in_municipality(municipality.pk), translation.override(language):
        service = _service(told, municipality, now)
        people = list(Person.objects.filter(protected_identity=False).order_by("pk")[: len(LIVES)])
        for place, (life, days) in enumerate(LIVES):
            at = now - timedelta(days=days)
            with clock_set_to(at):
                payment = _send(
                    service, people[place % len(people)], told["goods"][language][place], language, at
                )
                _live(payment, life, told["reasons"][language], at)
    return len(LIVES)


def _service(told: dict[str, Any], municipality: Municipality, now: datetime) -> Service:
    letters = {f"letters/receipt.{language}.md": text for language, text in told["receipt"].items()}
    source = PackageFiles({SERVICE: write_yaml(told["package"]), **letters})
    actor = Actor.system(municipality.pk)
    version = install_package(source, actor=actor, now=now, owner=open_units().get(key="streets-and-parks"))
    return publish_version(version.pk, actor=actor, now=now)


def _send(service: Service, person: Person, goods: str, language: str, at: datetime) -> Payment:
    first = timezone.localdate(at + timedelta(days=20))
    draft = new_draft(
        now=at,
        service=service,
        version_id=service.published_version_id,
        person=person,
        language=language,
        answers={
            "goods": goods,
            "first_day": {"day": str(first.day), "month": str(first.month), "year": str(first.year)},
            "days": str(1 + len(goods) % 4),
        },
    )
    draft.save(force_insert=True)
    actor = Actor(municipality_id=service.municipality_id, person_id=person.pk, assurance="substantial")
    send_draft(service, draft.pk, holder=Holder(actor), now=at)
    payment = payment_with_key(draft_key(draft.pk))
    assert payment is not None, "what is sent is to be paid"
    return payment


def _live(payment: Payment, life: str, reason: str, at: datetime) -> None:
    """Go to the simulator and let happen what has happened; no worker need do anything of it again."""
    if not life:
        return
    actor = Actor(municipality_id=payment.municipality_id, person_id=payment.payer_id)
    where = begin_payment(payment.pk, actor=actor, address=partial(_back, payment), now=at)
    order = SimulatedOrder.objects.get(pk=where.rstrip("/").rpartition("/")[2])
    choose_outcome(order.pk, "pay" if life == "refund" else life, now=at)
    settle_payment(payment.pk, now=at)
    tell_of(payment.pk)
    if life == "refund":
        officer = StaffMember.objects.order_by("pk").first()
        assert officer is not None, "somebody works here"
        staff = Actor(municipality_id=payment.municipality_id, staff_id=officer.pk)
        refund = refund_payment(payment.pk, 15_000, reason, actor=staff, now=at)
        pay_back_now(refund.pk, now=at)
        tell_of(payment.pk)


def _back(payment: Payment, _name: str) -> str:
    return f"/pay/{payment.pk}/back/"

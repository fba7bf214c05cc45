"""Two sign in a real browser: one fills in and signs, the other reads the same and signs or says no."""

import pytest

from dygn.services.models import Signature, Signing
from dygn.services.tests.signing import ALVA, BO, CIA, SIGNED, a_signed_service
from tests.cast import a_municipality, a_person, a_resident, scope
from tests.journeys.browsing import appears, assert_fits, axe, enter, follow, go_on, picture, press


@pytest.fixture(autouse=True)
def people(committed):
    ekeby = a_municipality("Ekeby", language="en")
    a_signed_service(SIGNED)
    return {
        name: a_resident(a_person(f"{name} Ek", of=ekeby, number=number))
        for name, number in (("Alva", ALVA), ("Bo", BO), ("Cia", CIA))
    }


def fill_in(page, look=lambda page, name: None):
    page.goto("/do/together/")
    page.get_by_label("What do you want?").fill("Sail")
    go_on(page)
    look(page, "co-signers")
    page.get_by_label("Name").fill("Bo Ek")
    page.get_by_label("Personal number").fill(BO)
    go_on(page)
    look(page, "sign-check")
    press(page, "Sign with e-ID")
    look(page, "sign-simulated")
    press(page, "Sign", exact=True)


def the_row():
    with scope(a_municipality("Ekeby")):
        return Signature.objects.get(place=1)


def seen(page, name):
    picture(page, name)
    axe(page)


def test_one_fills_in_and_signs_and_the_other_reads_the_same_and_signs(visit, people):
    alva = enter(visit("ekeby", "/healthz"), people["Alva"])
    fill_in(alva, seen)
    assert appears(alva.get_by_role("heading", name="It waits for signatures"))
    assert appears(alva.get_by_text("You have signed. We have asked the others."))
    seen(alva, "sign-waiting")

    row = the_row()
    stranger = visit("ekeby", f"/sign/{row.pk}/{row.code}/")
    assert appears(stranger.get_by_role("link", name="Log in with e-ID"))
    assert row.code not in stranger.url and not stranger.get_by_text("Sail").count()
    seen(stranger, "sign-door")

    cia = enter(visit("ekeby", "/healthz"), people["Cia"])
    cia.goto(f"/sign/{row.pk}/{row.code}/")
    assert appears(cia.get_by_role("heading", name="Somebody else is to sign this"))
    seen(cia, "sign-wrong-person")

    bo = enter(visit("ekeby", "/healthz"), people["Bo"])
    bo.goto("/my/")
    follow(bo.get_by_role("link", name="Read and sign"))
    assert appears(bo.get_by_text("Sail"))
    seen(bo, "sign-read")
    press(bo, "Sign with e-ID")
    press(bo, "Sign", exact=True)
    assert appears(bo.get_by_role("heading", name="All have signed"))
    seen(bo, "sign-signed")
    alva.reload()
    assert appears(alva.get_by_role("heading", name="All have signed"))


def test_without_scripts_and_on_a_phone_the_other_says_no_and_the_applicant_reads_why(visit, people):
    alva = enter(visit("ekeby", "/healthz", width=360, scripts=False), people["Alva"])
    fill_in(alva)
    assert_fits(alva)
    bo = enter(visit("ekeby", "/healthz", width=360, scripts=False), people["Bo"])
    bo.goto(f"/sign/{the_row().pk}/")
    bo.get_by_text("I do not want to sign").click()
    press(bo, "Say no")
    assert appears(bo.get_by_text("Write a word about why you do not sign.").first)
    bo.get_by_label("Why not?").fill("We have not decided yet")
    press(bo, "Say no")
    assert appears(bo.get_by_role("heading", name="You have said no"))
    assert_fits(bo)
    alva.goto("/do/together/check/")
    assert appears(alva.get_by_text("We have not decided yet"))
    assert_fits(alva)
    with scope(a_municipality("Ekeby")):
        assert Signing.objects.get().state == "declined"


def test_who_stops_at_the_e_id_is_back_with_everything_and_may_try_again(visit, people):
    alva = enter(visit("ekeby", "/healthz"), people["Alva"])
    alva.goto("/do/together/")
    alva.get_by_label("What do you want?").fill("Sail")
    go_on(alva)
    alva.get_by_label("Name").fill("Bo Ek")
    alva.get_by_label("Personal number").fill(BO)
    go_on(alva)
    press(alva, "Sign with e-ID")
    press(alva, "Stop and go back")
    assert appears(alva.get_by_text("You stopped before you had signed."))
    press(alva, "Sign with e-ID")
    press(alva, "Pretend that the e-ID is out of order")
    assert appears(alva.get_by_text("out of order just now"))
    press(alva, "Sign with e-ID")
    press(alva, "Sign", exact=True)
    press(alva, "Take the signatures back and change")
    assert appears(alva.get_by_text("You have taken it back"))

from datetime import datetime, timedelta

from dygn.demo.actions.tell_story import Scene
from dygn.demo.cast import CastMunicipality
from dygn.demo.clock import clock_set_to
from dygn.forms.rules.co_signers import NAME, NUMBER
from dygn.identity.actor import Actor
from dygn.identity.adapters.simulated_signer import SimulatedSigner
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.municipalities.models import Connection
from dygn.services.access import Holder
from dygn.services.actions.sign_draft import prepare_to_sign, sign_draft
from dygn.services.models import Draft
from dygn.services.models.draft import new_draft
from dygn.services.queries import definition_of
from dygn.services.rules.sealed_answers import sealed_answers

SERVICE = "photo-consent"
DAYS_AGO = 2


def wait_for_signature(cast: CastMunicipality, scene: Scene, *, now: datetime) -> Draft:
    """Let a guardian sign what the other guardian is to sign too: it waits for the second of the residents.

    The municipality signs with the simulated e-ID from then on.
    """
    Connection.objects.update_or_create(port="signer", defaults={"adapter": "fake", "settings": {}})
    first, second = cast.people[:2]
    at = now - timedelta(days=DAYS_AGO)
    applicant = scene.people[first.number]
    with clock_set_to(at):
        draft = _draft(scene, first.number, {NAME: second.name, NUMBER: second.number}, at)
        holder = Holder(Actor(scene.municipality_id, person_id=applicant.pk, assurance="substantial"))
        service = scene.services[SERVICE]
        wanted = prepare_to_sign(service, draft.pk, holder=holder, now=at)
        number = parse_personal_number(first.number, (cast.country,))
        proven = SimulatedSigner().proof_of(wanted, number=number, name=first.name)
        return sign_draft(service, draft.pk, proven, holder=holder, now=at)


def _draft(scene: Scene, number: str, other: dict[str, str], at: datetime) -> Draft:
    service, person = scene.services[SERVICE], scene.people[number]
    version_id = service.published_version_id
    if version_id is None:
        raise LookupError(f"{service.key} is not published")
    form = definition_of(version_id).form
    typed = {
        "child_name": f"Alma {person.family_name}",
        "pictures": "inside",
        "guardian": [{f"guardian_{part}": text for part, text in other.items()}],
    }
    draft = new_draft(now=at, service=service, version_id=version_id, person=person, language=scene.language)
    draft.answers = sealed_answers(form, typed)
    draft.pages = {page.id: draft.revision for page in form.pages}
    draft.save(force_insert=True)
    return draft

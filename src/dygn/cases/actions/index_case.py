import json

from dygn.base.jobs import job
from dygn.base.tenancy import in_municipality
from dygn.cases.models import Case, SearchWord
from dygn.cases.rules.search_words import words_of, words_of_number
from dygn.identity.events import PersonRegistered
from dygn.records.queries import registration_of


def index_case(case: Case, *, number: str = "") -> None:
    """Write the words that the case is found by, with its ``number`` in the register if it has one.

    A protected name is not among them.
    """
    _write(case, words_of(reference=case.reference, name=_name(case), number=number))


def index_number(case: Case, number: str) -> None:
    """Write the words that the case is found by besides, now that it has a number in the register."""
    _write(case, words_of_number(number))


def _write(case: Case, words: list[str]) -> None:
    SearchWord.objects.bulk_create(
        [SearchWord.made(case=case, unit_id=case.unit_id, word=word) for word in words]
    )


def index_cases_of(event: PersonRegistered) -> None:
    """See to it that a person's cases are found by the name that may be shown now, and by no other."""
    with in_municipality(event.municipality_id):
        index_again_later.defer(person_id=event.person_id)


@job(name="cases.index_again")
def index_again_later(person_id: int) -> None:
    """Write the words of all cases of a person anew, in the background."""
    index_all_again(person_id)


def index_all_again(person_id: int) -> None:
    """Write the words of all cases of a person anew."""
    for case in Case.objects.select_related("applicant").filter(applicant_id=person_id):
        index_again(case)


def index_again(case: Case) -> None:
    """Write the words anew, as when a name has been protected."""
    SearchWord.objects.filter(case=case).delete()
    registration = registration_of(case.subject)
    index_case(case, number=registration.number if registration else "")


def _name(case: Case) -> str:
    if case.applicant is None:
        return str(json.loads(case.contact or "{}").get("name", ""))
    return "" if case.applicant.protected_identity else case.applicant.name

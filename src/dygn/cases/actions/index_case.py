import json

from dygn.cases.models import Case, SearchWord
from dygn.cases.rules.search_words import words_of


def index_case(case: Case) -> None:
    """Write the words that the case is found by. A protected name is not among them."""
    SearchWord.objects.bulk_create(
        [
            SearchWord.made(case=case, unit_id=case.unit_id, word=word)
            for word in words_of(reference=case.reference, name=_name(case))
        ]
    )


def index_again(case: Case) -> None:
    """Write the words anew, as when a name has been protected."""
    SearchWord.objects.filter(case=case).delete()
    index_case(case)


def _name(case: Case) -> str:
    if case.applicant is None:
        return str(json.loads(case.contact or "{}").get("name", ""))
    return "" if case.applicant.protected_identity else case.applicant.name

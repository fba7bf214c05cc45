"""Whether a reference and a code belong together."""

import secrets

from dygn.base.secrecy import lookup_key
from dygn.cases.models import Case
from dygn.cases.rules.references import read_code, read_reference


def hash_of_code(code: str) -> str:
    """Give what is kept of a code."""
    return lookup_key(code, purpose="case-code")


def reference_opened_by(reference: str, code: str) -> str:
    """Give the reference of the case that both open; an empty string when they do not belong together."""
    written = read_reference(reference)
    kept = Case.objects.filter(reference=written, applicant=None).values_list("code_hash", flat=True).first()
    matches = secrets.compare_digest(kept or "none", hash_of_code(read_code(code)))
    return written if kept and matches else ""

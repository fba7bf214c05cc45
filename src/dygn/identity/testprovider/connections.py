"""What a municipality's Connection to the test provider says."""

from typing import Any

SECRET = "a-secret-that-everybody-knows"  # noqa: S105
PROFILE_OF_COUNTRY = {"se": "swedish", "dk": "mitid", "no": "idporten"}


def resident_connection(issuer: str, country: str) -> dict[str, Any]:
    """Give the settings of the port ``resident_login`` for a municipality of that country."""
    return {
        "issuer": issuer,
        "client_id": f"residents-{country}",
        "client_secret": SECRET,
        "profile": PROFILE_OF_COUNTRY[country],
    }


def staff_connection(issuer: str) -> dict[str, Any]:
    """Give the settings of the port ``staff_login``."""
    return {"issuer": issuer, "client_id": "staff", "client_secret": SECRET, "profile": "staff"}

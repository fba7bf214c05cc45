"""Where somebody may be sent after logging in: on this host and nowhere else."""

import re

LONGEST = 2_000
# Addresses that would log in, or out, again.
_NEVER = re.compile(r"/(?:[a-z]{2}/)?(?:login|logout|staff/login|staff/logout)(?:/|$|\?)")


def is_safe_return_address(address: str) -> bool:
    """Say whether an address is a path on the same host: no scheme, no host, no tricks with slashes."""
    if not address.startswith("/") or len(address) > LONGEST:
        return False
    if address.startswith("//") or "\\" in address or re.search(r"[\x00-\x20\x7f\u2028\u2029]", address):
        return False
    return _NEVER.match(address) is None

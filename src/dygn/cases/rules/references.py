"""References that people read aloud on the phone, and the codes that open a case without log-in."""

import hashlib
import hmac
import re

# Without 0/O, 1/I/L, 5/S, 2/Z, 8/B, U/V: nobody has to spell a code twice.
CODE_LETTERS = "3467ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 10
FEWEST_DIGITS = 6

_REFERENCE = re.compile(r"[A-Z]{3}-\d{4}-\d{6,9}")


def reference_prefix(slug: str) -> str:
    """Give the three letters that a municipality's references begin with."""
    letters = re.sub(r"[^a-z]", "", slug.lower())
    return (letters + "xxx")[:3].upper()


def make_reference(slug: str, *, year: int, number: int, digits: int = FEWEST_DIGITS) -> str:
    """Write a reference such as EKE-2026-004711."""
    return f"{reference_prefix(slug)}-{year}-{number:0{digits}d}"


def read_reference(text: str) -> str:
    """Give a typed reference in its written form, or an empty string when it cannot be one."""
    compact = re.sub(r"[\s–—_]+", "-", text.strip().upper())
    compact = re.sub(r"-+", "-", compact)
    if match := re.fullmatch(r"([A-Z]{3})-?(\d{4})-?(\d{6,9})", compact):
        compact = "-".join(match.groups())
    return compact if _REFERENCE.fullmatch(compact) else ""


def make_code(draft_id: str, *, key: str) -> str:
    """Give the code of a sending: the same each time for the same draft, unguessable without the key."""
    number = int.from_bytes(
        hmac.new(key.encode(), f"case-code\x00{draft_id}".encode(), hashlib.sha256).digest()
    )
    letters = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    code = "".join(letters)
    return f"{code[:5]}-{code[5:]}"


def read_code(text: str) -> str:
    """Give a typed code in its written form, whatever case, spaces or dashes it was typed with."""
    compact = re.sub(r"[^0-9A-Z]", "", text.upper())
    return f"{compact[:5]}-{compact[5:]}" if len(compact) == CODE_LENGTH else ""

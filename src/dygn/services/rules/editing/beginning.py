"""What a new e-service says before its author has written anything: enough to be a right package."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_writing import write_yaml

LONGEST_KEY = 60
_DAYS = {"received": 0, "in_hand": 14, "decided": 30}


def beginning(key: str, titles: Mapping[str, str], *, owner: str, log_in: str) -> PackageFiles:
    """Give the package of a new service in the languages it is named in: a page, a question, a receipt, its steps."""
    languages = list(titles)
    service: dict[str, Any] = {
        "format": 1,
        "key": key,
        "languages": languages,
        "title": dict(titles),
        "summary": dict(titles),
        "log_in": log_in,
        **({"owner": owner} if owner else {}),
        "steps": [{"key": step, "days": days} for step, days in _DAYS.items()],
        "pages": [
            {
                "id": "first-page",
                "title": dict(titles),
                "questions": [
                    {
                        "id": "first_question",
                        "kind": "long_text",
                        "label": {code: _question(code) for code in languages},
                    }
                ],
            }
        ],
    }
    letters = {f"letters/receipt.{code}.md": _receipt(code) for code in languages}
    return PackageFiles({"service.yaml": write_yaml(service), **letters})


def key_from(title: str) -> str:
    """Make the name of a service for addresses of programs; nobody has to think of one."""
    plain = title.lower().replace("æ", "ae").translate(str.maketrans("åäöø", "aaoo"))
    key = slugify(plain)[:LONGEST_KEY].strip("-_").replace("_", "-").lstrip("0123456789-")
    return key if len(key) >= 3 else f"service-{key}".rstrip("-")


def _question(language: str) -> str:
    with override(language):
        return _("What is it about?")


def _receipt(language: str) -> str:
    with override(language):
        subject = _("We have received what you sent")
        text = _("We received it on {sent_on}. Its number is **{reference}**. You will hear from us.")
    return f"# {subject}\n\n{text}\n\n{{unit}}, {{municipality}}\n"

"""The data of the service around the questions, and its receipt in the languages that we write."""

from collections.abc import Mapping
from typing import Any

from dygn.services.importers.words import slug
from dygn.services.importers.work import Texts, Work

_RECEIPTS: Mapping[str, str] = {
    "en": "# We have your application\n\nHello {name}\n\nWe received it on {sent_on}. Its number is **{reference}**.",
    "sv": "# Vi har fått din ansökan\n\nHej {name}\n\nVi fick din ansökan {sent_on}. Den har nummer **{reference}**.",
    "da": "# Vi har modtaget din ansøgning\n\nHej {name}\n\nVi modtog den {sent_on}. Den har nummer **{reference}**.",
    "nb": "# Vi har fått søknaden din\n\nHei {name}\n\nVi fikk søknaden {sent_on}. Den har nummer **{reference}**.",
    "nn": "# Vi har fått søknaden din\n\nHei {name}\n\nVi fekk søknaden {sent_on}. Han har nummer **{reference}**.",
    "fi": "# Olemme saaneet hakemuksesi\n\nHei {name}\n\nSaimme hakemuksesi {sent_on}. Sen numero on **{reference}**.",
}
FORM: Mapping[str, str] = {
    "en": "Form",
    "sv": "Formulär",
    "da": "Formular",
    "nb": "Skjema",
    "nn": "Skjema",
    "fi": "Lomake",
}
QUESTIONS: Mapping[str, str] = {
    "en": "Your answers",
    "sv": "Dina svar",
    "da": "Dine svar",
    "nb": "Svarene dine",
    "nn": "Svara dine",
    "fi": "Vastauksesi",
}


def service_data(
    title: Texts, summary: Texts, pages: list[dict[str, Any]], *, key: str, log_in: str, work: Work
) -> dict[str, Any]:
    """Give the data of service.yaml."""
    return {
        "format": 1,
        "key": key or key_from(next(iter(title.values()))),
        "languages": list(work.languages),
        "title": title,
        "summary": summary,
        "log_in": log_in,
        "steps": [
            {"key": "received", "days": 0},
            {"key": "in_hand", "days": 14},
            {"key": "decided", "days": 1},
        ],
        "pages": pages,
    }


def receipts(work: Work, said: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the receipt in each language; ``said`` is what the old form told whoever had sent."""
    return {
        f"receipt.{language}.md": _receipt(language, (said or {}).get(language, ""))
        for language in work.languages
    }


def _receipt(language: str, said: str) -> str:
    said = said.replace("{", "(").replace("}", ")")
    parts = [_RECEIPTS.get(language, _RECEIPTS["en"]), said, "{unit}, {municipality}\n"]
    return "\n\n".join(part for part in parts if part)


def key_from(title: str) -> str:
    """Make the service's key of its title."""
    name = slug(title)[:70].strip("-")
    return name if len(name) > 2 and name[0].isalpha() else f"form-{name}".strip("-")

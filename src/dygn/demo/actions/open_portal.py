from dataclasses import replace
from importlib.resources import files

from dygn.municipalities.models import Municipality
from dygn.portal.actions.open_site import open_site
from dygn.portal.rules.site_content import read_site_content


def open_portal(municipality: Municipality) -> None:
    """Open the municipality's site in its own language and in English. Twice is once."""
    own = f"{municipality.slug}.{municipality.default_language}.yaml"
    for name in (own, "en.yaml"):
        text = files("dygn.demo").joinpath("content", name).read_text(encoding="utf-8")
        content = read_site_content(text)
        if content.language in municipality.languages:
            open_site(municipality, replace(content, title=municipality.name))

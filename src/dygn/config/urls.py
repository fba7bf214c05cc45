"""Every address of the installation, by room."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

handler400 = "dygn.base.views.trouble.bad_request"
handler403 = "dygn.base.views.trouble.not_found"  # a stranger learns only that it is not found
handler404 = "dygn.base.views.trouble.not_found"
handler500 = "dygn.base.views.trouble.broken"

# Room by room, from the most particular address to the widest; the portal answers what is left.
ROOMS = [
    ("", "dygn.services.urls"),
    ("", "dygn.base.urls"),
    ("", "dygn.operations.urls"),
    ("staff/admin/", "dygn.operations.urls_of_administration"),
    ("", "dygn.municipalities.urls"),
    ("", "dygn.identity.urls"),
    ("", "dygn.reference.urls"),
    ("", "dygn.files.urls"),
    ("", "dygn.post.urls"),
    ("", "dygn.payments.urls"),
    ("", "dygn.cases.urls"),
    ("", "dygn.dialogue.urls"),
    ("", "dygn.mypage.urls"),
    ("", "dygn.portal.urls"),
]


def _built(module: str) -> bool:
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:
        return False
    return spec is not None and spec.origin is not None


urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in ROOMS if _built(module)
]

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path, re_path
from wagtail.admin import urls as cms_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from dygn.portal.views import about, open_catalogue, open_data, pages, published_files, search, services
from dygn.portal.views.cms_fence import fenced, to_staff_log_in


def no_tags(request: HttpRequest) -> HttpResponse:
    """Tags are shared by the installation: nobody is offered a neighbour's."""
    return JsonResponse([], safe=False)


portal = (
    [
        path("", pages.front, name="front"),
        path("search/", search.search, name="search"),
        path("search/suggest/", search.suggest, name="suggest"),
        path("services/", services.services, name="services"),
        path("service/<slug:slug>/", services.service, name="service"),
        path("questions/", about.questions, name="questions"),
        path("accessibility/", about.accessibility, name="accessibility"),
        path("personal-data/", about.personal_data, name="personal_data"),
        path("open-data/", open_data.about, name="open_data"),
        path("open-data/catalogue.json", open_catalogue.offers, name="open_catalogue"),
        path(
            "open-data/catalogue/<slug:by>/<slug:key>-<int:number>.zip",
            open_catalogue.package,
            name="open_catalogue_package",
        ),
        path("open-data/services", open_data.services, name="open_services"),
        re_path(
            r"^open-data/services\.(?P<ending>ttl|rdf|jsonld)$",
            open_data.services_as,
            name="open_services_as",
        ),
        re_path(r"^((?:[\w\-]+/)+)$", pages.page, name="page"),
    ],
    "portal",
)

urlpatterns = [
    path("cms/login/", to_staff_log_in),
    path("cms/tag-autocomplete/", fenced(no_tags)),
    path("cms/", include(decorate_urlpatterns(cms_urls.urlpatterns, fenced))),
    path(
        "documents/<int:document_id>/<str:document_filename>",
        published_files.document,
        name="wagtaildocs_serve",  # the name by which Wagtail writes the address of a document
    ),
    path("media/images/<path:name>", published_files.picture),
    path("", include(portal)),
]

from django.urls import path

from dygn.operations.views.catalogue import browse, entry, sources

urlpatterns = [
    path("", browse.catalogue, name="catalogue"),
    path("addresses/", sources.sources, name="catalogue_sources"),
    path("<int:number>/", entry.entry, name="catalogue_entry"),
    path("<int:number>/versions/<int:version>/", entry.version, name="catalogue_version"),
]

from django.urls import path

from dygn.files.views.download import download

app_name = "files"

urlpatterns = [
    path("files/<uuid:key>/", download, name="download"),
]

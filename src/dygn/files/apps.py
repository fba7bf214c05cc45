from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "dygn.files"
    label = "files"

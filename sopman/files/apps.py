from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "sopman.files"
    label = "files"

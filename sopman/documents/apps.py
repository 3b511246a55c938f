from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sopman.documents"
    label = "documents"

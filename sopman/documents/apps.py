from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DocumentsConfig(AppConfig):
    name = "sopman.documents"
    label = "documents"

    def ready(self):
        from sopman.documents import checks  # noqa: F401, PLC0415 -- registers itself

        autodiscover_modules("deliverables")  # the documents of every app

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "sopman.core"
    label = "core"

    def ready(self):
        from sopman import celery  # noqa: F401, PLC0415 -- every process must know its broker

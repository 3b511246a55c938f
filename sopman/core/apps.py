from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "sopman.core"
    label = "core"

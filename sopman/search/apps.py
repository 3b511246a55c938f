from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "sopman.search"
    label = "search"

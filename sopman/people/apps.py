from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sopman.people"
    label = "people"

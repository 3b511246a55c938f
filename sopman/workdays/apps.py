from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "sopman.workdays"
    label = "workdays"

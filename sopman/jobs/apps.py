from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sopman.jobs"
    label = "jobs"

from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class OrganizationConfig(AppConfig):
    name = "sopman.organization"
    label = "organization"

    def ready(self):
        from sopman.organization import queries  # noqa: PLC0415 -- models are ready only now

        request_started.connect(queries.begin_request, dispatch_uid="organization.begin")
        request_finished.connect(queries.end_request, dispatch_uid="organization.end")

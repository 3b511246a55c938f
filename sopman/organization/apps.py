from django.apps import AppConfig
from django.core.signals import request_finished, request_started

from sopman.organization import per_request


class OrganizationConfig(AppConfig):
    name = "sopman.organization"
    label = "organization"

    def ready(self):
        request_started.connect(per_request.begin, dispatch_uid="organization.begin")
        request_finished.connect(per_request.end, dispatch_uid="organization.end")

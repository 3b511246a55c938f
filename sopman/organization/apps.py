from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.utils.translation import gettext_lazy as _

from sopman.audit import codes
from sopman.organization import per_request


class OrganizationConfig(AppConfig):
    name = "sopman.organization"
    label = "organization"

    def ready(self):
        request_started.connect(per_request.begin, dispatch_uid="organization.begin")
        request_finished.connect(per_request.end, dispatch_uid="organization.end")
        codes.describe(
            {
                "organization.settings.begun": _("Organization set up"),
                "organization.settings.edited": _("Settings changed"),
            }
        )

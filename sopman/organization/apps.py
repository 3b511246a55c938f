from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.utils.translation import gettext_lazy as _

from sopman.audit import codes
from sopman.core import wording
from sopman.organization import per_request


def _zone():
    from sopman.organization.queries import zone  # noqa: PLC0415 -- models first

    return zone()


class OrganizationConfig(AppConfig):
    name = "sopman.organization"
    label = "organization"

    def ready(self):
        wording.count_deadlines_in(_zone)
        request_started.connect(per_request.begin, dispatch_uid="organization.begin")
        request_finished.connect(per_request.end, dispatch_uid="organization.end")
        codes.describe(
            {
                "organization.settings.begun": _("Organization set up"),
                "organization.settings.edited": _("Settings changed"),
            }
        )

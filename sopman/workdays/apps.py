from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sopman.audit import codes
from sopman.organization import sections
from sopman.organization.sections import Section
from sopman.workdays.rules import may_read_calendar


class WorkdaysConfig(AppConfig):
    name = "sopman.workdays"
    label = "workdays"

    def ready(self):
        sections.add(
            Section("calendar", _("Calendar"), "workdays:calendar", "calendar", may_read_calendar)
        )
        codes.describe(
            {
                "workdays.day.set": _("Calendar day set"),
                "workdays.day.cleared": _("Calendar day taken back"),
                "workdays.day.imported": _("Calendar days imported"),
                "workdays.year.confirmed": _("Calendar year confirmed"),
            }
        )

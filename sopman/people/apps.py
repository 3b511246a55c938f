from django.apps import AppConfig
from django.contrib.auth import signals
from django.utils.translation import gettext_lazy as _

from sopman.audit import codes
from sopman.organization import sections
from sopman.organization.sections import Section
from sopman.people.rules import may_manage_people, may_read_people

_SECTIONS = [
    Section("people", _("People"), "people:list", "users", may_read_people),
    Section("departments", _("Departments"), "people:departments", "hierarchy", may_read_people),
    Section("positions", _("Positions"), "people:positions", "id-badge-2", may_read_people),
    Section("sites", _("Sites"), "people:sites", "building", may_read_people),
    Section("imports", _("Import"), "people:imports", "file-import", may_manage_people),
]


class PeopleConfig(AppConfig):
    name = "sopman.people"
    label = "people"

    def ready(self):
        from sopman.people import entrance  # noqa: PLC0415 -- models are ready only now

        signals.user_logged_in.connect(entrance.logged_in, dispatch_uid="people.in")
        signals.user_logged_out.connect(entrance.logged_out, dispatch_uid="people.out")
        signals.user_login_failed.connect(entrance.log_in_failed, dispatch_uid="people.failed")
        for section in _SECTIONS:
            sections.add(section)
        codes.describe(
            {
                "people.user.added": _("Account made"),
                "people.user.edited": _("Account changed"),
                "people.user.deactivated": _("Account closed"),
                "people.user.reactivated": _("Account opened again"),
                "people.user.first_administrator": _("First administrator made"),
                "people.user.password_reset": _("One-time password given"),
                "people.user.password_changed": _("Password changed"),
                "people.user.password_wrong": _("Wrong password at a confirmation"),
                "people.user.logged_in": _("Logged in"),
                "people.user.logged_out": _("Logged out"),
                "people.user.log_in_failed": _("Log-in failed"),
                "people.user.session_ended": _("Session ended"),
                "people.user.sessions_ended": _("Sessions ended"),
                "people.site.added": _("Site added"),
                "people.site.edited": _("Site changed"),
                "people.department.added": _("Department added"),
                "people.department.edited": _("Department changed"),
                "people.position.added": _("Position added"),
                "people.position.edited": _("Position changed"),
                "people.appointment.made": _("Appointed to a position"),
                "people.appointment.ended": _("Appointment ended"),
                "people.role.granted": _("Platform role granted"),
                "people.role.ended": _("Platform role ended"),
                "people.deputy.named": _("Deputy named"),
                "people.deputy.ended": _("Deputy's time ended"),
                "people.handover.done": _("Everything handed over"),
                "people.import.done": _("Import done"),
            }
        )

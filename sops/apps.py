from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SopsConfig(AppConfig):
    name = "sops"
    label = "sops"
    verbose_name = _("SOPs")

    def ready(self):
        from processes import thread  # noqa: PLC0415 -- models are not loaded earlier
        from projects import claims as same_trigger  # noqa: PLC0415 -- the same
        from projects.stages import register  # noqa: PLC0415 -- the same
        from sopman.audit.codes import describe  # noqa: PLC0415 -- the same
        from sopman.audit.triggers import append_only  # noqa: PLC0415 -- the same
        from sopman.people import handover  # noqa: PLC0415 -- the same
        from sops import claims, freezing, panel, reading, steps_elsewhere, work  # noqa: F401, PLC0415
        from sops.actions import hand_over, hanging  # noqa: PLC0415 -- the same
        from sops.models import Snapshot  # noqa: PLC0415 -- the same

        append_only(Snapshot)
        same_trigger.register(claims.in_force)
        freezing.register()
        register(panel.panel())
        thread.register(steps_elsewhere.blocks)
        thread.open_to(steps_elsewhere.readable_steps)
        thread.hangs(steps_elsewhere.hanging)
        handover.register(hand_over, hanging)
        describe(EVENTS)


EVENTS = {
    "sops.version.started": _("SOP begun"),
    "sops.version.revision_started": _("Next version begun"),
    "sops.version.change_noted": _("What changed was written down"),
    "sops.version.authors_named": _("Authors named"),
    "sops.version.cleared": _("Version cleared for release"),
    "sops.section.edited": _("Section edited"),
    "sops.step.added": _("Step added"),
    "sops.step.edited": _("Step edited"),
    "sops.step.moved": _("Step moved"),
    "sops.step.removed": _("Step removed"),
    "sops.branch.added": _("Branch added"),
    "sops.branch.removed": _("Branch removed"),
    "sops.activity.left_out": _("Activity of the plan left out"),
    "sops.related.added": _("Related document added"),
    "sops.related.removed": _("Related document removed"),
    "sops.form.added": _("Record form added"),
    "sops.form.removed": _("Record form removed"),
    "sops.snapshot.saved": _("Version saved"),
    "sops.sop.registered": _("Register entry changed"),
    "sops.sop.owner_changed": _("Owner of the SOP changed"),
    "sops.sop.withdrawn": _("SOP withdrawn"),
    "sops.sop.withdrawal_confirmed": _("Withdrawal confirmed"),
}

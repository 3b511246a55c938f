"""Registers stage 3 with the house; called once by the app when it is ready."""

from django.utils.translation import gettext_lazy as _

from processes import (
    optimization_thread,
    optimization_worklist,  # noqa: F401 -- registers its source
    plan_deliverable,  # noqa: F401 -- registers the deliverable
    thread,
)
from processes.optimization_panel import PANEL
from projects.stages import register
from sopman.audit.codes import describe


def ready() -> None:
    register(PANEL)
    thread.register(optimization_thread.blocks)
    thread.hangs(optimization_thread.hanging)
    describe(
        {
            "processes.change.decided": _("Decided about an activity"),
            "processes.change.added": _("Activity added to the plan"),
            "processes.change.taken_back": _("Decision taken back"),
            "processes.finding.accepted": _("Finding accepted without a change"),
            "processes.finding.reopened": _("Accepted finding reopened"),
            "processes.to_be.generated": _("To-be map made from the decisions"),
            "processes.to_be.kept": _("To-be map left as it is after decisions changed"),
            "processes.to_be.adopted": _("To-be process adopted"),
            "processes.to_be.reopened": _("Adoption of the to-be process withdrawn"),
            "processes.control_point.set": _("Key control point set"),
            "processes.control_point.removed": _("Key control point removed"),
            "processes.responsibility.set": _("Responsibilities set"),
            "processes.handover.set": _("Handover agreed"),
            "processes.handover.removed": _("Handover removed"),
        }
    )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcessesConfig(AppConfig):
    name = "processes"
    label = "processes"
    verbose_name = _("Processes")

    def ready(self):
        self._mapping()
        self._evidence()
        self._optimization()

    def _evidence(self):
        from processes import evidence_setup  # noqa: PLC0415 -- models are not loaded earlier

        evidence_setup.ready()

    def _mapping(self):
        from processes import mapping_panel, mapping_work, step_blocks, thread  # noqa: F401, PLC0415 -- models are not loaded earlier
        from projects.stages import register  # noqa: PLC0415 -- the same
        from sopman.audit.codes import describe  # noqa: PLC0415 -- the same

        register(mapping_panel.panel())
        thread.register(step_blocks.blocks)
        thread.hangs(step_blocks.hanging)
        describe(
            {
                "processes.map.started": _("Process map started"),
                "processes.map.imported": _("Process map imported"),
                "processes.map.replaced": _("Process map replaced"),
                "processes.canvas.saved": _("Map drawn on the canvas"),
                "processes.table.saved": _("Step table saved"),
                "processes.activity.added": _("Activity added"),
                "processes.activity.changed": _("Activity changed"),
                "processes.activity.moved": _("Activity moved"),
                "processes.activity.removed": _("Activity removed"),
                "processes.branches.set": _("Branches of an activity set"),
                "processes.finding.added": _("Finding added"),
                "processes.finding.changed": _("Finding changed"),
                "processes.finding.removed": _("Finding removed"),
                "processes.proposal.accepted": _("Proposed finding accepted"),
                "processes.proposal.dismissed": _("Proposed finding dismissed"),
                "processes.proposal.reconsidered": _("Dismissed proposal taken up again"),
                "processes.absence.stated": _("Stated that there is no present process"),
            }
        )

    def _optimization(self):
        """Stage 3: panel, thread, events, work, deliverable."""
        from processes import optimization_setup  # noqa: PLC0415 -- models are not loaded earlier

        optimization_setup.ready()

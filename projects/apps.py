from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    label = "projects"
    verbose_name = _("SOP projects")

    def ready(self):
        from projects import charter, leaving, waiting  # noqa: F401, PLC0415 -- models are not loaded earlier
        from projects.stages import register  # noqa: PLC0415 -- the same
        from sopman.audit.codes import describe  # noqa: PLC0415 -- the same
        from sopman.people import handover  # noqa: PLC0415 -- the same

        register(charter.panel())
        charter.demand_baselines()
        handover.register(leaving.hand_over, leaving.hanging)
        describe(
            {
                "projects.project.opened": _("Project opened"),
                "projects.project.lead_changed": _("Team lead changed"),
                "projects.project.facts_changed": _("Facts of the project changed"),
                "projects.charter.edited": _("Charter edited"),
                "projects.charter.submitted": _("Sponsor asked to sign the charter"),
                "projects.charter.returned": _("Charter returned by the sponsor"),
                "projects.charter.signed": _("Charter signed"),
                "projects.charter.reopened": _(
                    "Charter opened again; its signature no longer holds"
                ),
                "projects.objective.added": _("Objective added"),
                "projects.objective.changed": _("Objective changed"),
                "projects.objective.removed": _("Objective removed"),
                "projects.baseline.recorded": _("Baseline recorded"),
                "projects.scope.added": _("Scope item added"),
                "projects.scope.changed": _("Scope item changed"),
                "projects.scope.removed": _("Scope item removed"),
                "projects.member.added": _("Team member added"),
                "projects.member.changed": _("Team member changed"),
                "projects.member.removed": _("Team member removed"),
                "projects.schedule.set": _("Schedule set"),
                "projects.schedule.changed": _("Schedule changed"),
            }
        )

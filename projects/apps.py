from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    label = "projects"
    verbose_name = _("SOP projects")

    def ready(self):
        from projects import charter, leaving, rules, waiting  # noqa: F401, PLC0415 -- models are not loaded earlier
        from projects.stages import register  # noqa: PLC0415 -- the same
        from sopman.audit.codes import describe  # noqa: PLC0415 -- the same
        from sopman.core import tones  # noqa: PLC0415 -- the same
        from sopman.organization import sections  # noqa: PLC0415 -- the same
        from sopman.people import handover  # noqa: PLC0415 -- the same

        register(charter.panel())
        charter.demand_baselines()
        tones.teach({"proposed": "warn", "signed": "ok", "declined": "off", "taken_back": "off"})
        handover.register(leaving.hand_over, leaving.hanging)
        sections.add(
            sections.Section(
                "charter_templates",
                _("Charter templates"),
                "projects:templates",
                "file-text",
                rules.may_read_templates,
            )
        )
        describe(EVENTS)


EVENTS = {
    "projects.project.opened": _("Project opened"),
    "projects.project.lead_changed": _("Team lead changed"),
    "projects.project.facts_changed": _("Facts of the project changed"),
    "projects.charter.begun": _("Charter begun from a template or a finished project"),
    "projects.template.added": _("Charter template added"),
    "projects.template.changed": _("Charter template changed"),
    "projects.charter.edited": _("Charter edited"),
    "projects.charter.submitted": _("Sponsor asked to sign the charter"),
    "projects.charter.returned": _("Charter returned by the sponsor"),
    "projects.charter.signed": _("Charter signed"),
    "projects.charter.reopened": _("Charter opened again; its signature no longer holds"),
    "projects.revision.proposed": _("Revision of the charter proposed"),
    "projects.charterrevision.signed": _("Revision of the charter signed"),
    "projects.charterrevision.declined": _("Revision of the charter declined"),
    "projects.charterrevision.taken_back": _("Revision of the charter taken back"),
    "projects.objective.added": _("Objective added"),
    "projects.objective.changed": _("Objective changed"),
    "projects.objective.removed": _("Objective removed"),
    "projects.baseline.recorded": _("Baseline recorded"),
    "projects.scope.added": _("Scope item added"),
    "projects.scope.changed": _("Scope item changed"),
    "projects.scope.removed": _("Scope item removed"),
    "projects.member.added": _("Team member added"),
    "projects.member.changed": _("Team member changed"),
    "projects.member.replaced": _("Team member replaced"),
    "projects.task.added": _("Task added"),
    "projects.task.changed": _("Task changed"),
    "projects.task.finished": _("Task done"),
    "projects.task.removed": _("Task removed"),
    "projects.member.removed": _("Team member removed"),
    "projects.schedule.set": _("Schedule set"),
    "projects.schedule.changed": _("Schedule changed"),
}

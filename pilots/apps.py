from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_EVENTS = {
    "pilots.pilot.planned": _("Pilot plan begun"),
    "pilots.pilot.dated": _("Pilot dates set"),
    "pilots.pilot.extended": _("Pilot extended"),
    "pilots.scenario.added": _("Pilot scenario added"),
    "pilots.scenario.changed": _("Pilot scenario changed"),
    "pilots.scenario.removed": _("Pilot scenario removed"),
    "pilots.participants.added": _("Pilot participants added"),
    "pilots.participant.removed": _("Pilot participant removed"),
    "pilots.participant.handed_over": _("Part in the pilot given to somebody else"),
    "pilots.participant.briefed": _("Pilot version read by a participant"),
    "pilots.problem.reported": _("Pilot problem reported"),
    "pilots.problem.answered": _("Pilot problem answered"),
    "pilots.problem.handed_over": _("Pilot problem given to somebody else"),
    "pilots.questionnaire.answered": _("Questionnaire answered"),
    "pilots.figure.entered": _("Pilot figure entered"),
}


class PilotsConfig(AppConfig):
    name = "pilots"
    label = "pilots"
    verbose_name = _("Pilot")

    def ready(self):
        from pilots import actions, deliverables, panel, tasks, thread, visibility, work  # noqa: F401, PLC0415 -- registries
        from pilots.queries import progress  # noqa: PLC0415 -- models first
        from projects.stages import Stage, StagePanel, register  # noqa: PLC0415 -- models first
        from sopman.audit.codes import describe  # noqa: PLC0415 -- models first
        from sopman.core import tones  # noqa: PLC0415 -- models first
        from sopman.people import handover  # noqa: PLC0415 -- models first

        register(
            StagePanel(
                stage=Stage.PILOT,
                label=_("Pilot"),
                url_name="pilots:pilot",
                criteria=panel.criteria,
                progress=progress,
                withdraw=actions.call_off,
                reopen=actions.put_back,
            )
        )
        handover.register(_hand_over, actions.hanging)
        tones.teach(
            {"planned": "draft", "running": "run", "concluded": "ok", "adopt": "ok",
             "adopt_with_changes": "warn", "abandon": "off", "solved": "ok",
             "change_text": "warn", "carried_over": "run", "no_problem": "plain"}
        )  # fmt: skip
        describe(_EVENTS)


def _hand_over(from_user, to_user, actor, at):
    from pilots.actions import hand_over  # noqa: PLC0415 -- models first

    return hand_over(from_user, to_user, actor=actor, at=at)

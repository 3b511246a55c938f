from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    label = "training"
    verbose_name = _("Release and training")

    def ready(self):
        from processes import thread as steps  # noqa: PLC0415 -- models first
        from projects.stages import register  # noqa: PLC0415 -- models first
        from sopman.audit.codes import describe  # noqa: PLC0415 -- models first
        from sopman.audit.triggers import append_only  # noqa: PLC0415 -- models first
        from sopman.core import navigation, tones  # noqa: PLC0415 -- models first
        from sopman.people import handover  # noqa: PLC0415 -- models first
        from training import (  # noqa: F401, PLC0415 -- registries
            actions,
            closed_book,
            deliverables,
            reading,
            tasks,
            thread,
            visibility,
            work,
        )
        from training.models import Acknowledgement  # noqa: PLC0415 -- models first

        append_only(Acknowledgement)
        register(_panel())
        steps.register(closed_book.shut_step)
        handover.register(_hand_over, actions.hanging)
        tones.teach(TONES)
        describe(EVENTS)
        navigation.add(
            navigation.Entry(
                "training",
                _("Training and exams"),
                "school",
                "training:mine",
                on_phone=True,
                pages=PAGES,
            ),
            before="inbox",
        )


def _panel():
    from projects.stages import Stage, StagePanel  # noqa: PLC0415 -- models first
    from training import actions, panel, queries  # noqa: PLC0415 -- models first

    return StagePanel(
        stage=Stage.RELEASE,
        label=_("Release and training"),
        url_name="training:release",
        criteria=panel.criteria,
        progress=queries.progress,
        withdraw=actions.call_off,
    )


def _hand_over(from_user, to_user, actor, at):
    from training.actions import hand_over  # noqa: PLC0415 -- models first

    return hand_over(from_user, to_user, actor=actor, at=at)


PAGES = (
    "training:mine",
    "training:session",
    "training:exam",
    "training:result",
    "training:ask",
    "training:questions",
    "training:answer_reader",
    "training:accuracy",
)
TONES = {
    "planned": "draft",
    "released": "run",
    "in_force": "ok",
    "called_off": "off",
    "running": "run",
    "handed_in": "run",
    "expired": "off",
}
EVENTS = {
    "training.session.handed_over": _("Training session given to another trainer"),
    "training.release.planned": _("Release begun"),
    "training.release.group_set": _("Consultation group set"),
    "training.release.distributed": _("Distribution list set"),
    "training.release.placed": _("SOP placed in a channel"),
    "training.release.reminded": _("Readers reminded"),
    "training.exam.set": _("Exam set"),
    "training.question.written": _("Exam question written"),
    "training.question.changed": _("Exam question changed"),
    "training.question.retired": _("Exam question taken out or put back"),
    "training.session.planned": _("Training session planned"),
    "training.session.held": _("Training session held"),
    "training.session.attended": _("Attendance recorded"),
    "training.version.acknowledged": _("Version acknowledged"),
    "training.attempt.started": _("Exam begun"),
    "training.question.asked": _("Reader's question asked"),
    "training.question.answered": _("Reader's question answered"),
    "training.accuracy.entered": _("Monthly accuracy entered"),
}

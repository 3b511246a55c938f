from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_EVENTS = {
    "reviews.round.opened": _("Review opened"),
    "reviews.seat.extended": _("Review given more time"),
    "reviews.seat.filled": _("Review seat filled anew"),
    "reviews.seat.handed_in": _("Review handed in"),
    "reviews.seat.countersigned": _("Version countersigned"),
    "reviews.seat.declined": _("Signature declined"),
    "reviews.seat.escalated": _("Overdue review escalated"),
    "reviews.seat.signature_void": _("Signature void, because the content changed"),
    "reviews.comment.answered": _("Review comment answered"),
    "reviews.revision.breached": _("Revision not finished in time"),
}


class ReviewsConfig(AppConfig):
    name = "reviews"
    label = "reviews"
    verbose_name = _("Review")

    def ready(self):
        from projects.stages import Stage, StagePanel, register  # noqa: PLC0415 -- models first
        from reviews import deliverables, panel, tasks, thread, visibility, work  # noqa: F401, PLC0415 -- registries
        from reviews.actions import hanging, put_back, reviews_it, withdraw_rounds  # noqa: PLC0415 -- models first
        from reviews.models import EarlierVerdict  # noqa: PLC0415 -- models first
        from reviews.queries import progress  # noqa: PLC0415 -- models first
        from sopman.audit.codes import describe  # noqa: PLC0415 -- models first
        from sopman.audit.triggers import append_only  # noqa: PLC0415 -- models first
        from sopman.core import tones  # noqa: PLC0415 -- models first
        from sopman.people import handover  # noqa: PLC0415 -- models first
        from sops import independence  # noqa: PLC0415 -- models first

        append_only(EarlierVerdict)
        register(
            StagePanel(
                stage=Stage.REVIEW,
                label=_("Review"),
                url_name="reviews:review",
                criteria=panel.criteria,
                progress=progress,
                withdraw=withdraw_rounds,
                reopen=put_back,
                may_complete=panel.may_complete,
            )
        )
        handover.register(_hand_over, hanging)
        independence.register(reviews_it)
        tones.teach(
            {"revising": "warn", "signing": "run", "must_fix": "bad", "should": "warn",
             "question": "run", "praise": "ok", "pass": "ok", "pass_with_comments": "warn",
             "fail": "bad", "accepted": "ok", "partly": "warn", "rejected": "plain"}
        )  # fmt: skip
        describe(_EVENTS)


def _hand_over(from_user, to_user, actor, at):
    from reviews.actions import hand_over  # noqa: PLC0415 -- models first

    return hand_over(from_user, to_user, actor=actor, at=at)

"""Periodic work of release and training."""

import logging
from datetime import datetime

from sopman.jobs.registry import every

logger = logging.getLogger(__name__)


@every(minutes=1, name="training.take_effect")
def effective_dates(*, at: datetime) -> None:
    """Every released version whose date has come; one that fails does not hold up the others."""
    from sopman.organization.queries import today  # noqa: PLC0415 -- tasks are leaves
    from training import actions  # noqa: PLC0415 -- tasks are leaves
    from training.enums import ReleaseState  # noqa: PLC0415 -- tasks are leaves
    from training.models import Release  # noqa: PLC0415 -- tasks are leaves

    due = Release.objects.filter(state=ReleaseState.RELEASED, effective_on__lte=today(at))
    for release in due.order_by("effective_on", "pk"):
        try:
            actions.take_effect(release, at=at)
        except Exception:  # said in the log; tried again in a minute
            logger.exception("Release %s could not take effect", release.pk)


@every(minutes=1, name="training.close_overdue")
def overdue_attempts(*, at: datetime) -> None:
    from training import actions  # noqa: PLC0415 -- tasks are leaves

    actions.close_overdue(at=at)


@every(minutes=360, name="training.remind_accuracy")
def accuracy(*, at: datetime) -> None:
    from training import actions  # noqa: PLC0415 -- tasks are leaves

    actions.remind_accuracy(at=at)

"""Periodic work of the pilots."""

from datetime import datetime

from sopman.jobs.registry import every


@every(minutes=60, name="pilots.reminders")
def reminders(*, at: datetime) -> None:
    from pilots import actions  # noqa: PLC0415 -- tasks are leaves

    actions.remind(at=at)

"""Periodic work of the SOPs."""

from datetime import datetime

from sopman.jobs.registry import every


@every(minutes=60, name="sops.withdrawals")
def withdrawals(*, at: datetime) -> None:
    from sops import actions  # noqa: PLC0415 -- tasks are leaves

    actions.remind_of_withdrawals(at=at)

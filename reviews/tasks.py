"""Periodic work of the reviews."""

from datetime import datetime

from sopman.jobs.registry import every


@every(minutes=10, name="reviews.clocks")
def clocks(*, at: datetime) -> None:
    from reviews import actions  # noqa: PLC0415 -- tasks are leaves

    actions.run_clocks(at=at)

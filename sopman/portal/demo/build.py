"""The whole company, in the order in which its projects were opened."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import translation

from sopman.people.models import User
from sopman.portal.demo import complaint_life, others
from sopman.portal.demo.accounts import write_accounts
from sopman.portal.demo.clock import Timeline
from sopman.portal.demo.people import found_company

FOUNDED = 420  # days ago


def data_exist() -> bool:
    return User.objects.exists()


def build(*, now: datetime, tell: Callable[[str], None] = lambda words: None) -> None:
    """Make the company as of `now`; everything it does lies before."""
    with translation.override(settings.LANGUAGE_CODE):
        times = Timeline(now)
        tell("people")
        cast = found_company(times.clock(ago=FOUNDED))
        tell("complaint handling, from its charter to the exam")
        walk = complaint_life.live(cast, times)
        tell("projects in every other stage")
        others.live(cast, times)
        tell("three months of use")
        complaint_life.live_on(walk, times)
        write_accounts(cast)

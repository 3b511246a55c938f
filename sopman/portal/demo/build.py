"""The whole company, in the order in which its projects were opened."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation

from sopman.notifications.actions import mark_read
from sopman.notifications.models import Notice
from sopman.people.models import User
from sopman.portal.demo import complaint_life, existing, others
from sopman.portal.demo.accounts import write_accounts
from sopman.portal.demo.clock import Timeline
from sopman.portal.demo.people import found_company

FOUNDED, UNREAD = 420, 6  # days ago


def data_exist() -> bool:
    return User.objects.exists()


def build(*, now: datetime, tell: Callable[[str], None] = lambda words: None) -> None:
    """Make the company as of `now`; everything it does lies before."""
    with translation.override(settings.LANGUAGE_CODE):
        times = Timeline(now)
        tell("people")
        cast = found_company(times.clock(ago=FOUNDED))
        tell("SOPs from before")
        existing.bring_in(cast, times)
        tell("complaint handling, from its charter to the exam")
        walk = complaint_life.live(cast, times)
        tell("projects in every other stage")
        others.live(cast, times)
        tell("three months of use")
        complaint_life.live_on(walk, times)
        read_inboxes(times)
        write_accounts(cast)


def read_inboxes(times: Timeline) -> None:
    """Everybody has read what came more than a week ago, some hours after it came."""
    old = Notice.objects.filter(created_at__date__lt=times.ago(UNREAD))
    for notice in old.select_related("recipient"):
        actor, at = notice.recipient, notice.created_at + timedelta(hours=3)
        mark_read(notice, actor=actor, at=at)

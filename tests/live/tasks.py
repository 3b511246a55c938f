"""Work that takes a second and tells somebody before and after, so that it can be hit in the middle."""

import time
from datetime import timedelta

from sopman.jobs.registry import handles
from sopman.notifications.actions import notify
from sopman.people.models import User

SECONDS = 1.0


@handles("live.slow", lease=timedelta(seconds=16), atomic=False)
def slow(*, at, user_id, number):
    reader = User.objects.get(pk=user_id)
    notify([reader], "live.begun", at=at, key=f"live:{number}")
    time.sleep(SECONDS)
    notify([reader], "live.ended", at=at, key=f"live:{number}")

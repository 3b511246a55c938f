"""`live owe N` writes N slow jobs, `live tell` prints how they stand; asked by tests from outside."""

import json
from collections import Counter

from django.core.management.base import BaseCommand
from django.utils import timezone

from sopman.jobs.actions import enqueue
from sopman.jobs.models import Job
from sopman.notifications.models import Notice
from sopman.people.models import User


class Command(BaseCommand):
    help = "Slow work for tests that kill processes."

    def add_arguments(self, parser):
        parser.add_argument("verb", choices=["owe", "tell"])
        parser.add_argument("count", type=int, nargs="?", default=0)

    def handle(self, *, verb, count, **options):
        if verb == "owe":
            self.owe(count)
        self.stdout.write(json.dumps(self.tell()))

    def owe(self, count):
        reader = User.objects.filter(employee_number="L0001").first()
        reader = reader or User.objects.create_user(
            employee_number="L0001", name="值班员", password=None
        )
        now = timezone.now()
        for number in range(count):
            enqueue("live.slow", key=f"live:{number}", at=now, user_id=reader.pk, number=number)

    def tell(self):
        jobs = Job.objects.filter(kind="live.slow").values_list("state", flat=True)
        notices = Notice.objects.filter(code__startswith="live.").values_list("code", "key")
        return {
            "jobs": dict(Counter(jobs)),
            "notices": len(notices),
            "twice": [key for key, times in Counter(notices).items() if times > 1],
        }

"""`live N` owes N slow jobs; asked by tests from outside."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from sopman.jobs.actions import enqueue
from sopman.people.models import User


class Command(BaseCommand):
    help = "Slow work for tests that kill processes."

    def add_arguments(self, parser):
        parser.add_argument("count", type=int)

    def handle(self, *, count, **options):
        reader = User.objects.create_user(employee_number="L0001", name="值班员", password=None)
        now = timezone.now()
        for number in range(count):
            enqueue("live.slow", key=f"live:{number}", at=now, user_id=reader.pk, number=number)

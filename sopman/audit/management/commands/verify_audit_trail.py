"""Is the audit trail whole?"""

from django.core.management.base import BaseCommand, CommandError

from sopman.audit.models import Event
from sopman.audit.triggers import missing
from sopman.audit.verification import faults


class Command(BaseCommand):
    help = "Verify every hash chain of the audit trail; name each row that does not hold."

    def handle(self, **options):
        found = 0
        for fault in faults():
            found += 1
            self.stderr.write(str(fault))
        for name in missing():
            found += 1
            self.stderr.write(f"trigger {name} is missing; run “manage.py migrate”")
        if found:
            raise CommandError(f"The audit trail does not hold: {found} faults.")
        chains = Event.objects.values("chain").distinct().count()
        self.stdout.write(
            f"The audit trail holds: {Event.objects.count()} events, {chains} chains."
        )

"""`manage.py demo`: the demonstration company, into an empty database."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from sopman.portal import demo


class Command(BaseCommand):
    help = "Make the demonstration company. Only in an empty database."

    def handle(self, *, verbosity, **options):
        if demo.data_exist():
            raise CommandError(
                "There are data already; the demonstration goes into an empty folder."
            )
        with transaction.atomic():
            demo.build(now=timezone.now(), tell=self.stdout.write if verbosity > 1 else _quietly)


def _quietly(words):
    return None

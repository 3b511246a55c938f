"""Prints the one-time link by which the first administrator sets up the organization."""

from django.conf import settings
from django.core.management.base import BaseCommand

from sopman.people import first_run


class Command(BaseCommand):
    help = "Print the one-time link for the first administrator, while nobody exists."

    def handle(self, *args, **options):
        path = first_run.link()
        if path is None:
            self.stdout.write("Somebody exists already; an administrator adds the others.")
        else:
            self.stdout.write(f"\nOpen once to set it up: {settings.BASE_URL}{path}")

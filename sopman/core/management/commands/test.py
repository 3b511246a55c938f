"""`manage.py test [pytest arguments]`: every test, every check. Set-up was done by the bootstrap."""

import os
import sys

from django.core.management.base import BaseCommand

from sopman.bootstrap.environment import ROOT
from sopman.core import catalogues

CHOOSES_PROCESSES = ("-n", "--numprocesses", "-p", "--pdb", "--dist")


class Command(BaseCommand):
    help = "Run every test and check; the arguments are pytest's."

    def run_from_argv(self, argv):
        """Not parsed here: Django's parser would eat pytest's own options."""
        arguments = argv[2:]
        catalogues.compile_all()
        os.environ["SOPMAN_TESTING"] = "1"
        os.chdir(ROOT)
        sys.stdout.flush()
        command = [sys.executable, "-m", "pytest", *_processes(arguments), *arguments]
        os.execv(sys.executable, command)


def _processes(arguments):
    """For the whole suite one process more than cores (at most four), since some tests wait for browsers
    and servers; a chosen few tests start faster in one."""
    if arguments and any(
        not a.startswith("-") or a.startswith(CHOOSES_PROCESSES) for a in arguments
    ):
        return []
    return ["-n", str(min((os.cpu_count() or 1) + 1, 4)), "--dist", "worksteal"]

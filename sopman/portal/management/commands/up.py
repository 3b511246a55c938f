"""`manage.py up`: from a set-up machine to a running product, on one machine."""

import contextlib
import hashlib
import http.client
import shutil
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from sopman.audit import triggers
from sopman.bootstrap import folder, options, ports, progress
from sopman.bootstrap.trouble import Trouble, from_os_error
from sopman.celery import app
from sopman.core import catalogues
from sopman.supervisor.group import Group


class Command(BaseCommand):
    help = "Set up what is missing and run the product on this machine until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser):
        options.add_to(parser)

    def handle(self, *, host, port, no_demo, **_options):
        try:
            kept = folder.hold(settings.BASE_URL)
            ports.ensure_free(host, port)
            prepare(with_demo=not no_demo)
            run(host, port, kept)
        except Trouble as trouble:
            trouble.tell()
            sys.exit(1)
        except OSError as error:
            trouble = from_os_error(error, settings.DATA_DIR)
            if trouble is None:
                raise
            trouble.tell()
            sys.exit(1)
        except KeyboardInterrupt:
            print(
                "\nStopped. Run the same command again; it goes on where it stopped.",
                file=sys.stderr,
            )
            sys.exit(130)


def prepare(*, with_demo):
    """Whatever the last run left undone."""
    catalogues.compile_all()
    collect_static()
    migrate()
    if is_empty() and with_demo and "demo" in get_commands():
        with progress.step("Demonstration company"):
            call_command("demo")
    forget_messages()
    connections.close_all()


def collect_static():
    """Again only when a file changed."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    wanted = _fingerprint_of_static()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with progress.step("Static files"):
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted)


def _fingerprint_of_static():
    total = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            total.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return total.hexdigest()


def migrate():
    """Tables, triggers and the cache table; nothing to do takes no time."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with progress.step("Database"):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
    triggers.install()


def is_empty():
    """Nobody can log in yet."""
    return not get_user_model()._base_manager.exists()


def forget_messages():
    """The embedded broker's file is disposable: the truth is in the `Job` rows."""
    for name in ("broker.sqlite3", "beat-schedule"):
        for leftover in settings.DATA_DIR.glob(f"{name}*"):
            leftover.unlink()
    if settings.CELERY_BROKER_URL.startswith("sqla+"):
        with app.connection_for_write() as link:  # one process makes the tables, not three at once
            link.SimpleQueue(app.conf.task_default_queue).close()


def run(host, port, kept):
    place = ["--host", host, "--port", str(port)]
    programs = {"web": place, "worker": [], "beat": []}
    group = Group(programs, logs=settings.DATA_DIR / "log", keep=[kept])
    print("• Starting web, worker and beat …", flush=True)
    group.run(is_ready=lambda: answers(host, port), on_ready=welcome)
    print("Stopped.", flush=True)


def answers(host, port):
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    link = http.client.HTTPConnection(here, port, timeout=2)
    with contextlib.closing(link):
        try:
            link.request("GET", "/healthz")
            return link.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


def welcome():
    print(
        f"\nsopman runs at {settings.BASE_URL}   (logs in {settings.DATA_DIR / 'log'}, Ctrl-C stops it)"
    )
    accounts = settings.DATA_DIR / "demo-accounts.txt"
    if accounts.exists():
        print(f"\n{accounts.read_text(encoding='utf-8').rstrip()}")
    elif is_empty() and "first_administrator" in get_commands():
        call_command("first_administrator")
    connections.close_all()
    sys.stdout.flush()

"""`python -m sopman.supervisor web|worker|beat`: one program, as containers and `up` start it."""

import argparse
import os
import resource

from sopman.supervisor.leash import follow_parent

FILES = 65_536


def main():
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sopman.settings")
    os.environ["SOPMAN_ROLE"] = options.role
    if options.leash:
        follow_parent(options.leash, gracefully=True)
    {"web": _web, "worker": _worker, "beat": _beat}[options.role](options)


def _options():
    parser = argparse.ArgumentParser(prog="python -m sopman.supervisor")
    parser.add_argument("role", choices=["web", "worker", "beat"])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=2, help="web or worker processes (2)")
    parser.add_argument("--leash", type=int, default=0, help="process that this one follows to its end")
    return parser.parse_args()


def _web(options):
    """granian; its defaults leave the 1,024th idle connection without an answer."""
    from granian import Granian  # noqa: PLC0415 -- each role loads its own
    from granian.constants import Interfaces  # noqa: PLC0415

    raise_file_limit()
    os.environ["SOPMAN_WEB_PID"] = str(os.getpid())  # what sopman.wsgi in the workers follows
    Granian(
        "sopman.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.processes,
        blocking_threads=4,
        backlog=8192,
        backpressure=4096,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()


def _worker(options):
    from sopman.celery import app  # noqa: PLC0415

    app.worker_main(
        [
            "worker",
            "--loglevel=INFO",
            f"--concurrency={options.processes}",
            f"--hostname=sopman-{os.getpid()}@%h",
            "--without-gossip",
            "--without-mingle",
        ]
    )


def _beat(_options):
    from sopman.celery import app  # noqa: PLC0415

    app.start(["beat", "--loglevel=INFO", "--pidfile="])


def raise_file_limit():
    """One open file per connection: take what the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()

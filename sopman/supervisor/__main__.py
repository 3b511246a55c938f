"""`python -m sopman.supervisor web|worker|beat`: one program, as containers and `up` start it.

`probe` asks whether a web process on this machine is alive, `probe --ping` whether a worker is.
"""

import argparse
import os
import resource
import socket
import sys
import urllib.error
import urllib.request

from sopman.supervisor.leash import follow_parent

FILES = 65_536


def main():
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sopman.settings")
    os.environ["SOPMAN_ROLE"] = options.role
    if options.leash:
        follow_parent(options.leash, gracefully=True)
    roles = {"web": _web, "worker": _worker, "beat": _beat, "probe": _probe}
    roles[options.role](options)


def _options():
    parser = argparse.ArgumentParser(prog="python -m sopman.supervisor")
    parser.add_argument("role", choices=["web", "worker", "beat", "probe"])
    parser.add_argument("--ping", action="store_true", help="probe: ask this machine's worker")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=2, help="web or worker processes (2)")
    parser.add_argument(
        "--leash", type=int, default=0, help="process that this one follows to its end"
    )
    return parser.parse_args()


def _web(options):
    """granian; its defaults leave the 1,024th idle connection without an answer."""
    from granian import Granian
    from granian.constants import Interfaces

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
    from sopman.celery import app

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
    from sopman.celery import app

    app.start(["beat", "--loglevel=INFO", "--pidfile="])


def _probe(options):
    """Exit code 0 when the answer is good; container health checks have no other tool at hand."""
    if options.ping:
        from sopman.celery import app

        told = app.control.inspect(timeout=5).ping() or {}
        sys.exit(not any(name.endswith(f"@{socket.gethostname()}") for name in told))
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{options.port}/healthz", timeout=4):
            sys.exit(0)
    except (urllib.error.URLError, OSError) as error:
        sys.exit(f"not alive: {error}")


def raise_file_limit():
    """One open file per connection: take what the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()

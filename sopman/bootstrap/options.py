"""The options of `up` that must be known before Django reads its settings."""

import argparse
import os
import socket
from pathlib import Path

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def add_to(parser):
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on (127.0.0.1; 0.0.0.0 opens it to the network)",
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="start empty, without the demonstration company"
    )
    parser.add_argument("--data", metavar="DIR", help="folder for database, files and logs (var)")


def of_up(arguments):
    parser = argparse.ArgumentParser(add_help=False)
    add_to(parser)
    return parser.parse_known_args(arguments)[0]


def into_environment(options):
    """Settings are read from the environment, by this process and by those it starts."""
    if options.data:
        os.environ["SOPMAN_DATA"] = str(Path(options.data).expanduser().resolve())
    os.environ.setdefault("SOPMAN_BASE_URL", address(options.host, options.port))
    if options.host in LOOPBACK:
        os.environ.setdefault("SOPMAN_DEMO_SIGN_IN", "1")
    else:
        os.environ.setdefault("SOPMAN_ALLOWED_HOSTS", ",".join(names_of_this_machine(options.host)))


def address(host, port):
    if host in ("0.0.0.0", "::"):
        host = network_address() or "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def network_address():
    """The address by which phones on the same network reach this machine; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]


def names_of_this_machine(host):
    name = socket.gethostname()
    names = ["localhost", "127.0.0.1", "[::1]", name, f"{name}.local", network_address()]
    if host not in ("0.0.0.0", "::"):
        names.append(f"[{host}]" if ":" in host else host)
    return list(dict.fromkeys(filter(None, names)))

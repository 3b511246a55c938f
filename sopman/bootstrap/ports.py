"""Whether the port is free, asked before anything slow begins."""

import errno
import shlex
import socket
import sys

from sopman.bootstrap.trouble import Trouble


def ensure_free(host, port):
    """Refuse a port that somebody else listens on, and name the next free one."""
    try:
        if _is_free(host, port):
            return
    except socket.gaierror as error:
        raise Trouble(f"{host} is no address of this machine.", _again(port, "--host")) from error
    except OverflowError as error:
        raise Trouble(f"{port} is no port; ports go from 1 to 65535.", _again(8000)) from error
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            raise Trouble(
                f"Port {port} is kept for the system's own programs.", _again(8000)
            ) from error
        if error.errno == errno.EADDRNOTAVAIL:
            raise Trouble(
                f"{host} is no address of this machine.", _again(port, "--host")
            ) from error
        raise
    free = next(number for number in [*range(port + 1, port + 100), 0] if _is_free(host, number))
    raise Trouble(f"Port {port} is taken by another program.", _again(free))


def _again(port, *wrong):
    """The command to type instead: with the options that were given, but those that are wrong."""
    kept, given = [], sys.argv[2:] if sys.argv[1:2] == ["up"] else []
    dropped = {"--port", *wrong}
    words = iter(given)
    for word in words:
        name, _, value = word.partition("=")
        if name not in dropped:
            kept.append(word)
        elif not value:
            next(words, None)
    return shlex.join(["python3", "manage.py", "up", *kept, "--port", str(port)])


def _is_free(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True

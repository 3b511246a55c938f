"""What goes wrong during set-up is told in one sentence and with what to type."""

import errno
import os
import sys


class Trouble(Exception):
    """Set-up cannot go on. `advice` is what to type, one command a line."""

    def __init__(self, sentence, *advice):
        super().__init__(sentence)
        self.sentence, self.advice = sentence, advice

    def tell(self, stream=None):
        stream = stream or sys.stderr
        print(f"\n{self.sentence}", file=stream)
        for line in self.advice:
            print(f"    {line}", file=stream)
        stream.flush()


UNREACHABLE = (
    "temporary failure in name resolution",
    "name or service not known",
    "nodename nor servname",
    "failed to resolve",
    "getaddrinfo",
    "connection refused",
    "connection reset",
    "network is unreachable",
    "no route to host",
    "newconnectionerror",
    "connecttimeout",
    "readtimeout",
    "timed out",
    "proxyerror",
    "sslerror",
    "certificate_verify_failed",
    "could not find a version that satisfies",
    "no matching distribution found",
    "403 client error",
    "407 proxy",
    "econnrefused",
    "econnreset",
    "enotfound",
    "eai_again",
    "etimedout",
    "err_socket_timeout",
    "e403",
    "e404",
    "e407",
    "e503",
    "network request failed",
    "could not resolve",
    "temporary failure resolving",
)


def unreachable(output):
    """Whether a package client's output says that its source could not be reached."""
    text = output.lower()
    return any(sign in text for sign in UNREACHABLE)


def disk_full(output):
    text = output.lower()
    return "no space left on device" in text or "enospc" in text


def from_os_error(error, root):
    """The sentence for an OSError met while writing, or None for a kind we do not know."""
    place = error.filename or root
    if error.errno == errno.ENOSPC:
        return full(place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(place)
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST):
        return Trouble(
            f"The folder {place} cannot be made: something on the way to it is no folder.",
            "python3 manage.py up --data ANOTHER_FOLDER",
        )
    return None


def full(place):
    return Trouble(
        f"The disk is full: nothing more can be written to {place}.",
        f"df -h {place}",
        "Free about 1 GB, then run the same command again; it goes on where it stopped.",
    )


def read_only(place):
    return Trouble(
        f"The folder {place} cannot be written to by this user.",
        "Copy the project into a folder of your own and run the command there, or type:",
        f'sudo chown -R "{os.environ.get("USER") or os.getuid()}" "{place}"',
    )

#!/usr/bin/env python3
"""The project's one command; see README.md."""

import os
import sys

if sys.version_info < (3, 11):  # no newer syntax in this file: an old Python must get this far
    sys.exit(
        "sopman needs Python 3.11 or newer; this is %d.%d.\n    sudo apt-get install -y python3.11 "
        "python3.11-venv   (macOS: brew install python)" % sys.version_info[:2]
    )


def main():
    from sopman import bootstrap  # noqa: PLC0415 -- after the version check

    bootstrap.enter(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sopman.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- not there before set-up

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

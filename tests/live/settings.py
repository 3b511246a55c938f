"""The product as it runs, with one kind of slow work on top; for tests that kill processes."""

from sopman.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.live"]  # noqa: F405

"""Documents drawn from the code are not behind it."""

from django.core.management import call_command


def test_the_state_diagrams_are_not_behind_the_code():
    call_command("state_diagrams", check=True)

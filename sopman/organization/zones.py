"""Time zones to choose from. Pure."""

from functools import cache
from zoneinfo import available_timezones

_known = cache(available_timezones)  # it looks through folders of files
_USUAL = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Bangkok",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Australia/Sydney",
    "UTC",
)


def time_zone_choices(also: str = "") -> list[tuple[str, str]]:
    """The usual zones, and the one that is set already."""
    names = [zone for zone in _USUAL if zone in _known()]
    if also and also not in names:
        names.append(also)
    return [(name, name.replace("_", " ")) for name in names]

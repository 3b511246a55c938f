"""Telling that a map is open on somebody's canvas. No decision, so no audit event."""

from datetime import datetime
from typing import Any

from processes.models import MapPresence, ProcessMap


def keep_open(process_map: ProcessMap, *, actor: Any, at: datetime) -> list[MapPresence]:
    """Renew the lease of `actor`. Returns who else has the map open, the first first."""
    mine = MapPresence.objects.filter(map=process_map, person=actor)
    if not mine.alive(at).update(seen_at=at):
        MapPresence.objects.update_or_create(
            map=process_map, person=actor, defaults={"opened_at": at, "seen_at": at}
        )
    others = MapPresence.objects.filter(map=process_map).alive(at).exclude(person=actor)
    return list(others.select_related("person"))


def close_map(process_map: ProcessMap, *, actor: Any) -> None:
    """The last page of `actor` that showed it is left."""
    MapPresence.objects.filter(map=process_map, person=actor).delete()

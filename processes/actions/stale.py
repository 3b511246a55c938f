"""A save of a map that somebody else saved meanwhile: both edits are put together, or offered so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from processes import guards
from processes.bpmn import Document
from processes.importing.comparing import differences
from processes.merging import Merge, merge
from processes.models import ProcessMap
from sopman.core.errors import Refused


class Stale(Refused):
    """Carries what both sides did and where they contradict; sent again with `onto` and choices."""

    def __init__(self, process_map: ProcessMap, merged: Merge) -> None:
        super().__init__([_("Somebody saved this map meanwhile. Look at what both changed.")])
        self.merged, self.onto = merged, process_map.revision
        last = process_map.history.select_related("history_user").first()
        self.by: Any = last.history_user
        self.at: datetime = process_map.changed_at


def as_of(process_map: ProcessMap, revision: int) -> Document:
    """The map as it was at a revision. Refuses a revision that never was."""
    row = process_map.history.filter(revision=revision).order_by("-history_id").first()
    if row is None:
        raise Refused([str(guards.is_unchanged(process_map.revision, revision))])
    return Document.parse(row.xml)


def together(
    process_map: ProcessMap,
    *,
    mine: Document,
    base: Document,
    stored: Document,
    choices: Mapping[str, str] | None,
    onto: int | None,
) -> Document:
    """`mine`, which came from `base`, put together with what is `stored` in the locked map.

    Raises Stale until the person has seen what comes out of it: `onto` is the revision that the
    offer was made for, `choices` says “mine” or “theirs” for each conflict by its key.
    """
    merged = merge(base, mine, stored, choices)
    nothing_new = not merged.conflicts and not differences(stored.root, merged.document.root)
    if not nothing_new and (merged.open or onto != process_map.revision):
        raise Stale(process_map, merged)
    return merged.document

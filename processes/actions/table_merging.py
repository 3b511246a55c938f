"""Saving a step table that was opened before somebody else changed the map."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from processes import bpmn, layout
from processes.actions.maps import hanging_on, opened, save
from processes.actions.table import TableRow, wanted_rows
from processes.bpmn import Document
from processes.merging import Merge, merge
from processes.models import ProcessMap, Step
from sopman.audit.history import stamp
from sopman.core.errors import Refused


def opened_at(process_map: ProcessMap, revision: int) -> ProcessMap | None:
    """The map as it was at a revision, from its history."""
    found = ProcessMap.history.filter(id=process_map.pk, revision=revision)
    return found.order_by("-history_date", "-history_id").first()


def merged_table(
    process_map: ProcessMap,
    rows: Sequence[TableRow],
    seen_revision: int,
    choices: Mapping[str, str],
) -> Merge | None:
    """What the present map and these rows give together; nothing is stored.

    None where the rows name an activity that the map at `seen_revision` didn't have.
    """
    base = opened_at(process_map, seen_revision)
    if base is None:
        return None
    before, mine = Document.parse(base.xml), Document.parse(base.xml)
    known = {row.facts.step for row in before.rows()}
    if any(row.step and row.step not in known for row in rows):
        return None
    bpmn.rewrite(mine, wanted_rows(mine, rows, lambda: str(uuid4())))
    layout.draw(mine)
    return merge(before, mine, Document.parse(process_map.xml), choices)


@transaction.atomic
def save_merged_table(
    process_map: ProcessMap,
    *,
    rows: Sequence[TableRow],
    choices: Mapping[str, str],
    actor: Any,
    at: datetime,
    seen_revision: int,
    met_revision: int | None,
    confirm: bool = False,
) -> ProcessMap:
    """Put the table and what was changed since `seen_revision` together, as one change.

    `met_revision` is the state that the offer was made for; a later one is shown first.
    """
    locked, before = opened(process_map, actor, met_revision)
    merged = merged_table(locked, rows, seen_revision, choices)
    if merged is None:
        raise Refused([_("What this table was opened with is not known any more. Open it again.")])
    if merged.open:
        raise Refused([_("Choose in every contradiction whose change is to stand.")])
    document = Document.parse(merged.document.to_xml())
    going = [row for row in before.rows() if row.facts.step not in _steps(document)]
    sentences = list(_hanging(locked, going))
    if sentences and not confirm:
        raise Refused([*sentences, _("Confirm that they are to be removed all the same.")])
    _settle_steps(locked, document, before, actor=actor, at=at)
    facts = {
        "merged": [seen_revision, locked.revision],
        "mine": len(merged.mine),
        "theirs": len(merged.theirs),
        "chosen": dict(choices),
        "removed": [row.facts.name for row in going],
    }
    document.made, document.gone = [], set()
    return save(locked, document, "processes.table.saved", facts, actor, at)


def _steps(document: Document) -> set[str]:
    return {row.facts.step for row in document.rows()}


def _hanging(process_map: ProcessMap, going: Sequence[Any]) -> Any:
    for step in Step.objects.filter(pk__in=[row.facts.step for row in going]):
        yield from map(str, hanging_on(process_map, step))


def _settle_steps(
    process_map: ProcessMap, document: Document, before: Document, *, actor: Any, at: datetime
) -> None:
    """Each new activity gets its identity stored."""
    known = _steps(before)
    for row in document.rows():
        if row.facts.step in known:
            continue
        step = Step(pk=UUID(row.facts.step), project=process_map.project, made_at=at)
        if not Step.objects.filter(pk=step.pk).exists():
            stamp(step, actor).save()

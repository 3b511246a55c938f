"""Cycles that were timed at the workplace, and their minutes on the map."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processes import bpmn
from processes.actions.evidence import locked_record, open_for_evidence
from processes.actions.maps import opened, save
from processes.bpmn.sources import STATED, Source
from processes.enums import Aspect, EvidenceKind, MapKind
from processes.models import Cycle, EvidenceRecord, Lap, ProcessMap, Step
from processes.queries.evidence import measured_in, question_about
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record as note
from sopman.core.errors import Refused

MOST_LAPS = 500
MOST_CYCLES = 200
LONGEST_TOUCH = 24 * 3600
LONGEST_WAITING = 90 * 24 * 3600
LONGEST_CYCLE = timedelta(days=120)


@dataclass(frozen=True)
class Timed:
    """One activity of a cycle as it was timed, in whole seconds; None was not taken."""

    step: UUID
    touch: int | None
    waiting: int | None
    interrupted: int = 0
    remark: str = ""


@transaction.atomic
def save_cycle(
    one: EvidenceRecord,
    *,
    client_id: UUID,
    started_at: datetime,
    ended_at: datetime,
    laps: Sequence[Timed],
    actor: Any,
    at: datetime,
    remark: str = "",
    is_typed: bool = False,
) -> Cycle:
    """Keep one observed cycle. Sent twice with the same `client_id`, it is one cycle.

    Absurd figures are put right, and `corrected` says which; without any lap it is refused.
    """
    locked = locked_record(one, actor)
    present = Cycle.objects.filter(client_id=client_id).select_related("record").first()
    if present is not None:
        if present.record_id != locked.pk:
            raise Refused([_("This cycle was sent for another record already.")])
        return present
    said: list[str] = []
    kept = _kept_laps(locked, laps, said)
    if against := list(_against_cycle(locked, kept)):
        raise Refused(against)
    started_at, ended_at = _sane_span(started_at, ended_at, at, said)
    cycle = Cycle(
        record=locked, client_id=client_id, started_at=started_at, ended_at=ended_at,
        remark=remark.strip()[:500], corrected=said, is_typed=is_typed, observed_by=actor,
        received_at=at,
    )  # fmt: skip
    stamp(cycle, actor).save()
    _write_laps(cycle, kept, actor)
    told = {"record": locked.code, "laps": len(kept), "corrected": said, "typed": is_typed}
    note(locked, "processes.cycle.observed", actor=actor, at=at, facts=told)
    return cycle


def _write_laps(cycle: Cycle, laps: Sequence[Timed], actor: Any) -> None:
    for order, lap in enumerate(laps):
        row = Lap(
            cycle=cycle, step_id=lap.step, order=order, touch_seconds=lap.touch,
            waiting_seconds=lap.waiting, interrupted_seconds=lap.interrupted,
            remark=" ".join(lap.remark.split())[:300],
        )  # fmt: skip
        stamp(row, actor).save()


def _against_cycle(one: EvidenceRecord, laps: Sequence[Timed]) -> Iterable[str]:
    if one.kind != EvidenceKind.OBSERVATION:
        yield _("Cycles belong to an on-site observation.")
    if not laps:
        yield _("Nothing was timed in this cycle.")
    if one.cycles.count() >= MOST_CYCLES:
        yield _("A record holds %(n)d cycles at most; begin another one.") % {"n": MOST_CYCLES}


def _kept_laps(one: EvidenceRecord, laps: Sequence[Timed], said: list[str]) -> list[Timed]:
    ours = set(Step.objects.filter(project=one.project_id).values_list("pk", flat=True))
    known = [lap for lap in laps if lap.step in ours]
    if len(known) < len(laps):
        said.append(_("Laps of activities that aren't of this project were left out."))
    if len(known) > MOST_LAPS:
        said.append(_("Laps after the %(n)dth were left out.") % {"n": MOST_LAPS})
    kept = [_sane_lap(lap) for lap in known[:MOST_LAPS]]
    if changed := sum(1 for lap, given in zip(kept, known, strict=False) if lap != given):
        said.append(
            ngettext(
                "%(n)d lap had an impossible time (negative, touch over 24 hours, waiting over "
                "90 days); it was cut to the limit.",
                "%(n)d laps had an impossible time (negative, touch over 24 hours, waiting over "
                "90 days); they were cut to the limit.",
                changed,
            )
            % {"n": changed}
        )
    return [lap for lap in kept if lap.touch is not None or lap.waiting is not None]


def _sane_lap(lap: Timed) -> Timed:
    return replace(
        lap,
        touch=_between(lap.touch, LONGEST_TOUCH),
        waiting=_between(lap.waiting, LONGEST_WAITING),
        interrupted=_between(lap.interrupted, LONGEST_WAITING) or 0,
    )


def _between(seconds: int | None, most: int) -> int | None:
    return None if seconds is None else max(0, min(seconds, most))


def _sane_span(
    started_at: datetime, ended_at: datetime, at: datetime, said: list[str]
) -> tuple[datetime, datetime]:
    """A phone's clock may be wrong; the lengths of laps don't depend on it."""
    length = min(max(ended_at - started_at, timedelta(0)), LONGEST_CYCLE)
    if length != ended_at - started_at:
        said.append(_("The cycle ended before it began, or lasted over 120 days; it was cut."))
    if started_at + length > at + timedelta(minutes=5):
        said.append(_("The clock of the device was ahead; the cycle was put at the present time."))
        return at - length, at
    return started_at, started_at + length


@transaction.atomic
def remove_cycle(cycle: Cycle, *, actor: Any, at: datetime, reason: str) -> None:
    """Take a cycle out of the measurement, with the reason (a wrong tap, not a whole case)."""
    locked = locked_record(cycle.record, actor)
    found = locked.cycles.select_for_update(of=("self",)).filter(pk=cycle.pk).first()
    if found is None:
        raise Refused([_("This cycle has been removed meanwhile.")])
    if not reason.strip():
        raise Refused([_("Say why the cycle doesn't count.")])
    laps = [[str(lap.step_id), lap.touch_seconds, lap.waiting_seconds] for lap in found.laps.all()]
    told = {"record": locked.code, "started_at": found.started_at.isoformat(), "laps": laps}
    note(locked, "processes.cycle.removed", actor=actor, at=at, reason=reason.strip(), facts=told)
    for row in (*found.laps.all(), found):
        stamp(row, actor, reason.strip()).delete()


# Onto the map


@transaction.atomic
def take_over_measured(
    project: Project,
    *,
    actor: Any,
    at: datetime,
    step: Step | None = None,
    seen_revision: int | None = None,
) -> ProcessMap:
    """Write the medians of what was measured into the as-is map, of one activity or of all.

    Each value gets its source; it goes through the map's XML like every other edit.
    """
    open_for_evidence(project, actor)
    wanted: dict[str, dict[str, Source]] = {}
    for pk, one in measured_in(project).items():
        if step is None or pk == str(step.pk):
            given = {aspect: one.source(aspect, project.code) for aspect in ("touch", "waiting")}
            wanted[pk] = {aspect: source for aspect, source in given.items() if source}
    return _write(project, wanted, actor, at, seen_revision)


@transaction.atomic
def take_over_settled(
    project: Project, *, step: Step, aspect: str, actor: Any, at: datetime
) -> ProcessMap:
    """Write the minutes that hold after a contradiction was settled, with who stated them."""
    open_for_evidence(project, actor)
    question = question_about(project, step, aspect)
    if question is None or not question.is_settled or not question.settlement.chosen:
        raise Refused([_("Settle first which of the values holds.")])
    if aspect not in (Aspect.TOUCH, Aspect.WAITING):
        raise Refused([_("Only minutes are taken over; change the rest in the step table.")])
    claim = next((c for c in question.claims if c.value == question.settlement.chosen), None)
    if claim is None:
        raise Refused([_("Settle first which of the values holds.")])
    if claim.pin is None:
        source = measured_in(project)[str(step.pk)].source(aspect, project.code)
    else:
        record = claim.pin.record
        where = f"{project.code} {record.code}"
        source = Source(STATED, Decimal(claim.value), by=record.who[:120], record=where)
    return _write(project, {str(step.pk): {aspect: source}}, actor, at, None)


def _write(
    project: Project,
    wanted: Mapping[str, Mapping[str, Source]],
    actor: Any,
    at: datetime,
    seen_revision: int | None,
) -> ProcessMap:
    process_map = ProcessMap.objects.filter(project=project, kind=MapKind.AS_IS).first()
    if process_map is None:
        raise Refused([_("There is no as-is map yet.")])
    locked, document = opened(process_map, actor, seen_revision)
    names = []
    for row in document.rows():
        given = wanted.get(row.facts.step, {})
        new: dict[str, Any] = {}
        for aspect, source in given.items():
            if getattr(row.facts, f"{aspect}_source") != source:
                new |= {aspect: source.value, f"{aspect}_source": source}
        if new:
            bpmn.change(document, row.element_id, replace(row.facts, **new))
            names.append(row.facts.name)
    if not names:
        raise Refused([_("The map says already what was found; nothing is to be taken over.")])
    return save(locked, document, "processes.minutes.taken_over", {"changed": names}, actor, at)

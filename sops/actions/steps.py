"""Writing the steps of a draft: text, order, branches, pictures."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from processes.models import Step
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.files.actions import attach, remove
from sopman.people.models import Position
from sops.actions.locking import check_seen, draft_for
from sops.actions.starting import add_planned
from sops.models import Omission, SopStep, SopStepBranch, SopVersion, StepPicture
from sops.queries import uncovered

STEP_WORDS = (
    "title",
    "action",
    "position",
    "system",
    "time_limit_value",
    "time_limit_unit",
    "output_standard",
    "caution",
    "example",
    "is_control_point",
)


@transaction.atomic
def add_step(
    version: SopVersion,
    *,
    title: str,
    actor: Any,
    at: datetime,
    after: SopStep | None = None,
    **words: Any,
) -> SopStep:
    """A step that no map has, with an identity of its own; at the end, or after another one."""
    version = draft_for(version, actor)
    step = Step(project=version.project, made_at=at)
    stamp(step, actor).save()
    one = SopStep(
        version=version, step=step, order=_place(version, after, actor), title=title.strip()
    )
    _write(one, {"title": title, **words})
    stamp(one, actor).save()
    record(version, "sops.step.added", actor=actor, at=at, facts=_facts(one))
    return one


def _place(version: SopVersion, after: SopStep | None, actor: Any) -> int:
    if after is None:
        return (version.steps.aggregate(last=Max("order"))["last"] or 0) + 1
    after = version.steps.get(pk=after.pk)
    for later in version.steps.filter(order__gt=after.order).order_by("-order"):
        later.order += 1
        stamp(later, actor).save(update_fields=["order"])
    return after.order + 1


def _write(one: SopStep, words: dict[str, Any]) -> None:
    if unknown := set(words) - set(STEP_WORDS):
        raise TypeError(f"A step has no {', '.join(sorted(unknown))}.")
    for name, value in words.items():
        setattr(one, name, value.strip() if isinstance(value, str) else value)
    if not one.title:
        raise Refused([_("Give the step a title.")])
    if (one.time_limit_value is None) != (not one.time_limit_unit):
        raise Refused([_("A time limit is a number with its unit.")])
    if one.time_limit_value is not None and one.time_limit_value <= 0:
        raise Refused([_("A time limit is more than nothing.")])


@transaction.atomic
def edit_step(
    one: SopStep,
    *,
    actor: Any,
    at: datetime,
    seen: Any = None,
    title: str,
    action: str = "",
    position: Position | None = None,
    system: str = "",
    time_limit_value: Decimal | None = None,
    time_limit_unit: str = "",
    output_standard: str = "",
    caution: str = "",
    example: str = "",
    is_control_point: bool = False,
) -> SopStep:
    """Write a step. Its identity stays what it is."""
    version = draft_for(one.version, actor)
    row = version.steps.select_for_update(of=("self",)).get(pk=one.pk)
    check_seen(row, seen)
    _write(
        row,
        {
            "title": title,
            "action": action,
            "position": position,
            "system": system,
            "time_limit_value": time_limit_value,
            "time_limit_unit": time_limit_unit if time_limit_value is not None else "",
            "output_standard": output_standard,
            "caution": caution,
            "example": example,
            "is_control_point": is_control_point,
        },
    )
    row.revision += 1
    stamp(row, actor).save()
    record(version, "sops.step.edited", actor=actor, at=at, facts=_facts(row))
    return row


@transaction.atomic
def move_step(one: SopStep, *, up: bool, actor: Any, at: datetime) -> None:
    """One place up or down; at the end of the list nothing happens."""
    version = draft_for(one.version, actor)
    rows = list(version.steps.select_for_update(of=("self",)).order_by("order", "pk"))
    here = next(n for n, row in enumerate(rows) if row.pk == one.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for order, row in enumerate(rows, start=1):
        if row.order != order:
            row.order = order
            stamp(row, actor).save(update_fields=["order"])
    facts = _facts(rows[there]) | {"to": there + 1}
    record(version, "sops.step.moved", actor=actor, at=at, facts=facts)


@transaction.atomic
def remove_step(one: SopStep, *, actor: Any, at: datetime, reason: str = "") -> None:
    """Take a step out. An activity of the to-be plan needs a reason, which is kept."""
    version = draft_for(one.version, actor)
    if _planned(version, one.step_id):
        _leave_out(version, one.step, reason, actor)
    facts = _facts(one)
    if version.record_forms.filter(step=one.step_id).exists():
        raise Refused([_("A record form is filled in at this step; change the form first.")])
    stamp(one, actor, reason)
    one.delete()
    record(version, "sops.step.removed", actor=actor, at=at, reason=reason, facts=facts)


def is_planned(one: SopStep) -> bool:
    """Whether the step is an activity of the project's to-be plan."""
    return _planned(one.version, one.step_id)


def _planned(version: SopVersion, step_id: Any) -> bool:
    return version.project.maps.filter(kind="to_be", activities__step=step_id).exists()


@transaction.atomic
def leave_out(
    version: SopVersion, *, step: Step, reason: str, actor: Any, at: datetime
) -> Omission:
    """State why an activity of the plan has no step of its own."""
    version = draft_for(version, actor)
    if step.pk not in {planned.step.pk for planned in uncovered(version)}:
        raise Refused([_("That activity is covered already.")])
    row = _leave_out(version, step, reason, actor)
    facts = {"step": str(step.pk)}
    record(version, "sops.activity.left_out", actor=actor, at=at, reason=reason, facts=facts)
    return row


def _leave_out(version: SopVersion, step: Step, reason: str, actor: Any) -> Omission:
    if not reason.strip():
        raise Refused([_("Say why the SOP leaves this activity of the plan out.")])
    row = Omission(version=version, step=step, reason=reason.strip())
    stamp(row, actor).save()
    return row


@transaction.atomic
def take_from_plan(version: SopVersion, *, step: Step, actor: Any, at: datetime) -> SopStep:
    """Make the step of an activity of the plan that has none, or that had been left out."""
    version = draft_for(version, actor)
    for omitted in version.omissions.filter(step=step):
        stamp(omitted, actor).delete()
    planned = next((one for one in uncovered(version) if one.step.pk == step.pk), None)
    if planned is None:
        raise Refused([_("That activity is covered already.")])
    one = add_planned(version, planned, order=_place(version, None, actor), actor=actor)
    record(version, "sops.step.added", actor=actor, at=at, facts=_facts(one))
    return one


@transaction.atomic
def add_branch(
    one: SopStep, *, condition: str, actor: Any, at: datetime, target: Step | None = None
) -> SopStepBranch:
    """“If … go on with step …”; without a target the procedure ends there."""
    version = draft_for(one.version, actor)
    if not condition.strip():
        raise Refused([_("Say under which condition.")])
    if target is not None and not version.steps.filter(step=target).exists():
        raise Refused([_("That step is not in this SOP.")])
    way = SopStepBranch(version=version, sop_step=one, condition=condition.strip(), target=target)
    stamp(way, actor).save()
    facts = _facts(one) | {"if": way.condition}
    record(version, "sops.branch.added", actor=actor, at=at, facts=facts)
    return way


@transaction.atomic
def remove_branch(way: SopStepBranch, *, actor: Any, at: datetime) -> None:
    version = draft_for(way.version, actor)
    facts = _facts(way.sop_step) | {"if": way.condition}
    stamp(way, actor).delete()
    record(version, "sops.branch.removed", actor=actor, at=at, facts=facts)


@transaction.atomic
def add_picture(
    one: SopStep, *, upload: Any, alt: str, actor: Any, at: datetime, caption: str = ""
) -> StepPicture:
    """Show a picture in a step, with words for those who can't see it."""
    version = draft_for(one.version, actor)
    if not alt.strip():
        raise Refused([_("Say what the picture shows.")])
    shown = StepPicture(version=version, sop_step=one, alt=alt.strip(), caption=caption.strip())
    stamp(shown, actor).save()
    shown.attachment = attach(shown, upload=upload, actor=actor, at=at)
    stamp(shown, actor).save()
    return shown


@transaction.atomic
def remove_picture(shown: StepPicture, *, actor: Any, at: datetime) -> None:
    draft_for(shown.version, actor)
    if shown.attachment is not None:
        remove(shown.attachment, actor=actor, at=at)
    stamp(shown, actor).delete()


def _facts(one: SopStep) -> dict[str, Any]:
    return {"step": str(one.step_id), "title": one.title, "order": str(one.order)}

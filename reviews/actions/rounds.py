"""Opening a round, keeping its seats filled, calling it off."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.actions import advance_stage
from projects.enums import Stage
from projects.models import Project
from reviews import rules
from reviews.actions.drafts import take_back
from reviews.actions.revising import ask_for_signatures
from reviews.enums import REVIEWING, SeatKind
from reviews.models import Round, Seat
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.lifecycle import fire
from sopman.notifications.actions import notify
from sopman.organization.queries import today
from sopman.people import queries as people
from sops import actions as sops
from sops.queries import current_version


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """Who reviews in which seat, until when."""

    kind: str
    person: Any
    due_on: date


@transaction.atomic
def open_round(
    project: Project,
    *,
    seats: list[SeatPlan],
    sign_by: date,
    actor: Any,
    at: datetime,
    note: str = "",
    approver: Any = None,
    approver_reason: str = "",
) -> Round:
    """Hand the project's draft to its reviewers, and move the project into review.

    The seats of the countersigning departments and of the head fill themselves from the
    organization; `approver` with a reason stands in where nobody is left who may approve.
    An editorial correction goes to the head alone. Refuses unfit people, past due dates and
    everything the drafting gate asks for.
    """
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not rules.may_open(project, actor):
        raise PermissionDenied(_("Only the project's lead opens a review."))
    version = _reviewable(project)
    signing = _signing_seats(project, version, approver, approver_reason, at)
    _check(seats, signing, version, sign_by, at)

    version = sops.submit_for_review(version, actor=actor, at=at)
    if project.stage == Stage.DRAFTING:
        advance_stage(project, to=Stage.REVIEW, actor=actor, at=at)
    number = version.rounds.count() + 1
    round_ = Round(project=project, version=version, number=number, note=note, opened_at=at,
                   opened_by=actor, content_sha256=version.content_sha256)  # fmt: skip
    stamp(round_, actor).save()
    _take_seats(round_, seats, signing, sign_by, actor)
    facts = {plan.kind: str(plan.person) for plan in seats}
    record(round_, "reviews.round.opened", actor=actor, at=at, facts=facts)
    for seat in round_.seats.reviewing():
        ask(seat, at=at)
    if not seats:
        ask_for_signatures(round_, actor=actor, at=at)
    return round_


def _reviewable(project: Project) -> Any:
    version = current_version(project)
    if version is None:
        raise Refused([_("There is no draft yet. Start the SOP first.")])
    if version.rounds.running().exists():
        raise Refused([_("This version is being reviewed already.")])
    return version


def _take_seats(
    round_: Round, seats: list[SeatPlan], signing: Any, sign_by: date, actor: Any
) -> None:
    for plan in seats:
        _seat(round_, actor, kind=plan.kind, holder=plan.person, due_on=plan.due_on)
    for kind, department, person, why in signing:
        _seat(round_, actor, kind=kind, department=department, holder=person,
              named_because=why, due_on=sign_by)  # fmt: skip


@transaction.atomic
def extend_seat(seat: Seat, *, due_on: date, reason: str, actor: Any, at: datetime) -> Seat:
    """Give a seat more time. The first due date stays on the record."""
    seat = _steered(seat, actor)
    if not reason.strip():
        raise Refused([_("Say why.")])
    if due_on <= seat.due_on:
        raise Refused([_("The new date must lie after the present one.")])
    facts = {"from": seat.due_on, "to": due_on}
    seat.due_on, seat.escalated_on = due_on, None
    stamp(seat, actor, reason).save()
    record(seat, "reviews.seat.extended", actor=actor, at=at, reason=reason, facts=facts)
    return seat


@transaction.atomic
def fill_seat(seat: Seat, *, person: Any, reason: str, actor: Any, at: datetime) -> Seat:
    """Put another person into a seat that has not spoken yet."""
    seat = _steered(seat, actor)
    if seat.handed_in_at or seat.signature_id:
        raise Refused([_("This seat has already handed in. What was said stands.")])
    if not reason.strip():
        raise Refused([_("Say why.")])
    if against := _against_person(seat, person):
        raise Refused(against)
    facts = {"from": str(seat.holder or ""), "to": str(person)}
    seat.holder = person
    stamp(seat, actor, reason).save()
    record(seat, "reviews.seat.filled", actor=actor, at=at, reason=reason, facts=facts)
    ask(seat, at=at)
    return seat


@transaction.atomic
def withdraw_round(round_: Round, *, reason: str, actor: Any, at: datetime) -> Round:
    """Call a running round off, with a reason; the draft goes back to its authors."""
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if actor is not None and not rules.may_steer(round_, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if not reason.strip():
        raise Refused([_("Say why.")])
    fire(round_.to_withdrawn, actor=actor, at=at, reason=reason)
    take_back(round_.version, actor=actor, at=at, reason=reason)
    everyone = [seat.holder for seat in round_.seats.select_related("holder")]
    notify(everyone, "reviews.round.withdrawn", at=at, key=str(round_.pk), url=_page(round_),
           version=str(round_.version), reason=reason)  # fmt: skip
    return round_


@transaction.atomic
def put_back(project: Project, *, actor: Any, at: datetime, reason: str) -> None:
    """The project comes back to be reviewed: what was approved is followed by a new draft."""
    withdraw_rounds(project, actor=actor, at=at, reason=reason)
    sops.put_back(project, actor=actor, at=at, reason=reason)


@transaction.atomic
def withdraw_rounds(project: Project, *, actor: Any, at: datetime, reason: str) -> None:
    """The project goes back or is cancelled: end what is under way. The caller has checked who."""
    for round_ in Round.objects.running().filter(project=project):
        fire(round_.to_withdrawn, actor=None, at=at, reason=reason)
        take_back(round_.version, actor=None, at=at, reason=reason)


def _against_person(seat: Seat, person: Any) -> list[str]:
    """A department's signature is its head's; and the approver is never the only reviewer."""
    round_ = seat.round
    against = list(rules.unfit(seat.kind, person, round_.author_ids))
    if seat.kind not in REVIEWING:
        head = people.head_of(seat.department, besides=round_.author_ids)
        if head is not None and head.pk != person.pk:
            against.append(rules.signs_as_head(head, seat.department))
    holders = dict(round_.seats.values_list("kind", "holder")) | {seat.kind: person.pk}
    reviewers = [holders.get(kind) for kind in REVIEWING]
    return [*against, *rules.too_few_people(reviewers, holders.get(SeatKind.HEAD))]


def _steered(seat: Seat, actor: Any) -> Seat:
    Round.objects.select_for_update().get(pk=seat.round_id)
    seat = Seat.objects.select_related("round__project", "holder").get(pk=seat.pk)
    if not rules.may_reassign(seat.round, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if seat.round.closed_at:
        raise Refused([_("This review is already closed.")])
    return seat


def _seat(round_: Round, actor: Any, **given: Any) -> None:
    stamp(Seat(round=round_, first_due_on=given["due_on"], **given), actor).save()


def _signing_seats(project, version, approver, approver_reason, at):
    """(kind, department, person, reason) for every department concerned, then for the head."""
    authors = [author.pk for author in version.authors.all()]
    owner, found, missing = project.owning_department, [], []
    concerned = [] if rules.head_alone(project) else project.departments.exclude(pk=owner.pk)
    for department in concerned:
        person = people.head_of(department, besides=authors)
        if person is None:
            missing.append(department.name)
        found.append((SeatKind.COUNTERSIGN, department, person, ""))
    if missing:
        raise Refused([_("Name a head first for: %(names)s.") % {"names": "、".join(missing)}])
    head, why = people.head_of(owner, besides=authors), ""
    if approver is not None and head is not None and approver.pk != head.pk:
        raise Refused([rules.signs_as_head(head, owner)])
    if approver is not None:
        if not approver_reason.strip():
            raise Refused([_("Say why this person approves instead of the head.")])
        head, why = approver, approver_reason
    if head is None:
        raise Refused([_("Nobody is left who may approve. Name an approver and say why.")])
    return [*found, (SeatKind.HEAD, owner, head, why)]


def _check(seats, signing, version, sign_by, at):
    """Everything that stands against these seats, at once."""
    against = []
    wanted = set() if rules.head_alone(version.project) else set(REVIEWING)
    if {plan.kind for plan in seats} != wanted:
        against.append(_("Fill all three seats: business expert, frontline operator, compliance."))
    authors = [author.pk for author in version.authors.all()]
    for kind, person in [*((p.kind, p.person) for p in seats), *((s[0], s[2]) for s in signing)]:
        against += rules.unfit(kind, person, authors)
    against += rules.too_few_people([plan.person.pk for plan in seats], signing[-1][2].pk)
    if any(plan.due_on <= today(at) for plan in seats):
        against.append(_("Give the reviewers at least until tomorrow."))
    if any(plan.due_on > sign_by for plan in seats):
        against.append(_("The signatures are due after the last review."))
    if against:
        raise Refused(list(dict.fromkeys(against)))


def _page(round_: Round) -> str:
    return reverse("reviews:review", args=[round_.project_id])


def ask(seat: Seat, *, at: datetime) -> None:
    """Tell the person in the seat, when it is theirs to act."""
    if seat.kind in REVIEWING:
        notify([seat.holder], "reviews.seat.asked", at=at, email=True,
               key=f"{seat.pk}:{seat.holder_id}", url=reverse("reviews:seat", args=[seat.pk]),
               version=str(seat.round.version), due_on=seat.due_on, seat=seat.kind)  # fmt: skip


def ask_to_fill(seat: Seat, *, at: datetime) -> None:
    """A seat without its person is filled anew, never left out."""
    notify([seat.round.project.lead], "reviews.seat.vacant", at=at, email=True,
           key=f"{seat.pk}:{at.isoformat()}", url=reverse("reviews:fill", args=[seat.pk]),
           version=str(seat.round.version), seat=seat.kind)  # fmt: skip

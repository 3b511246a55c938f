"""Countersigning departments, then the head: the signature that makes the version official."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.actions import advance_stage
from projects.enums import Stage
from projects.models import Project
from reviews import rules
from reviews.actions.revising import begin_revision
from reviews.enums import CommentClass, Dimension, RoundState, SeatKind
from reviews.guards import nobody_disagrees
from reviews.models import Comment, Round, Seat
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.lifecycle import fire
from sopman.notifications.actions import notify
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sign
from sops import actions as sops
from sops.frozen import frozen_content


@transaction.atomic
def countersign(
    seat: Seat, *, password: str, actor: Any, at: datetime, shown_sha256: str = ""
) -> Seat:
    """Sign for a department concerned, beside the owning one."""
    seat = _in_hand(seat, actor, SeatKind.COUNTERSIGN)
    if why := nobody_disagrees(seat.round):
        raise Refused([why])
    signature = _signed(seat, Meaning.COUNTERSIGNED, password, actor, at, shown_sha256)
    facts = {"department": seat.department.name_zh}
    record(seat, "reviews.seat.countersigned", actor=actor, at=at, facts=facts, signature=signature)
    return seat


@transaction.atomic
def sign_off(
    seat: Seat, *, password: str, actor: Any, at: datetime, shown_sha256: str = ""
) -> Round:
    """The head's signature: the round passes, the version gets its number, the project moves on.

    V1.0 leads into the pilot; a revision after the pilot leaves the project where it is.
    """
    seat = _in_hand(seat, actor, SeatKind.HEAD)
    round_ = seat.round
    signature = _signed(seat, Meaning.APPROVED, password, actor, at, shown_sha256)
    fire(round_.to_passed, actor=actor, at=at, signature=signature)
    version = sops.approve(round_.version, actor=actor, at=at, signature=signature)
    project = round_.project
    if project.stage == Stage.REVIEW:
        advance_stage(project, to=Stage.PILOT, actor=actor, at=at, signature=signature)
    team = [project.lead, *version.authors.all(), *(s.holder for s in _others(seat))]
    notify(team, "reviews.round.passed", at=at, key=str(round_.pk),
           url=reverse("reviews:review", args=[project.pk]), version=str(version))  # fmt: skip
    return round_


@transaction.atomic
def decline(seat: Seat, *, reason: str, actor: Any, at: datetime) -> Round:
    """Refuse to sign, with the reason as a comment that must be fixed; the revision starts again."""
    seat = _in_hand(seat, actor, seat.kind)
    if not reason.strip():
        raise Refused([_("Say why.")])
    round_ = seat.round
    comment = Comment(
        round=round_, seat=seat, dimension=Dimension.COMPLETENESS, kind=CommentClass.MUST_FIX,
        text=reason, created_at=at,
    )  # fmt: skip
    stamp(comment, actor).save()
    record(seat, "reviews.seat.declined", actor=actor, at=at, reason=reason)
    begin_revision(round_, actor=actor, at=at)
    return round_


def _in_hand(seat: Seat, actor: Any, kind: str) -> Seat:
    """The seat under the locks of project and round, when it is this person's turn to sign."""
    Project.objects.select_for_update(of=("self",)).get(rounds=seat.round_id)
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=seat.round_id)
    seat = Seat.objects.select_related("holder", "department").get(pk=seat.pk)
    seat.round = round_
    if seat.kind != kind or not rules.may_sign(seat, actor):
        raise PermissionDenied(_("This signature is not yours to give."))
    if round_.state != RoundState.SIGNING or seat.signature_id:
        raise Refused([_("There is nothing to sign here now. Reload the page and look again.")])
    return seat


def _signed(seat, meaning, password, actor, at, shown_sha256):
    version = seat.round.version
    signature = sign(
        version, signer=actor, meaning=meaning, password=password, at=at,
        content=frozen_content(version), shown_sha256=shown_sha256,
        on_behalf_of=seat.holder if actor.pk != seat.holder_id else None,
    )  # fmt: skip
    seat.signature = signature
    stamp(seat, actor).save()
    return signature


def _others(seat: Seat):
    return seat.round.seats.exclude(pk=seat.pk).select_related("holder")

"""From the last review to the signatures: answers, edits, three working days."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from reviews import rules
from reviews.actions.drafts import take_back
from reviews.enums import CommentClass, RoundState, SeatKind, Verdict
from reviews.models import Comment, Round
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.lifecycle import fire
from sopman.notifications.actions import notify
from sopman.organization.queries import organization, today
from sopman.workdays.queries import calendar
from sops import actions as sops

DAYS_TO_SIGN = 2  # working days that whoever signs has at the least


def after_last_hand_in(round_: Round, *, actor: Any, at: datetime) -> None:
    """Inside the hand-in: when nobody is awaited any more, go on."""
    if round_.seats.reviewing().filter(handed_in_at=None).exists():
        return
    disagrees = round_.seats.reviewing().filter(verdict=Verdict.FAIL).exists()
    if disagrees or round_.comments.needing_answer().exists():
        begin_revision(round_, actor=actor, at=at)
    else:
        ask_for_signatures(round_, actor=actor, at=at)


def begin_revision(round_: Round, *, actor: Any, at: datetime, since: date | None = None) -> None:
    """The draft goes back to its authors and the clock of the revision starts.

    It starts today, or at the due date `since` that a reviewer let pass.
    """
    work = calendar()
    due_at = work.end_of(work.add(since or today(at), organization().revision_days))
    again = round_.state == RoundState.SIGNING
    move = round_.to_revising_again if again else round_.to_revising
    fire(move, actor=actor, at=at, due_at=due_at, facts={"due_at": due_at})
    if again:
        _void_signatures(round_, at=at)
    take_back(round_.version, actor=actor, at=at, reason=_("Review comments to be answered"))
    team = [round_.project.lead, *round_.version.authors.all()]
    notify(team, "reviews.revision.started", at=at, key=f"{round_.pk}:{at.isoformat()}",
           url=_page(round_), email=True, version=str(round_.version), due_at=due_at)  # fmt: skip


@transaction.atomic
def answer_comment(
    comment: Comment, *, disposition: str, reply: str, actor: Any, at: datetime
) -> Comment:
    """Say what becomes of a comment, and why. May be changed until the revision is finished."""
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=comment.round_id)
    comment = Comment.objects.handed_in().select_related("seat__holder").get(pk=comment.pk)
    comment.round = round_
    if not rules.may_answer(round_, actor):
        raise PermissionDenied(_("Only the project's members answer comments."))
    if round_.state != RoundState.REVISING:
        raise Refused([_("Comments are answered while the draft is being revised.")])
    if not reply.strip() and comment.kind != CommentClass.PRAISE:
        raise Refused([_("Give the reviewer a reason.")])
    comment.disposition, comment.reply = disposition, reply
    comment.answered_at, comment.answered_by = at, actor
    stamp(comment, actor).save()
    facts = {"place": str(comment.place), "disposition": disposition}
    record(comment, "reviews.comment.answered", actor=actor, at=at, reason=reply, facts=facts)
    return comment


@transaction.atomic
def finish_revision(round_: Round, *, actor: Any, at: datetime) -> Round:
    """Submit the revised draft again and ask for the signatures.

    Refuses while a review is awaited or a comment has no answer. Who did not agree is asked for
    a new verdict first.
    """
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if not rules.may_open(round_.project, actor):
        raise PermissionDenied(_("Only the project's lead finishes the revision."))
    if round_.state != RoundState.REVISING:
        raise Refused(
            [_("Not possible while “%(state)s”.") % {"state": round_.get_state_display()}]
        )
    if against := _authors_in_seats(round_):
        raise Refused(against)
    round_.version = sops.submit_for_review(round_.version, actor=actor, at=at)
    ask_for_signatures(round_, actor=actor, at=at)
    return round_


def _authors_in_seats(round_: Round) -> list[str]:
    """Who was named as an author while the draft was being revised can't keep a seat."""
    found: list[str] = []
    for seat in round_.seats.exclude(holder=None).select_related("holder"):
        if rules.is_author(round_, seat.holder):
            found += rules.unfit(seat.kind, seat.holder, round_.author_ids)
    return list(dict.fromkeys(found))


def ask_for_signatures(round_: Round, *, actor: Any, at: datetime) -> None:
    """The text is final: who disagreed gives a new verdict, the departments and the head sign.

    Nobody is overdue at the moment of being asked: a long revision moves the due dates.
    """
    version = round_.version
    fire(round_.to_signing, actor=actor, at=at, content_sha256=version.content_sha256)
    earliest = calendar().add(today(at), DAYS_TO_SIGN)
    for seat in round_.seats.select_related("holder"):
        asked = seat.verdict == Verdict.FAIL or not seat.is_reviewing
        code = "reviews.seat.asked_again" if seat.is_reviewing else "reviews.seat.sign"
        if asked:
            if seat.due_on < earliest:
                seat.due_on, seat.escalated_on = earliest, None
                stamp(seat, actor).save()
            notify([seat.holder], code, at=at, key=f"{seat.pk}:{at.isoformat()}", email=True,
                   url=reverse("reviews:seat", args=[seat.pk]), version=str(version),
                   due_on=seat.due_on)  # fmt: skip


def _void_signatures(round_: Round, *, at: datetime) -> None:
    """The content changes: who signed the old one signs again. The old signatures stay on record."""
    signed = round_.seats.filter(kind__in=[SeatKind.COUNTERSIGN, SeatKind.HEAD]).exclude(
        signature=None
    )
    for seat in signed.select_related("holder"):
        facts = {"signature": seat.signature_id}
        seat.signature = None
        stamp(seat, None).save()
        record(seat, "reviews.seat.signature_void", actor=None, at=at, facts=facts)


def _page(round_: Round) -> str:
    return reverse("reviews:review", args=[round_.project_id])

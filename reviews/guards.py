"""Whether a round can move now; each check returns the sentence that the user reads."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.enums import REVIEWING, SeatKind, Verdict
from sopman.lifecycle import Guard


def all_handed_in(round_: Any) -> str | None:
    n = round_.seats.filter(kind__in=REVIEWING, handed_in_at=None).count()
    return (
        ngettext(
            "%(n)d reviewer has not handed in yet.", "%(n)d reviewers have not handed in yet.", n
        )
        % {"n": n}
        if n
        else None
    )


def every_comment_answered(round_: Any) -> str | None:
    n = round_.comments.needing_answer().count()
    return (
        ngettext("%(n)d comment has no answer yet.", "%(n)d comments have no answer yet.", n)
        % {"n": n}
        if n
        else None
    )


def nobody_disagrees(round_: Any) -> str | None:
    n = round_.seats.filter(kind__in=REVIEWING, verdict=Verdict.FAIL).count()
    return (
        ngettext("%(n)d reviewer does not agree yet.", "%(n)d reviewers do not agree yet.", n)
        % {"n": n}
        if n
        else None
    )


def all_countersigned(round_: Any) -> str | None:
    waiting = [
        seat.department.name
        for seat in round_.seats.filter(kind=SeatKind.COUNTERSIGN, signature=None).select_related(
            "department"
        )
    ]
    if not waiting:
        return None
    return _("Not countersigned yet: %(departments)s.") % {"departments": "、".join(waiting)}


def head_has_signed(round_: Any) -> str | None:
    if round_.seats.filter(kind=SeatKind.HEAD).exclude(signature=None).exists():
        return None
    return _("The head of the owning department has not signed yet.")


ready_for_signatures = Guard(all_handed_in, every_comment_answered)
ready_to_pass = Guard(
    all_handed_in, every_comment_answered, nobody_disagrees, all_countersigned, head_has_signed
)

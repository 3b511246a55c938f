"""SOP评审记录表: who reviewed, what was said, what became of it, who signed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reviews.models import Comment, Round
from reviews.queries import checklist_of, seats_of, tally
from sopman.documents.registry import deliverable


@deliverable("reviews.record", model=Round, title=_("Review record"))
def record(round_: Round, language: str) -> dict[str, Any]:
    """The same every time: only what has been handed in."""
    seats = seats_of(round_)
    spoken = [seat for seat in seats if seat.is_reviewing and seat.handed_in_at]
    comments = Comment.objects.handed_in().filter(round=round_).in_reading_order()
    return {
        "round": round_,
        "version": round_.version,
        "seats": seats,
        "checklists": [(seat, checklist_of(seat)) for seat in spoken],
        "comments": list(comments),
        "tally": tally(round_),
        "document_title": _("Review record"),
        "number": round_.version.sop.number,
    }
